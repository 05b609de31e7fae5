using System.Runtime.InteropServices;

namespace NeptuneAlt.Model;

/// <summary>Makes a created, renamed or removed name durable: .NET flushes files, but not the folders that list them.
/// </summary>
public static partial class FolderSync
{
    const int OpenReadOnly = 0;

    /// <exception cref="IOException">The name may not be durable.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return; // NTFS journals names

        var descriptor = Open(folder, OpenReadOnly);
        if (descriptor < 0) throw Failed(folder);
        try
        {
            if (Fsync(descriptor) != 0) throw Failed(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    static IOException Failed(string folder) =>
        new($"Flushing the folder {folder} failed: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
