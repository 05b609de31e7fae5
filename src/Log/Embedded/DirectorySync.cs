using System.Runtime.InteropServices;

namespace NeptuneAlt.Log.Embedded;

/// <summary>Makes new and removed names of a folder durable, which the file system API of .NET does not offer.</summary>
static partial class DirectorySync
{
    const int ReadOnly = 0;

    /// <summary>Makes a folder, and those above it, where they are missing; their names are durable on return.</summary>
    public static void Create(string folder)
    {
        if (Directory.Exists(folder)) return;

        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (parent is null) return;
        Create(parent);
        Directory.CreateDirectory(folder);
        Sync(parent);
    }

    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows()) return;

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0) throw new IOException($"Cannot open the folder {folder} to make it durable.");
        try
        {
            if (Fsync(descriptor) != 0) throw new IOException($"Cannot make the folder {folder} durable.");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
