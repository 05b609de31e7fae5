using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NeptuneAlt.Store.Parts;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>Stop, damage the store, start, read, write something new and read it.</summary>
public sealed class StoreDamageTests(StoreDamageTests.OneRun sound) : IClassFixture<StoreDamageTests.OneRun>
{
    const int Terminate = 15, Points = 300;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", false, "is gone")]
    [InlineData("checksums.txt", true, "set aside")]
    [InlineData("columns.txt", false, "set aside")]
    [InlineData("count.txt", false, "set aside")]
    public async Task Tells_at_each_start_which_rows_are_missing(string file, bool isChanged, string told)
    {
        await using var server = await sound.CopyAsync();
        var folder = FolderOf(server, PointsOf(server));
        if (file.Length == 0) Directory.Delete(folder, recursive: true);
        else if (isChanged) Flip(Path.Combine(folder, file));
        else File.Delete(Path.Combine(folder, file));

        var (code, verdict) = await server.RunAsync("verify");
        Assert.Equal(2, code);
        Assert.Contains("300 rows of the run with the number 1 cannot be read", verdict, StringComparison.Ordinal);
        Assert.DoesNotContain(".verify-", verdict, StringComparison.Ordinal);

        var starts = file.Length == 0 ? 2 : 1; // How often it is told does not depend on the kind of damage.
        for (var start = 0; start < starts; start++)
        {
            await server.StartAgainAsync();

            Assert.Contains(told, DamageIn(server), StringComparison.Ordinal);
            Assert.Contains("the table points", DamageIn(server), StringComparison.Ordinal);
            Assert.Contains("300 rows of the run with the number 1 cannot be read", DamageIn(server), StringComparison.Ordinal);
            Assert.Equal("degraded", await StoreHealthAsync(server));
            await WritesAndReadsAsync(server, $"after-{start}");
            await server.StopAsync();
        }

        // Who removes the list and what was set aside accepts the loss.
        File.Delete(PartList.FileIn(Path.Combine(server.Folder, "store")));
        var setAside = Path.Combine(Path.GetDirectoryName(folder)!, "detached");
        foreach (var one in Directory.GetDirectories(setAside)) Directory.Delete(one, recursive: true);
        await server.StartAgainAsync();
        Assert.Equal("ok", await StoreHealthAsync(server));
    }

    [Fact]
    public async Task Hears_no_more_of_a_part_that_was_brought_back()
    {
        await using var server = await sound.CopyAsync();
        var folder = FolderOf(server, PointsOf(server));
        var backup = Path.Combine(server.Folder, "backup");
        Directory.Move(folder, backup);
        await server.StartAgainAsync();
        Assert.Equal("degraded", await StoreHealthAsync(server));
        await server.StopAsync();

        Directory.Move(backup, folder);
        await server.StartAgainAsync();

        Assert.Equal("ok", await StoreHealthAsync(server));
        using var client = await WireClient.SignInAsync(server);
        Assert.Equal(Points, (await client.PointsAsync("w/p", "P-1", "loss")).Count);
    }

