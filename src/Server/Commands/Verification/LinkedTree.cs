using System.Runtime.InteropServices;

namespace NeptuneAlt.Server.Commands.Verification;

/// <summary>
/// A copy of the store's folder for an engine to work on. Files that the engine never changes once written, which are those of
/// columns and their marks, are links to the same bytes; all else is copied.
/// </summary>
static partial class LinkedTree
{
    static readonly string[] Unchanging = [".bin", ".mrk", ".mrk2", ".mrk3", ".cmrk", ".cmrk2", ".cmrk3", ".mrk4",
        ".cmrk4", ".idx", ".cidx"];

    /// <exception cref="IOException">A file cannot be read, or there is no room for the copies.</exception>
    public static void Make(string from, string to)
    {
        Directory.CreateDirectory(to);
        if (!Directory.Exists(from)) return;
        foreach (var folder in Directory.EnumerateDirectories(from)) Make(folder, Path.Combine(to, Path.GetFileName(folder)));
        foreach (var file in new DirectoryInfo(from).EnumerateFiles())
        {
            if (file.Name is "engine.sock" or "engine.lock" or "status") continue;
            var target = Path.Combine(to, file.Name);
            if (file.LinkTarget is { } link) File.CreateSymbolicLink(target, link);
            else if (!Unchanging.Contains(file.Extension) || !TryLink(file.FullName, target)) file.CopyTo(target);
        }
    }

    static bool TryLink(string from, string to) => !OperatingSystem.IsWindows() && Link(from, to) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
