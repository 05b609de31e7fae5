using System.Text.Json;

namespace NeptuneAlt.Store.Parts;

/// <summary>
/// The parts of a data folder's tables at some moment. The engine takes the parts it finds at its start for all there
/// are, so only this list shows that a folder was removed.
/// </summary>
/// <param name="Unfinished">Folders that the engine set aside and that were never reported as stored.</param>
public sealed record PartList(
    IReadOnlyList<StoredTable> Tables, IReadOnlyList<StoredPart> Parts, IReadOnlyList<string> Unfinished)
{
    public static PartList Empty { get; } = new([], [], []);

    /// <summary>Lies next to the engine's files. If it is removed, it is written again from what is there.</summary>
    public static string FileIn(string storeFolder) => Path.Combine(storeFolder, "parts.json");

    /// <returns><c>null</c> if there is no list, or it cannot be read.</returns>
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
