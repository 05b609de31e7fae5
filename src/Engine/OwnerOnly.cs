using System.Runtime.InteropServices;

namespace NeptuneAlt.Engine;

/// <summary>What a process makes is for its own user alone: 0700 for folders, 0600 for files.</summary>
public static partial class OwnerOnly
{
    /// <summary>Of the group and of all others, all rights.</summary>
    public const UnixFileMode OthersRights =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Holds for all that this process makes from now on, and the processes that it starts.</summary>
    public static void Begin()
    {
        if (!OperatingSystem.IsWindows()) _ = SetMask((uint)OthersRights);
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint rights);
}
