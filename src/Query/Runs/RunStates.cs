using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Runs;

/// <summary>The state of a run, which is not stored: it follows from the run's last sign of life.</summary>
public sealed class RunStates(TimeProvider time)
{
    public const string Path = SystemPaths.State;

    /// <summary>The paths to read in addition if the state is among the requested ones.</summary>
    internal static IEnumerable<string> PathsFor(IReadOnlySet<string> paths) =>
        paths.Contains(Path) ? [SystemPaths.PingTime] : [];

    /// <summary>
    /// The state as an attribute of its own, <c>running</c> or <c>idle</c>, of each run whose last ping is among the
    /// values.
    /// </summary>
    public IEnumerable<StoredAttribute> Of(IEnumerable<StoredAttribute> values) => values
        .Where(value => value is { Path: SystemPaths.PingTime, Type: AttributeType.Datetime })
        .Select(ping => new StoredAttribute(ping.Run, Path, AttributeType.ExperimentState)
        {
            StringValue = RunLiveness.IsRunning(ping.IntValue, time.GetUtcNow()) ? "running" : "idle",
        });
}
