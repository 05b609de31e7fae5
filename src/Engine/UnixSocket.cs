using System.Text;

namespace NeptuneAlt.Engine;

/// <summary>Where the engine listens.</summary>
static class UnixSocket
{
    /// <summary>What <c>sockaddr_un</c> holds beside its closing zero.</summary>
    public const int PathBytesMax = 107;

    /// <summary>
    /// A socket in the data folder, or, where its path would be too long, in a private temporary folder.
    /// </summary>
    /// <returns>The socket, and the temporary folder to delete afterwards or null.</returns>
    public static (string Path, DirectoryInfo? Temporary) For(string dataFolder)
    {
        const string name = "engine.sock";
        var inside = Path.Combine(Path.GetFullPath(dataFolder), name);
        if (Encoding.UTF8.GetByteCount(inside) <= PathBytesMax) return (inside, null);

        // It makes a folder that only this user may enter.
        var temporary = Directory.CreateTempSubdirectory("neptune-engine-");
        return (Path.Combine(temporary.FullName, name), temporary);
    }
}
