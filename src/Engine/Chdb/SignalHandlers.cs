using System.Runtime;
using System.Runtime.InteropServices;

namespace NeptuneAlt.Engine.Chdb;

/// <summary>
/// Keeps the runtime's signal handlers. When chDB boots it takes over SIGRTMIN (34), which the runtime uses to stop
/// threads for a garbage collection: left like that, the next collection never ends.
/// </summary>
static unsafe partial class SignalHandlers
{
    // ILL, TRAP, ABRT, BUS, FPE, SEGV, TSTP, SYS, RTMIN: what chDB may touch. Restoring any other signal would
    // undo what .NET itself sets up in the meantime.
    static readonly int[] s_touched = [4, 5, 6, 7, 8, 11, 20, 31, 34];

    const int ActionBytes = 256;
    const long QuietBytes = 64 << 20;

    /// <summary>Runs the first connect so that every handler is afterwards what it was before.</summary>
    public static T Kept<T>(Func<T> boot)
    {
        var before = stackalloc byte[ActionBytes * s_touched.Length];

        // A collection between chDB's change and its undoing would deadlock.
        var quiet = GC.TryStartNoGCRegion(QuietBytes);
        for (var i = 0; i < s_touched.Length; i++) _ = sigaction(s_touched[i], null, before + (i * ActionBytes));

        ChdbApi.chdb_set_signal_handlers_enabled(0);
        var result = boot();

        var now = stackalloc byte[ActionBytes];
        for (var i = 0; i < s_touched.Length; i++)
        {
            var old = before + (i * ActionBytes);
            new Span<byte>(now, ActionBytes).Clear();
            _ = sigaction(s_touched[i], null, now);
            // The handler is the first field of the structure.
            if (*(nint*)now != *(nint*)old) _ = sigaction(s_touched[i], old, null);
        }

        if (quiet && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        return result;
    }

    /// <summary>
    /// Ends the process at once. The C++ exit handlers of chDB crash or hang while threads still use it.
    /// </summary>
    public static void ExitNow(int code) => _exit(code);

    [LibraryImport("libc")]
    public static partial int sigaction(int signal, void* action, void* old);

    [LibraryImport("libc")]
    public static partial void _exit(int code);

    [LibraryImport("libc")]
    public static partial int setsid();
}
