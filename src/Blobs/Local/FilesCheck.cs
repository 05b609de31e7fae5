using NeptuneAlt.Model;

namespace NeptuneAlt.Blobs.Local;

/// <summary>Reads all files of a folder and tells which are not what was uploaded. Files of older versions have nothing to be
/// checked by, and are passed over.</summary>
public static class FilesCheck
{
    /// <param name="folder">Of <see cref="LocalBlobs"/>; it need not be there.</param>
    /// <returns>The damage found, in the order of the files' names.</returns>
    public static async Task<IReadOnlyList<Damage>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var found = new List<Damage>();
        foreach (var part in LocalBlobs.KeptIn(folder).Where(Directory.Exists))
            foreach (var file in Directory.EnumerateFiles(part, "*" + LocalBlobs.CheckedExtension, SearchOption.AllDirectories))
                if (await CheckAsync(file, cancellationToken) is { } damage) found.Add(damage);
        return [.. found.OrderBy(damage => damage.Place, StringComparer.Ordinal)];
    }

    static async Task<Damage?> CheckAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var file = CheckedFile.Open(path);
            await using var content = new CheckedStream(file, 0, long.MaxValue);
            await content.CopyToAsync(Stream.Null, cancellationToken);
            return null;
        }
        catch (BlobDamagedException damaged)
        {
            return damaged.Damage;
        }
        catch (FileNotFoundException)
        {
            return null; // deleted meanwhile
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Damage(
                "files", path, $"It cannot be read: {failure.Message}", "Check the disk; restore the file from a backup.");
        }
    }
}
