using System.Security.Cryptography;
using CsCheck;
using NeptuneAlt.Blobs;
using NeptuneAlt.Blobs.S3;
using Xunit;

namespace NeptuneAlt.Unit.Blobs;

[Trait(Speed.Name, Speed.Slow)]
public sealed class S3BlobsTests(S3Server server) : BlobsConformance, IClassFixture<S3Server>, IDisposable
{
    S3Address? _address;
    S3Blobs? _blobs;

    S3Address Address => _address ??= server.CreateAddress();

    protected override IBlobs Blobs => _blobs ??= new S3Blobs(Address);

    public void Dispose() => _blobs?.Dispose();

    /// <summary>Sizes around those of pieces and parts, so that every way of joining them is taken.</summary>
    [Theory]
    [InlineData(3, 5)]
    [InlineData(9 << 20, 100)]
    [InlineData(100, 9 << 20, 1 << 20, 4 << 20, 20 << 20)]
    [InlineData(4 << 20, 4 << 20, 4 << 20)]
    public async Task Joins_pieces_of_any_size(params int[] sizes)
    {
        var name = new BlobName(1, "large");
        var content = new byte[sizes.Sum()];
        new Random(7).NextBytes(content);
        var upload = await Blobs.BeginUploadAsync(name, isResumable: true, Token);
        var at = 0;
        foreach (var size in sizes)
        {
            await Blobs.AppendAsync(name, upload, at, new MemoryStream(content, at, size), null, Token);
            at += size;
        }

        Assert.True(await Blobs.CommitAsync(name, upload, Token));

        await using var stored = await Blobs.OpenAsync(name, 0, long.MaxValue, Token);
        Assert.Equal(SHA256.HashData(content), await SHA256.HashDataAsync(stored!, Token)); // committed just now
    }

    [Fact]
    public async Task Goes_on_with_an_upload_of_another_server_and_lets_only_one_of_two_store_a_piece()
    {
        using var other = new S3Blobs(Address);
        var name = new BlobName(1, "shared");
        var upload = await Blobs.BeginUploadAsync(name, isResumable: true, Token);
        await Blobs.AppendAsync(name, upload, 0, new MemoryStream([1, 2, 3]), null, Token);
        Assert.Equal(3, await other.UploadedAsync(name, upload, Token));

        var gate = new TaskCompletionSource();
        var slow = Blobs.AppendAsync(name, upload, 3, new SlowStream(gate.Task, [4, 5]), null, Token);
        Assert.Equal(6, await other.AppendAsync(name, upload, 3, new MemoryStream([4, 5, 6]), null, Token));
        gate.SetResult();
        await Assert.ThrowsAsync<BlobUploadBusyException>(() => slow);

        Assert.True(await other.CommitAsync(name, upload, Token));
        Assert.Equal(6, (await Blobs.FindAsync(name, Token))?.Size);
    }

    [Fact]
    public async Task Says_that_the_store_is_away_or_the_bucket_is_missing()
    {
        using var away = new S3Blobs(new S3Address("bucket", "")
        {
            Endpoint = new Uri("http://127.0.0.1:9"), AccessKey = "x", SecretKey = "x",
        });
        await Assert.ThrowsAsync<BlobsUnavailableException>(() => away.FindAsync(new BlobName(1, "a"), Token));

        using var missing = new S3Blobs(Address with { Bucket = "no-such-bucket" });
        await Assert.ThrowsAsync<BlobsUnavailableException>(() => missing.CheckAsync(Token));
        await ((S3Blobs)Blobs).CheckAsync(Token);
    }

    [Fact]
    public void Makes_parts_that_S3_takes() =>
        Gen.Long[1, 20].List[1, 60].Sample(sizes =>
        {
            var parts = S3Assembly.Parts(sizes.Select((size, i) => new S3Upload.Piece($"{i}", size)), 10).ToList();
            Assert.Equal(sizes, parts.SelectMany(part => part.Select(piece => piece.Bytes)));
            Assert.All(parts.SkipLast(1), part => Assert.True(part.Sum(piece => piece.Bytes) >= 10));
        });

    [Theory]
    [InlineData("s3://bucket", "bucket", "")]
    [InlineData("s3://bucket/", "bucket", "")]
    [InlineData("s3://bucket/a/b/", "bucket", "a/b/")]
    public void Reads_an_address(string text, string bucket, string prefix)
    {
        Assert.True(S3Address.TryParse(text, out var address));
        Assert.Equal((bucket, prefix), (address.Bucket, address.Prefix));
    }

    [Theory]
    [InlineData("/srv/files")]
    [InlineData("s3://")]
    [InlineData("s3://a b/c")]
    public void Refuses_what_is_no_address(string text) => Assert.False(S3Address.TryParse(text, out _));

    /// <summary>Gives its bytes when the gate opens.</summary>
    sealed class SlowStream(Task gate, byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            await gate;
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
