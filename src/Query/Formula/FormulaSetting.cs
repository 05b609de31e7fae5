using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula;

/// <summary>What a request says beside its formulas.</summary>
/// <param name="Baseline">The chart's reference run.</param>
/// <param name="Saved">The formulas of the project by name.</param>
public sealed record FormulaSetting(Run? Baseline, IReadOnlyDictionary<string, string> Saved)
{
    public static FormulaSetting None { get; } = new(null, new Dictionary<string, string>());
}
