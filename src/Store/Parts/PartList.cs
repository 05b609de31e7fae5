using System.Text.Json;

namespace NeptuneAlt.Store.Parts;

/// <summary>
/// What the tables of a data folder consisted of at some moment. The engine takes what it finds at its start for all there is,
/// so a folder that was removed is missed by nobody but this list.
/// </summary>
/// <param name="Unfinished">Folders that the engine set aside and that were never reported as stored.</param>
public sealed record PartList(
    IReadOnlyList<StoredTable> Tables, IReadOnlyList<StoredPart> Parts, IReadOnlyList<string> Unfinished)
{
    public static PartList Empty { get; } = new([], [], []);

    /// <summary>Beside what the engine keeps; removed, it is made anew of what is there.</summary>
    public static string FileIn(string storeFolder) => Path.Combine(storeFolder, "parts.json");

    /// <returns><c>null</c> if there is none, or none that can be read.</returns>
    public static PartList? Read(string storeFolder)
    {
        try
        {
            using var file = File.OpenRead(FileIn(storeFolder));
            return JsonSerializer.Deserialize<PartList>(file) is { Tables: not null, Parts: not null, Unfinished: not null } list
                ? list
                : null;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file as a whole, so that a crash leaves the old list or the new one.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Write(string storeFolder)
    {
        var file = FileIn(storeFolder);
        var draft = file + ".new";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, this);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file, overwrite: true);
    }
}
