using System.Runtime.InteropServices;

namespace NeptuneAlt.Server.Hosting.Commands.Verification;

/// <summary>
/// A copy of the store's folder for an engine to work on. Files that the engine never changes once written, which are those of
/// columns and their marks, are links to the same bytes; all else is copied.
/// </summary>
static partial class LinkedTree
{
    static readonly string[] Unchanging = [".bin", ".mrk", ".mrk2", ".mrk3", ".cmrk", ".cmrk2", ".cmrk3", ".mrk4",
        ".cmrk4", ".idx", ".cidx"];

    /// <exception cref="IOException">A file cannot be read, or there is no room for the copies.</exception>
    public static void Make(string from, string to) => Make(from, to, from, to);

    static void Make(string from, string to, string root, string copy)
    {
        Directory.CreateDirectory(to);
        if (!Directory.Exists(from)) return;
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link) File.CreateSymbolicLink(target, Retarget(link, root, copy));
            else if (entry is DirectoryInfo) Make(entry.FullName, target, root, copy);
            else if (entry.Name is "engine.sock" or "engine.lock" or "status") continue;
            else if (!Unchanging.Contains(entry.Extension) || !TryLink(entry.FullName, target)) File.Copy(entry.FullName, target);
        }
    }

    /// <summary>The engine's own links may name the whole path: in the copy they must not lead back.</summary>
    static string Retarget(string link, string root, string copy) =>
        link.StartsWith(root, StringComparison.Ordinal) ? copy + link[root.Length..] : link;

    static bool TryLink(string from, string to) => !OperatingSystem.IsWindows() && Link(from, to) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
