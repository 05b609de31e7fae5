using System.Runtime.Versioning;
using NeptuneAlt.Engine;

namespace NeptuneAlt.Server.Hosting;

/// <summary>
/// Takes other users' rights away from what the server keeps: an older version made its files readable by everybody,
/// and a copy may be. Links are not followed, and no folders are touched that the server does not make.
/// </summary>
[UnsupportedOSPlatform("windows")]
sealed partial class ClosedFolder(ILogger<ClosedFolder> logger)
{
    static readonly string[] BlobFolders = ["files", "pieces", "uploads"];

    int _closed;
    string? _left;

    /// <summary>Closes the data folder first, so that its content cannot be reached while the rest is closed.</summary>
    /// <param name="options">Give the folders of data, log, store and files.</param>
    public void Close(ServerOptions options)
    {
        CloseOne(new DirectoryInfo(options.DataFolder));
        foreach (var file in new DirectoryInfo(options.DataFolder).EnumerateFiles().Where(file => file.LinkTarget is null))
            CloseOne(file);
        CloseTree(options.LogFolder);
        CloseTree(options.StoreFolder);
        if (options.Bucket is null) CloseFiles(options.BlobFolder);

        if (_closed > 0) Closed(_closed, options.DataFolder);
        if (_left is not null) Left(_left);
    }

    /// <summary>There may be millions of files: their folder is closed last, and says so of all that is in
    /// it.</summary>
    void CloseFiles(string folder)
    {
        foreach (var part in BlobFolders.Select(name => Path.Combine(folder, name)))
            if (Directory.Exists(part) && IsOpen(new DirectoryInfo(part))) CloseTree(part);
        if (File.Exists(IdentityFile.PathIn(folder))) CloseOne(new FileInfo(IdentityFile.PathIn(folder)));
        if (Directory.Exists(folder)) CloseOne(new DirectoryInfo(folder));
    }

    /// <summary>Closes the folder after what is in it.</summary>
    /// <param name="folder">May be a link to one.</param>
    void CloseTree(string folder)
    {
        if (!Directory.Exists(folder)) return;

        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is not null) continue;
            if (entry is DirectoryInfo) CloseTree(entry.FullName);
            else CloseOne(entry);
        }

        CloseOne(new DirectoryInfo(folder));
    }

    static bool IsOpen(FileSystemInfo entry) => (entry.UnixFileMode & OwnerOnly.OthersRights) != 0;

    void CloseOne(FileSystemInfo entry)
    {
        try
        {
            var mode = File.GetUnixFileMode(entry.FullName); // of what a link leads to
            if ((mode & OwnerOnly.OthersRights) == 0) return;

            // A folder that everybody keeps files in, such as /tmp, is not the server's to close.
            if (mode.HasFlag(UnixFileMode.StickyBit))
            {
                _left ??= entry.FullName;
                return;
            }

            File.SetUnixFileMode(entry.FullName, mode & ~OwnerOnly.OthersRights);
            _closed++;
        }
        catch (UnauthorizedAccessException)
        {
            _left ??= entry.FullName; // another user's
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Such as a journal that another process has just ended.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Count} files and folders of {Folder} could be read by other users of this machine; now they cannot. If somebody may have "
        + "read them, revoke the API tokens, and empty the file catalog.keys while the server is stopped: that ends all sessions")]
    partial void Closed(int count, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Path} can be read by other users of this machine, and is not the server's to close: give it a folder of its own user's")]
    partial void Left(string path);
}
