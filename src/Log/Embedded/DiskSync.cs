using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NeptuneAlt.Model;

namespace NeptuneAlt.Log.Embedded;

/// <summary>Makes names and data durable in ways that the file system API of .NET does not offer.</summary>
static partial class DiskSync
{
    /// <summary>Makes a folder, and those above it, where they are missing; their names are durable on return.</summary>
    public static void Create(string folder)
    {
        if (Directory.Exists(folder)) return;

        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (parent is null) return;
        Create(parent);
        Directory.CreateDirectory(folder);
        FolderSync.Flush(parent);
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

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle file);
}
