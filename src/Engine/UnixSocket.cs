using System.Text;

namespace NeptuneAlt.Engine;

/// <summary>Where the engine listens.</summary>
static class UnixSocket
{
    /// <summary>What <c>sockaddr_un</c> holds beside its closing zero.</summary>
    public const int PathBytesMax = 107;

    /// <summary>A socket in the data folder, or, where its path would be too long, in a private temporary folder.</summary>
    public static string PathFor(string dataFolder)
    {
        var inside = Path.Combine(Path.GetFullPath(dataFolder), "engine.sock");
        // CreateTempSubdirectory makes a folder that only this user may enter.
        return Encoding.UTF8.GetByteCount(inside) <= PathBytesMax
            ? inside
            : Path.Combine(Directory.CreateTempSubdirectory("neptune-engine-").FullName, "engine.sock");
    }
}
