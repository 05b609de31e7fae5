using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>Who gets at what the server keeps, and how files and their disk get on: of the real program.</summary>
public sealed class GateTests
{
    const UnixFileMode OthersRights =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_all_that_it_writes_from_other_users_and_closes_what_an_older_version_left_open()
    {
        if (OperatingSystem.IsWindows()) return; // modes are of Unix

        var elsewhere = Directory.CreateTempSubdirectory("neptunealt-files-").FullName;
        await using var server = await ServerProcess.StartAsync("--files", elsewhere);
        using (var client = await WireClient.SignInAsync(server))
        {
            await client.DoneAsync(await client.CreateAsync("w/p", "r"));
            await client.DoneAsync(await client.UpdateAsync("w/p", "r", WireClient.Point("loss", 1, 0.5)));
            await PutAsync(client, "dir/file", [1, 2, 3]);
            Assert.Empty(Open(server.Folder).Concat(Open(elsewhere)));
        }

        await server.StopAsync();
        Assert.Empty(Open(server.Folder).Concat(Open(elsewhere)));
        foreach (var entry in Entries(server.Folder).Concat(Entries(elsewhere)).ToList())
            File.SetUnixFileMode(entry.FullName, entry.UnixFileMode | (entry is DirectoryInfo
                ? UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute
                : UnixFileMode.GroupRead | UnixFileMode.OtherRead));
        await server.StartAgainAsync();

        Assert.Empty(Open(server.Folder).Concat(Open(elsewhere)));
        Assert.Single(server.Output.Split('\n'), line => line.Contains("could be read by other users", StringComparison.Ordinal));
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task Prints_the_token_at_the_first_start_only_and_says_where_it_is_at_others()
    {
        await using var server = await ServerProcess.StartAsync();
        Assert.Contains(server.Token, server.Output, StringComparison.Ordinal);

        await server.StopAsync();
        await server.StartAgainAsync();

        Assert.DoesNotContain(server.Token, server.Output, StringComparison.Ordinal);
        Assert.Contains($"$(cat '{server.Folder}/api-token')", server.Output, StringComparison.Ordinal);
        using var client = await WireClient.SignInAsync(server);
    }

    [Fact]
    public async Task Tells_a_refused_request_in_one_line_without_what_it_was_signed_by()
    {
        await using var server = await ServerProcess.StartAsync();
        var before = server.Output.Length;
        using var http = new HttpClient { BaseAddress = new Uri(server.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "rubbish");

        using var refused = await http.GetAsync("/api/tokens/a%0Aforged?secret=1", Token);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await ServerProcess.EventuallyAsync(
            () => server.Output[before..].Contains("Refused", StringComparison.Ordinal), "Nothing is said of a refused request.");

        // Lines come in order: with that of a later request, all of the first are there.
        await ServerProcess.EventuallyAsync(() => IsToldOfALaterOne().GetAwaiter().GetResult(), "Nothing is said of later requests.");
        var said = Assert.Single(
            server.Output[before..].Split('\n').TakeWhile(line => !line.Contains("/api/tokens/later", StringComparison.Ordinal)),
            line => line.Contains("Refused", StringComparison.Ordinal) || line.Contains("Authentication", StringComparison.Ordinal));
        Assert.Contains("Refused GET /api/tokens/a%0Aforged from", said, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);

        async Task<bool> IsToldOfALaterOne()
        {
            using var later = await http.GetAsync("/api/tokens/later", Token);
            return server.Output[before..].Contains("/api/tokens/later", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Serves_no_damaged_file_and_tells_of_it()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        var content = new byte[1_000_000];
        new Random(1).NextBytes(content);
        await PutAsync(client, "model", content);
        var address = await AddressAsync(client, "read", "model");
        using var anyone = new HttpClient();
        Assert.Equal(content, await anyone.GetByteArrayAsync(address, Token));
        var stored = Directory.EnumerateFiles(Path.Combine(server.Folder, "files", "files"), "*", SearchOption.AllDirectories).Single();

        await using (var file = File.Open(stored, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Seek(600_000, SeekOrigin.Begin);
            file.WriteByte((byte)(content[600_000] ^ 1));
        }

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => anyone.GetByteArrayAsync(address, Token)); // it breaks off
        await using (var file = File.Open(stored, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite)) file.SetLength(999_999);
        using var cut = await anyone.GetAsync(address, Token);

        Assert.Equal(HttpStatusCode.Gone, cut.StatusCode);
        Assert.Equal("DATA_DAMAGED", (await cut.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("errorType").GetString());
        Assert.Contains(stored, server.Output, StringComparison.Ordinal);
        using var ready = await anyone.GetAsync(server.Address + "/health/ready", Token);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal("degraded", (await ready.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("files").GetString());
    }

    [Fact]
    public async Task Refuses_uploads_that_a_nearly_full_disk_has_no_room_for_and_goes_on_with_all_else()
    {
        using var disk = SmallDisk.TryMount(gibibytes: 2);
        Assert.SkipWhen(disk is null, "Mounting a small disk takes root.");
        await using var server = await ServerProcess.StartInAsync(Path.Combine(disk.Folder, "data"));
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync("w/p", "r"));
        var engine = server.Engine()!.Id;

        using var large = await SendAsync(client, "large", 2L << 30);
        Assert.Equal(HttpStatusCode.InsufficientStorage, large.StatusCode);
        Assert.NotNull(large.Headers.RetryAfter);
        var many = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => SendAsync(client, $"one-{number}", 400L << 20)));
        Assert.All(many, answer => Assert.True(
            answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.InsufficientStorage, $"{answer.StatusCode}"));
        Assert.Contains(many, answer => answer.StatusCode == HttpStatusCode.InsufficientStorage);

        Assert.True(new DriveInfo(disk.Folder).AvailableFreeSpace >= 512L << 20);
        Assert.Empty(await client.DoneAsync(await client.UpdateAsync("w/p", "r", WireClient.Point("loss", 1, 0.5))));
        Assert.Equal([(1, 0.5)], await client.PointsAsync("w/p", "P-1", "loss"));
        Assert.Equal(engine, server.Engine()!.Id);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(server.Folder, "files", "uploads")));
    }

    [Fact]
    public async Task Leaves_nothing_of_an_upload_whose_connection_broke_off()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        using var broken = new HttpClient();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var uploads = Path.Combine(server.Folder, "files", "uploads");
        using var content = new StreamContent(new Zeros(1L << 30, pauseAfter: 8L << 20));
        content.Headers.ContentLength = 1L << 30;

        var sending = broken.PutAsync(await AddressAsync(client, "write", "broken"), content, ended.Token);
        await ServerProcess.EventuallyAsync(
            () => new DirectoryInfo(uploads).EnumerateFiles().Any(file => file.Length > 0), "Nothing of the upload arrives.");
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        await ServerProcess.EventuallyAsync(
            () => !Directory.EnumerateFiles(uploads).Any(), "What was cut off stays on the disk.");
    }

