using Microsoft.Data.Sqlite;
using NeptuneAlt.Client;
using Xunit;

namespace NeptuneAlt.EndToEnd.Imports;

/// <summary>Stores that the Python client made in offline mode: a fork, whose store comes first by name, and its parent.</summary>
public class OfflineStoreTests
{
    const string Project = "offline/work";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_stores_below_a_folder_come_parents_first_and_go_on_where_they_stopped()
    {
        await using var server = await ServerProcess.StartAsync();
        var folder = CopyTo(Path.Combine(server.Folder, "left", "over"));
        string[] import = ["import", "neptune-store", Path.Combine(server.Folder, "left")];

        var (code, output) = await server.CommandAsync(import);

        Assert.Equal(1, code);
        Assert.Contains("the file /tmp/training/picture.txt is not there any more", output, StringComparison.Ordinal);
        using var client = await NeptuneClient.ConnectAsync(new Uri(server.Address), server.Token, connections: 2, Token);
        var parent = await ImportedRun.ReadAsync(client, Project, $"CUSTOM/{Project}/z-parent");
        Assert.Equal([(0, 1.0), (1, 0.5), (2, 1 / 3.0), (3, 0.25)], (await parent.FloatsAsync("loss")).Select(point => (point.Step, point.Value)));
        Assert.Equal(double.NaN, (await parent.FloatsAsync("nan"))[2].Value);
        Assert.Equal("größe", parent.Value("name").GetString());
        Assert.Equal(1L << 60, parent.Value("n").GetInt64());
        Assert.Equal(["t1", "t2"], parent.Set("sys/tags").Order());
        Assert.Equal("bytes in memory", Text(await parent.FileAsync("blob")));
        var child = await ImportedRun.ReadAsync(client, Project, $"CUSTOM/{Project}/a-child");
        Assert.Equal([(2.5, 12.5), (3, 13), (4, 14)], (await child.FloatsAsync("loss")).Select(point => (point.Step, point.Value)));
        // What a fork takes over from a parent that was there before it.
        Assert.Equal("größe", child.Value("name").GetString());
        Assert.Equal(0.5, child.Number("lr"));

        // What has been logged since stays, though the same folder is sent again.
        using var wire = await WireClient.SignInAsync(server);
        await wire.DoneAsync(await wire.UpdateAsync(Project, "z-parent", new Wire.Ingest.UpdateRunSnapshot
        {
            Assign = { ["lr"] = new Wire.Ingest.Value { Float64 = 7 } },
        }));
        var file = Path.Combine(server.Folder, "picture.txt");
        await File.WriteAllTextAsync(file, "a file beside the script", Token);
        await MoveFileAsync(folder, file);
        (code, output) = await server.CommandAsync(import);

        Assert.True(code == 0, output);
        Assert.Contains("1 stores sent, 1 sent before, 0 incomplete: 0 operations, 1 files", output, StringComparison.Ordinal);
        parent = await ImportedRun.ReadAsync(client, Project, $"CUSTOM/{Project}/z-parent");
        Assert.Equal("a file beside the script", Text(await parent.FileAsync("note")));
        Assert.Equal(7, parent.Number("lr"));

        (code, output) = await server.CommandAsync([.. import, "--delete"]);
        Assert.True(code == 0, output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task What_is_no_store_is_named_and_the_rest_comes()
    {
        await using var server = await ServerProcess.StartAsync();
        var folder = CopyTo(Path.Combine(server.Folder, "left"));
        var torn = Path.Combine(folder, "torn.sqlite3");
        var whole = await File.ReadAllBytesAsync(Stores(folder).First(), Token);
        await File.WriteAllBytesAsync(torn, whole[..9000], Token);
        var other = Path.Combine(folder, "other.sqlite3");
        await File.WriteAllTextAsync(other, "no database at all, but a text that is longer than the head of one would be, by some words.", Token);

        var (code, output) = await server.CommandAsync("import", "neptune-store", folder);
        var (empty, why) = await server.CommandAsync("import", "neptune-store", Directory.CreateDirectory(Path.Combine(server.Folder, "empty")).FullName);

        Assert.Equal(1, code);
        Assert.Contains($"{torn} is no whole store of the Python client", output, StringComparison.Ordinal);
        Assert.Contains($"{other} is no whole store of the Python client", output, StringComparison.Ordinal);
        using var client = await NeptuneClient.ConnectAsync(new Uri(server.Address), server.Token, connections: 2, Token);
        Assert.Equal(["a-child", "z-parent"], (await client.SysIdsAsync(Project, Token)).Keys.Order());
        Assert.Equal(2, empty);
        Assert.Contains("There is no store below", why, StringComparison.Ordinal);
    }

    internal static string CopyTo(string folder)
    {
        var made = Path.Combine(AppContext.BaseDirectory, "neptune-store");
        foreach (var file in Directory.EnumerateFiles(made, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(made, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return folder;
    }

    static IEnumerable<string> Stores(string folder) => Directory.EnumerateFiles(folder, "*.sqlite3", SearchOption.AllDirectories).Order();

    /// <summary>Tells the parent's store that its file is at another place.</summary>
    internal static async Task MoveFileAsync(string folder, string file)
    {
        await using var store = new SqliteConnection($"Data Source={Stores(folder).Last()};Pooling=False");
        await store.OpenAsync(Token);
        await using var command = store.CreateCommand();
        command.CommandText = "UPDATE file_upload_requests SET source_path = $file WHERE is_temporary = 0";
        command.Parameters.AddWithValue("$file", file);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Token));
    }

    static string Text(string hex) => System.Text.Encoding.UTF8.GetString(Convert.FromHexString(hex));
}
