namespace NeptuneAlt.Unit;

/// <summary>Marks tests that take more than a moment: they start an engine, a database or a cluster, or wait for time to pass.
/// All others are run by <c>--filter-not-trait speed=slow</c>.</summary>
static class Speed
{
    public const string Name = "speed";
    public const string Slow = "slow";
}
