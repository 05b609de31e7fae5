using NeptuneAlt.Model;

namespace NeptuneAlt.Log.Embedded;

/// <summary>Records that were acknowledged are lost, and nobody has agreed to go on without them.</summary>
public sealed class LogDamagedException(IReadOnlyList<Damage> losses) : Exception(string.Join('\n', losses))
{
    public IReadOnlyList<Damage> Losses { get; } = losses;
}
