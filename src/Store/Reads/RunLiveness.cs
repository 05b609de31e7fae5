using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Reads;

/// <summary>When a run counts as running.</summary>
public static class RunLiveness
{
    /// <summary>Where users look for the state; no row has this path.</summary>
    public const string StatePath = "sys/state";

    /// <summary>The attribute that it follows from: when the run last wrote.</summary>
    public const string PingPath = "sys/ping_time";

    /// <summary>Without a sign of life for so long, a run is idle.</summary>
    public static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(5);

    /// <summary>Runs whose last ping is at least this are running; milliseconds since 1970.</summary>
    public static long RunningSince(DateTimeOffset now) => (now - IdleAfter).ToUnixTimeMilliseconds();

    /// <summary>Whether the attribute is the state, which follows from <see cref="PingPath"/>.</summary>
    internal static bool IsState(FilterAttribute attribute) => attribute is
        { Path: StatePath, Type: AttributeType.None or AttributeType.ExperimentState };

    public static bool IsRunning(long pingMillis, DateTimeOffset now) => pingMillis >= RunningSince(now);
}
