using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace NeptuneAlt.Blobs.S3;

/// <summary>The calls to the store, their failures sorted: what may pass is an outage.</summary>
sealed class S3Bucket(S3Address address) : IDisposable
{
    const int KeysPerDelete = 1000; // S3's own limit

    readonly AmazonS3Client _client = Connect(address);

    public void Dispose() => _client.Dispose();

    /// <summary>Whether the bucket is there and may be used.</summary>
    /// <exception cref="BlobsUnavailableException">It is not; the message says why.</exception>
    public Task CheckAsync(CancellationToken cancellationToken) => GuardAsync(
        () => _client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = address.Bucket, Prefix = address.Prefix, MaxKeys = 1 }, cancellationToken),
        cancellationToken);

    /// <param name="isNew">Fails with <see cref="BlobUploadBusyException"/> if the key is taken.</param>
    public Task PutAsync(string key, ReadOnlyMemory<byte> bytes, bool isNew, CancellationToken cancellationToken) =>
        GuardAsync(
            () => _client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = address.Bucket, Key = Full(key), InputStream = Reader(bytes),
                    IfNoneMatch = isNew ? "*" : null,
                },
                cancellationToken),
            cancellationToken);

    /// <summary>All objects whose keys begin so, in the order of keys.</summary>
    public async Task<List<S3Object>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var found = new List<S3Object>();
        var request = new ListObjectsV2Request { BucketName = address.Bucket, Prefix = Full(prefix) };
        while (true)
        {
            var page = await GuardAsync(() => _client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (var one in page.S3Objects ?? [])
            {
                one.Key = one.Key[address.Prefix.Length..];
                found.Add(one);
            }

            if (page.IsTruncated is not true) return found;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    /// <returns><c>null</c> if there is no such object.</returns>
    public Task<StoredBlob?> FindAsync(string key, CancellationToken cancellationToken) => GuardAsync<StoredBlob?>(
        async () =>
        {
            try
            {
                var found = await _client.GetObjectMetadataAsync(address.Bucket, Full(key), cancellationToken);
                return new StoredBlob(found.ContentLength, found.LastModified ?? DateTime.UnixEpoch);
            }
            catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        },
        cancellationToken);

    /// <summary>Opens the bytes from the first to the last, both included; the stream is the caller's.</summary>
    /// <returns><c>null</c> if there is no such object.</returns>
    public Task<Stream?> OpenAsync(string key, long first, long last, CancellationToken cancellationToken) =>
        GuardAsync<Stream?>(
            async () =>
            {
                try
                {
                    var request = new GetObjectRequest
                    {
                        BucketName = address.Bucket, Key = Full(key), ByteRange = new ByteRange(first, last),
                    };
                    return (await _client.GetObjectAsync(request, cancellationToken)).ResponseStream;
                }
                catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
                {
                    return null;
                }
            },
            cancellationToken);

    /// <summary>Appends an object's whole content to the buffer.</summary>
    public Task ReadAsync(string key, MemoryStream buffer, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            using var answer = await _client.GetObjectAsync(address.Bucket, Full(key), cancellationToken);
            await answer.ResponseStream.CopyToAsync(buffer, cancellationToken);
            return true;
        },
        cancellationToken);

    public Task CopyAsync(string from, string to, CancellationToken cancellationToken) => GuardAsync(
        () => _client.CopyObjectAsync(address.Bucket, Full(from), address.Bucket, Full(to), cancellationToken), cancellationToken);

    /// <summary>Drops objects; those that are not there do not count.</summary>
    public async Task DeleteAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        foreach (var some in keys.Chunk(KeysPerDelete))
            await GuardAsync(
                () => _client.DeleteObjectsAsync(
                    new DeleteObjectsRequest
                    {
                        BucketName = address.Bucket, Quiet = true,
                        Objects = [.. some.Select(key => new KeyVersion { Key = Full(key) })],
                    },
                    cancellationToken),
                cancellationToken);
    }

    /// <summary>Begins an object that is made of parts.</summary>
    public async Task<string> BeginAsync(string key, CancellationToken cancellationToken) => (await GuardAsync(
        () => _client.InitiateMultipartUploadAsync(address.Bucket, Full(key), cancellationToken), cancellationToken)).UploadId;

    public Task<PartETag> CopyPartAsync(string from, string to, string upload, int number, CancellationToken cancellationToken) =>
        GuardAsync(
            async () => new PartETag(number, (await _client.CopyPartAsync(
                new CopyPartRequest
                {
                    SourceBucket = address.Bucket, SourceKey = Full(from), DestinationBucket = address.Bucket,
                    DestinationKey = Full(to), UploadId = upload, PartNumber = number,
                },
                cancellationToken)).ETag),
            cancellationToken);

    public Task<PartETag> PutPartAsync(
        ReadOnlyMemory<byte> bytes, string to, string upload, int number, CancellationToken cancellationToken) => GuardAsync(
        async () => new PartETag(number, (await _client.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = address.Bucket, Key = Full(to), UploadId = upload, PartNumber = number,
                InputStream = Reader(bytes), PartSize = bytes.Length,
            },
            cancellationToken)).ETag),
        cancellationToken);

    public Task EndAsync(string key, string upload, List<PartETag> parts, CancellationToken cancellationToken) => GuardAsync(
        () => _client.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest
            {
                BucketName = address.Bucket, Key = Full(key), UploadId = upload, PartETags = parts,
            },
            cancellationToken),
        cancellationToken);

    public Task CancelAsync(string key, string upload, CancellationToken cancellationToken) => GuardAsync(
        () => _client.AbortMultipartUploadAsync(address.Bucket, Full(key), upload, cancellationToken), cancellationToken);

    static AmazonS3Client Connect(S3Address address)
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = address.Region,
            // Stores other than Amazon's do not know the checksums that its SDK adds by itself.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (address.Endpoint is { } endpoint) (config.ServiceURL, config.ForcePathStyle) = (endpoint.ToString(), true);
        else config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(address.Region);
        return address is { AccessKey: { } key, SecretKey: { } secret }
            ? new AmazonS3Client(new BasicAWSCredentials(key, secret), config)
            : new AmazonS3Client(config);
    }

    static MemoryStream Reader(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) // it has one, by what it returned
            : new MemoryStream(bytes.ToArray(), writable: false);

    static async Task<T> GuardAsync<T>(
        Func<Task<T>> call, CancellationToken cancellationToken, [CallerMemberName] string name = "")
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            return await call();
        }
        catch (AmazonServiceException taken)
            when (taken.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
        {
            throw new BlobUploadBusyException(taken);
        }
        catch (Exception failure) when (failure
            is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new BlobsUnavailableException($"The store of files does not serve: {failure.Message}", failure);
        }
        finally
        {
            Telemetry.Called(name.Replace("Async", "", StringComparison.Ordinal).ToLowerInvariant(), begun);
        }
    }

    string Full(string key) => address.Prefix + key;
}
