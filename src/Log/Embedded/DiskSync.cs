using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NeptuneAlt.Log.Embedded;

/// <summary>Makes names and data durable in ways that the file system API of .NET does not offer.</summary>
static partial class DiskSync
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

    /// <summary>Makes what was written to a file durable. Its times are not: where its space is there already, that spares
    /// the file system's journal.</summary>
    /// <exception cref="IOException">It may not be.</exception>
    public static void Data(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
            RandomAccess.FlushToDisk(file);
        else if (DataSync(file) != 0)
            throw new IOException($"A file cannot be made durable: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <summary>Makes new, changed and removed names in a folder durable.</summary>
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

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
