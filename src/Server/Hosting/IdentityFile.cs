namespace NeptuneAlt.Server.Hosting;

/// <summary>The identity of a server's parts in a folder: the file <c>identity</c>, which has a UUID as its text.</summary>
static class IdentityFile
{
    public static string PathIn(string folder) => Path.Combine(folder, "identity");

    /// <returns><c>null</c> if the folder has none.</returns>
    /// <exception cref="StartException">The file says something else.</exception>
    public static Guid? Read(string folder)
    {
        var path = PathIn(folder);
        if (!File.Exists(path)) return null;
        return Guid.TryParse(File.ReadAllText(path).Trim(), out var id) ? id : throw new StartException(
            $"{path} is damaged: it has the identity of the data folder, a UUID. Bring it back from a backup, or remove it if you know that its folder belongs here: it is made again.");
    }

    /// <summary>Makes the folder and the file, durably.</summary>
    public static void Write(string folder, Guid id)
    {
        Directory.CreateDirectory(folder);
        var fresh = PathIn(folder) + ".new";
        using (var file = new FileStream(fresh, FileMode.Create))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes($"{id}\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, PathIn(folder), overwrite: true);
    }
}
