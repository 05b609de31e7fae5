using System.Diagnostics;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using NeptuneAlt.Blobs.S3;
using NeptuneAlt.LoadTests.Server;
using Xunit;

namespace NeptuneAlt.Unit.Blobs;

/// <summary>
/// An S3 store for the tests of one class: the one that NEPTUNEALT_TEST_S3 names (<c>http://host:9000/bucket</c>, keys by
/// AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), else moto's server, where that Python package is installed.
/// </summary>
public sealed class S3Server : IAsyncLifetime
{
    const string Bucket = "neptunealt-tests";
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    Process? _process;
    S3Address? _address;

    /// <summary>A prefix of the test's own.</summary>
    public S3Address CreateAddress()
    {
        Assert.SkipWhen(_address is null, "No S3 store here. Set NEPTUNEALT_TEST_S3, or: pip install 'moto[server]'.");
        return _address! with { Prefix = $"{Guid.NewGuid():N}/" }; // the test is skipped without one
    }

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("NEPTUNEALT_TEST_S3") is { Length: > 0 } given)
        {
            var url = new Uri(given);
            _address = new S3Address(url.AbsolutePath.Trim('/'), "") { Endpoint = new Uri(url.GetLeftPart(UriPartial.Authority)) };
            return;
        }

        if (!OperatingSystem.IsLinux() || !IsInstalled()) return;

        var port = LoopbackPort.Free();
        var endpoint = new Uri($"http://127.0.0.1:{port}");
        _process = Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", $"exec moto_server -H 127.0.0.1 -p {port} >/dev/null 2>&1"]))!; // a new process
        await MakeBucketAsync(endpoint);
        _address = new S3Address(Bucket, "") { Endpoint = endpoint, AccessKey = "test", SecretKey = "test" };
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Waits for the server, too: it takes a while to start.</summary>
    static async Task MakeBucketAsync(Uri endpoint)
    {
        using var client = new AmazonS3Client(
            new BasicAWSCredentials("test", "test"),
            new AmazonS3Config { ServiceURL = endpoint.ToString(), ForcePathStyle = true, MaxErrorRetry = 0 });
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await client.PutBucketAsync(Bucket);
                return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(started) < Timeout)
            {
                await Task.Delay(100);
            }
        }
    }

    static bool IsInstalled()
    {
        using var probe = Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", "command -v moto_server >/dev/null && python3 -c 'import moto.server' 2>/dev/null"]))!; // a new process
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }
}
