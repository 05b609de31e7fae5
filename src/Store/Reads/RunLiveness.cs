using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Reads;

/// <summary>When a run counts as running.</summary>
public static class RunLiveness
{
    /// <summary>Without a sign of life for so long, a run is idle.</summary>
    public static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(5);

    /// <summary>Runs whose last ping is at least this are running; milliseconds since 1970.</summary>
    public static long RunningSince(DateTimeOffset now) => (now - IdleAfter).ToUnixTimeMilliseconds();

    /// <summary>Whether the attribute is the state, which follows from <see cref="SystemPaths.PingTime"/>.</summary>
    internal static bool IsState(FilterAttribute attribute) => attribute is
        { Path: SystemPaths.State, Type: AttributeType.None or AttributeType.ExperimentState };

    public static bool IsRunning(long pingMillis, DateTimeOffset now) => pingMillis >= RunningSince(now);
}