    [Fact]
    public async Task Names_a_part_that_a_read_finds_damaged_and_serves_the_others()
    {
        await using var server = await sound.CopyAsync();
        var folder = FolderOf(server, PointsOf(server));
        Flip(Directory.GetFiles(folder).First(file => Path.GetFileName(file) is "data.bin" or "value.bin"));
        var (code, verdict) = await server.RunAsync("verify");
        Assert.Equal(2, code);
        Assert.Contains($"points/{Path.GetFileName(folder)}", verdict, StringComparison.Ordinal);
        await server.StartAgainAsync();
        using var client = await WireClient.SignInAsync(server);

        using var answer = await AskPointsAsync(client, "P-1");

        var error = await WireClient.ErrorAsync(answer, HttpStatusCode.Gone);
        Assert.Equal("DATA_DAMAGED", error.GetProperty("errorType").GetString());
        Assert.Contains("of the table points cannot be read", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("degraded", await StoreHealthAsync(server));
        await ServerProcess.EventuallyAsync(
            () => DamageIn(server).Contains("300 rows of the run with the number 1", StringComparison.Ordinal), "Nothing is logged.");
        await WritesAndReadsAsync(server, "other");
    }

    /// <summary>What is acknowledged could not be stored, nor told from what is stored already.</summary>
    [Fact]
    public async Task Does_not_start_while_it_cannot_read_how_far_the_store_is()
    {
        await using var server = await sound.CopyAsync();
        var parts = PartList.Read(Path.Combine(server.Folder, "store"))!.Parts.Where(part => part.Table == "run_attributes");
        foreach (var part in parts) FlipAll(Path.Combine(FolderOf(server, part), "data.bin"));

        var (code, output) = await server.StartSecondAsync();

        Assert.Equal(1, code);
        Assert.Contains("The store cannot be used", output, StringComparison.Ordinal);
        Assert.Contains("run_attributes", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "is missing")]
    [InlineData(0, "cannot be used")]
    [InlineData(100, "cannot be used")]
    public async Task Does_not_start_without_a_tables_definition_and_names_the_file(int bytesLeft, string told)
    {
        await using var server = await sound.CopyAsync();
        var file = Directory.GetFiles(Path.Combine(server.Folder, "store", "store"), "points.sql", SearchOption.AllDirectories).Single();
        var definition = await File.ReadAllBytesAsync(file, Token);
        if (bytesLeft < 0) File.Delete(file);
        else await File.WriteAllBytesAsync(file, definition[..bytesLeft], Token);

        var (code, output) = await server.StartSecondAsync();

        Assert.Equal(1, code);
        Assert.Contains(
            output.Split('\n'), line => line.Contains(file, StringComparison.Ordinal)
                && line.Contains(told, StringComparison.Ordinal) && line.Contains("backup", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(file, definition, Token);
        await server.StartAgainAsync();
        await WritesAndReadsAsync(server, "other");
    }

    [Fact]
    public async Task Stops_in_good_order_when_its_engine_is_told_to_stop_as_well()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync("w/p", "r"));

        // What a service manager does: SIGTERM to each process of the service.
        ServerProcess.Send(server.Engine()!.Id, Terminate);

        Assert.Equal(0, await server.StopAsync());
        Assert.DoesNotContain("The engine ended", server.Output, StringComparison.Ordinal);
        Assert.Null(server.Engine());
    }

    [Fact]
    public async Task Is_ready_once_all_that_was_acknowledged_can_be_read()
    {
        await using var server = await ServerProcess.StartAsync();
        using (var client = await WireClient.SignInAsync(server))
        {
            await client.DoneAsync(await client.CreateAsync("w/p", "r"));
            for (var i = 0; i < 40; i++) await client.UpdateAsync("w/p", "r", [.. Some(i * 50, 50)]);
        }

        await server.KillAsync();
        await server.StartAgainAsync();

        using var again = await WireClient.SignInAsync(server);
        Assert.Equal(2000, (await again.PointsAsync("w/p", "P-1", "loss")).Count);
        Assert.Contains("Started in ", server.Output, StringComparison.Ordinal);
    }

    /// <summary>A run with points, stored; the server is stopped.</summary>
    public sealed class OneRun : StoppedServer
    {
        internal Task<ServerProcess> CopyAsync() => CopyFolderAsync();

        private protected override async Task LogAsync(WireClient client)
        {
            await client.DoneAsync(await client.CreateAsync("w/p", "damaged"));
            await client.DoneAsync(await client.UpdateAsync("w/p", "damaged", [.. Some(0, Points)]));
        }
    }

    static StoredPart PointsOf(ServerProcess server) =>
        PartList.Read(Path.Combine(server.Folder, "store"))!.Parts.Single(part => part.Table == "points");

    static string FolderOf(ServerProcess server, StoredPart part)
    {
        var table = PartList.Read(Path.Combine(server.Folder, "store"))!.Tables.Single(table => table.Name == part.Table);
        return Path.Combine(server.Folder, "store", "store", $"{table.Id}"[..3], $"{table.Id}", part.Name);
    }

    static IEnumerable<Wire.Ingest.UpdateRunSnapshot> Some(int first, int count) =>
        Enumerable.Range(first, count).Select(step => WireClient.Point("loss", step, Math.Sin(step)));

    static async Task WritesAndReadsAsync(ServerProcess server, string runId)
    {
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync("w/p", runId));
        Assert.Empty(await client.DoneAsync(await client.UpdateAsync("w/p", runId, [.. Some(0, 10)])));
        Assert.Equal(10, (await client.PointsAsync("w/p", await client.SysIdAsync("w/p", runId), "loss")).Count);
    }

    static Task<HttpResponseMessage> AskPointsAsync(WireClient client, string sysId) => client.Http.PostAsJsonAsync(
        "/api/leaderboard/v1/proto/attributes/series/float",
        new
        {
            requests = new[]
            {
                new
                {
                    requestId = "0",
                    series = new { holder = new { identifier = $"w/p/{sysId}", type = "experiment" }, attribute = "loss", lineage = "FULL" },
                },
            },
            order = "ascending", perSeriesPointsLimit = 1000.0,
        }, Token);

    static async Task<string?> StoreHealthAsync(ServerProcess server)
    {
        using var http = new HttpClient();
        var health = await http.GetFromJsonAsync<JsonElement>($"{server.Address}/health/ready", Token);
        return health.GetProperty("store").GetString();
    }

    static string DamageIn(ServerProcess server) =>
        string.Join('\n', server.Output.Split('\n').Where(line => line.Contains("Damage in the store", StringComparison.Ordinal)));

    static void FlipAll(string file) => File.WriteAllBytes(file, [.. File.ReadAllBytes(file).Select(value => (byte)~value)]);

    static void Flip(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = stream.Length / 2;
        var value = stream.ReadByte();
        stream.Position--;
        stream.WriteByte((byte)(value ^ 0xFF));
    }
}