    /// <summary>What others may read, write or enter below a folder, and the folder itself.</summary>
    static List<string> Open(string folder) =>
        [.. Entries(folder).Where(entry => (entry.UnixFileMode & OthersRights) != 0).Select(entry => $"{entry.FullName} {entry.UnixFileMode}")];

    /// <summary>Links have no modes of their own, and files that the engine has dropped meanwhile none at all.</summary>
    static IEnumerable<FileSystemInfo> Entries(string folder) =>
        new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(new DirectoryInfo(folder))
            .Where(IsThere);

    static bool IsThere(FileSystemInfo entry)
    {
        entry.Refresh();
        return entry.LinkTarget is null && entry.Exists;
    }

    static async Task PutAsync(WireClient client, string path, byte[] content)
    {
        using var http = new HttpClient();
        using var body = new ByteArrayContent(content);
        using var put = await http.PutAsync(await AddressAsync(client, "write", path), body, Token);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
    }

    static async Task<HttpResponseMessage> SendAsync(WireClient client, string path, long length)
    {
        using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) })
        {
            Timeout = TimeSpan.FromMinutes(5),
        };
        using var content = new StreamContent(new Zeros(length, pauseAfter: long.MaxValue));
        content.Headers.ContentLength = length;
        using var request = new HttpRequestMessage(HttpMethod.Put, await AddressAsync(client, "write", path)) { Content = content };
        request.Headers.ExpectContinue = true; // A refusal is heard before the body is sent.
        return await http.SendAsync(request, Token);
    }

    static async Task<string> AddressAsync(WireClient client, string permission, string path)
    {
        using var signed = await client.Http.PostAsJsonAsync(
            "/api/storagebridge/v1/azure/signedUrl",
            new { files = new[] { new { path, permission, project_identifier = "w/p" } } }, Token);
        var answer = await signed.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Token);
        return answer.GetProperty("files")[0].GetProperty("url").GetString()!;
    }

    /// <summary>So many zero bytes; after some, it waits for ever.</summary>
    sealed class Zeros(long length, long pauseAfter) : Stream
    {
        long _left = length;
        long _given;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_given >= pauseAfter) await Task.Delay(Timeout.Infinite, cancellationToken);
            var count = (int)Math.Min(buffer.Length, _left);
            buffer.Span[..count].Clear();
            _left -= count;
            _given += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
