using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using NeptuneAlt.Wire.Client;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>The real program on a data folder that somebody damaged while it was stopped: it says so in a sentence with the cure,
/// and whatever it agrees to run with can be read.</summary>
public sealed class DamageTests(DamageTests.OneRun sound) : IClassFixture<DamageTests.OneRun>
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    static string Catalog(ServerProcess server) => Path.Combine(server.Folder, "catalog.db");

    static string Segment(ServerProcess server) =>
        Directory.GetFiles(Path.Combine(server.Folder, "log", "p0"), "*.log").Order(StringComparer.Ordinal).Last();

    /// <summary>A run with one point, stored; the server is stopped.</summary>
    public sealed class OneRun : StoppedServer
    {
        internal Task<ServerProcess> CopyAsync() => CopyFolderAsync();

        private protected override Task LogAsync(WireClient client) => WriteAsync(client, "first", 0.5);
    }

    static async Task WriteAsync(ServerProcess server, string run, double value)
    {
        using var client = await WireClient.SignInAsync(server);
        await WriteAsync(client, run, value);
    }

    static async Task WriteAsync(WireClient client, string run, double value)
    {
        Assert.Empty(await client.DoneAsync(await client.CreateAsync("w/p", run)));
        Assert.Empty(await client.DoneAsync(await client.UpdateAsync("w/p", run, WireClient.Point("loss", 1, value))));
    }

    /// <summary>What was there is there, something new can be written and read, and neither shows the other's points.</summary>
    static async Task WorksAsync(ServerProcess server, string fresh = "second")
    {
        await WriteAsync(server, fresh, 0.25);
        using var client = await WireClient.SignInAsync(server);
        Assert.Equal([(1, 0.5)], await client.PointsAsync("w/p", await client.SysIdAsync("w/p", "first"), "loss"));
        Assert.Equal([(1, 0.25)], await client.PointsAsync("w/p", await client.SysIdAsync("w/p", fresh), "loss"));
    }

    /// <summary>The program does not stay, and says why on one line without a stack trace.</summary>
    static async Task<string> RefusesAsync(ServerProcess server, params string[] options)
    {
        var (code, output) = await server.RunAsync(options);
        Assert.Equal(1, code);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        return Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    static async Task<(int Code, string Output)> VerifyAsync(ServerProcess server) => await server.RunAsync("verify");

    static async Task<string> HealthAsync(ServerProcess server)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(server.Address + "/health/ready", Token);
    }

    [Fact]
    public async Task Goes_on_above_what_is_stored_when_the_log_is_removed_after_an_orderly_stop()
    {
        await using var server = await sound.CopyAsync();
        Directory.Delete(Path.Combine(server.Folder, "log"), recursive: true);

        await server.StartAgainAsync();

        Assert.Contains("All of its records are in the store", server.Output, StringComparison.Ordinal);
        await WorksAsync(server);
    }

    [Fact]
    public async Task Goes_on_above_what_is_stored_when_a_segment_is_cut_to_nothing_after_an_orderly_stop()
    {
        await using var server = await sound.CopyAsync();
        await File.WriteAllBytesAsync(Segment(server), [], Token);
        Assert.Equal(2, (await VerifyAsync(server)).Code);

        await server.StartAgainAsync();

        await WorksAsync(server);
        Assert.Equal(0, await server.StopAsync());
        Assert.Equal(0, (await VerifyAsync(server)).Code);
    }

    [Fact]
    public async Task Starts_without_lost_records_only_when_told_to_and_is_degraded_then()
    {
        await using var server = await sound.CopyAsync();
        await server.StartAgainAsync();
        await server.KillAsync();
        await ServerProcess.EventuallyAsync(() => server.Engine() is null, "The engine outlived its server.");
        Directory.Delete(Path.Combine(server.Folder, "log"), recursive: true);

        Assert.Contains("--accept-loss", await RefusesAsync(server), StringComparison.Ordinal);
        await server.StartAgainAsync("--accept-loss");

        Assert.Contains("Damage in the log", server.Output, StringComparison.Ordinal);
        Assert.Equal("degraded", JsonDocument.Parse(await HealthAsync(server)).RootElement.GetProperty("log").GetString());
        await WorksAsync(server);
        await server.StopAsync();
        await server.StartAgainAsync();
        Assert.DoesNotContain("degraded", await HealthAsync(server), StringComparison.Ordinal);
        await WorksAsync(server, "third");
    }

    [Fact]
    public async Task Tells_of_a_bit_that_changed_in_the_last_record_before_it_was_stored()
    {
        await using var server = await sound.CopyAsync();
        await server.StartAgainAsync();
        using (var client = await WireClient.SignInAsync(server))
        {
            // What is acknowledged while the engine stands still is in the log alone.
            ServerProcess.Send(server.Engine()!.Id, signal: 19);
            await client.UpdateAsync("w/p", "first", WireClient.Point("loss", 2, 0.125));
        }

        var engine = server.Engine()!.Id;
        await server.KillAsync();
        ServerProcess.Send(engine, signal: 9);
        await ServerProcess.EventuallyAsync(() => server.Engine() is null, "The engine outlived its server.");
        FlipLastByte(Segment(server));

        var told = await RefusesAsync(server);
        Assert.Contains("of partition 0 is lost", told, StringComparison.Ordinal);
        Assert.Contains("bytes were changed", told, StringComparison.Ordinal);
        Assert.Contains("logged after", told, StringComparison.Ordinal);
        var (code, output) = await VerifyAsync(server);
        Assert.Equal(2, code);
        Assert.Contains("bytes were changed", output, StringComparison.Ordinal);
        await server.StartAgainAsync("--accept-loss");
        await WorksAsync(server);
    }

    [Fact]
    public async Task Acknowledges_nothing_that_it_could_not_store_once_a_record_is_damaged_while_it_runs()
    {
        await using var server = await sound.CopyAsync();
        await server.StartAgainAsync();
        using var client = await WireClient.SignInAsync(server);
        ServerProcess.Send(server.Engine()!.Id, signal: 19);
        await client.UpdateAsync("w/p", "first", WireClient.Point("loss", 2, 0.125));
        FlipLastByte(Segment(server));
        ServerProcess.Send(server.Engine()!.Id, signal: 9);

        await ServerProcess.EventuallyAsync(() => AnswerAsync().GetAwaiter().GetResult() == HttpStatusCode.ServiceUnavailable,
            "It acknowledges what it cannot store.");

        using var refused = await client.PostAsync("/api/client/v1/ingest", Update());
        var error = await WireClient.ErrorAsync(refused, HttpStatusCode.ServiceUnavailable);
        Assert.Contains("Damage on this server", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("degraded", JsonDocument.Parse(await HealthAsync(server)).RootElement.GetProperty("store").GetString());

        byte[] Update() => new RunOperation { Project = "w/p", RunId = "first", Update = WireClient.Point("loss", 3, 1) }.ToByteArray();

        async Task<HttpStatusCode> AnswerAsync()
        {
            using var answer = await client.PostAsync("/api/client/v1/ingest", Update());
            return answer.StatusCode;
        }
    }

    static void FlipLastByte(string path)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var last = bytes.AsSpan().LastIndexOfAnyExcept((byte)0);
        file.Position = last;
        file.WriteByte((byte)(bytes[last] ^ 1));
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("empty")]
    [InlineData("damaged")]
    public async Task Refuses_to_start_without_its_catalog_and_makes_it_anew_from_its_copy_and_the_store(string how)
    {
        await using var server = await sound.CopyAsync();
        var token = server.Token;
        if (how == "damaged") await File.WriteAllBytesAsync(Catalog(server), [.. Enumerable.Repeat((byte)7, 9_000)], Token);
        else if (how == "empty") await File.WriteAllBytesAsync(Catalog(server), [], Token);
        else File.Delete(Catalog(server));

        var told = await RefusesAsync(server);
        Assert.Contains(Catalog(server), told, StringComparison.Ordinal);
        Assert.Contains("rebuild-catalog", told, StringComparison.Ordinal);
        Assert.Equal(2, (await VerifyAsync(server)).Code);
        var (code, output) = await server.RunAsync("rebuild-catalog");
        Assert.True(code == 0, output);

        await server.StartAgainAsync();
        Assert.Equal(token, server.Token);
        await WorksAsync(server);
    }

    [Fact]
    public async Task Makes_a_catalog_from_store_and_log_alone_with_all_runs_under_their_numbers_and_names()
    {
        await using var server = await sound.CopyAsync();
        File.Delete(Catalog(server));
        File.Delete(Path.Combine(server.Folder, "catalog-copy.db"));
        Assert.Contains("is missing", await RefusesAsync(server), StringComparison.Ordinal);

        var (code, output) = await server.RunAsync("rebuild-catalog");

        Assert.True(code == 0, output);
        Assert.Contains("1 runs were added", output, StringComparison.Ordinal);
        Assert.Contains("Added projects: w/p", output, StringComparison.Ordinal);
        await server.StartAgainAsync();
        await WorksAsync(server);
    }

    [Fact]
    public async Task Refuses_a_catalog_that_is_older_than_the_store_and_adds_what_it_lacks()
    {
        await using var server = await sound.CopyAsync();
        var old = Catalog(server) + ".backup";
        File.Copy(Catalog(server), old);
        await server.StartAgainAsync();
        await WriteAsync(server, "later", 0.75);
        await server.StopAsync();
        File.Copy(old, Catalog(server), overwrite: true);
        File.Delete(Path.Combine(server.Folder, "catalog-copy.db"));

        Assert.Contains("older than the store", await RefusesAsync(server), StringComparison.Ordinal);
        var (code, output) = await server.RunAsync("rebuild-catalog");

        Assert.True(code == 0, output);
        await server.StartAgainAsync();
        await WorksAsync(server);
        using var client = await WireClient.SignInAsync(server);
        Assert.Equal([(1, 0.75)], await client.PointsAsync("w/p", await client.SysIdAsync("w/p", "later"), "loss"));
    }

    [Fact]
    public async Task Refuses_parts_of_another_folder()
    {
        await using var server = await sound.CopyAsync();
        await using var other = await ServerProcess.StartAsync();
        Assert.Equal(0, await other.StopAsync());
        foreach (var part in new[] { "catalog.db", "store", "log/identity", "files/identity" })
        {
            var (mine, aside) = (Path.Combine(server.Folder, part), Path.Combine(server.Folder, "aside"));
            Directory.Move(mine, aside);
            Directory.Move(Path.Combine(other.Folder, part), mine);

            var told = await RefusesAsync(server);
            Assert.Contains(part.Split('/')[0], told, StringComparison.Ordinal);
            Assert.Contains("does not belong to", told, StringComparison.Ordinal);

            Directory.Move(mine, Path.Combine(other.Folder, part));
            Directory.Move(aside, mine);
        }

        await server.StartAgainAsync();
        await WorksAsync(server);
    }

    [Fact]
    public async Task Gives_an_identity_to_a_folder_that_has_none_yet()
    {
        await using var server = await sound.CopyAsync();
        File.Delete(Path.Combine(server.Folder, "log", "identity"));
        File.Delete(Path.Combine(server.Folder, "files", "identity"));
        File.Delete(Path.Combine(server.Folder, "log", "p0", "end.mark"));
        await using (var catalog = new SqliteConnection($"Data Source={Catalog(server)};Pooling=False"))
        {
            await catalog.OpenAsync(Token);
            using var command = catalog.CreateCommand();
            command.CommandText = "DROP TABLE identity; DROP TABLE log_ends; DELETE FROM schema_versions WHERE version = 18";
            await command.ExecuteNonQueryAsync(Token);
        }

        await server.StartAgainAsync();

        Assert.True(File.Exists(Path.Combine(server.Folder, "log", "identity")));
        await WorksAsync(server);
    }

    [Fact]
    public async Task Verifies_a_sound_folder_and_changes_nothing()
    {
        await using var server = await sound.CopyAsync();
        var before = Contents(server.Folder);

        var (code, output) = await VerifyAsync(server);

        Assert.Contains("is sound", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Equal(before, Contents(server.Folder));
        await server.StartAgainAsync();
        Assert.Contains("Another server is already running", await RefusesAsync(server, "verify"), StringComparison.Ordinal);
    }

    static Dictionary<string, (long, DateTime)> Contents(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .ToDictionary(file => file.FullName, file => (file.Length, file.LastWriteTimeUtc));

    [Fact]
    public async Task Says_in_a_sentence_that_its_port_is_taken_or_its_folder_cannot_be_used()
    {
        await using var server = await ServerProcess.StartAsync();
        var (code, output) = await ServerProcess.RunOnceAsync("--data", server.Folder + "-2", "--urls", server.Address);
        Assert.Equal(1, code);
        Assert.Contains("--urls", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        var file = Path.Combine(server.Folder, "not-a-folder");
        await File.WriteAllTextAsync(file, "", Token);
        (code, output) = await ServerProcess.RunOnceAsync("--data", file, "--urls", "http://127.0.0.1:0");
        Assert.Equal(1, code);
        Assert.Contains(file, Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
