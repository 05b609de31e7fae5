using NeptuneAlt.Model;

namespace NeptuneAlt.Store;

/// <summary>
/// A file that the statement needs is damaged: neither an outage nor a bug. Repeating does not help; statements that need other
/// parts of the tables are answered as before.
/// </summary>
public sealed class StoreDamagedException(Damage damage, Exception? innerException = null)
    : Exception($"{damage.What} {damage.Cure}", innerException)
{
    public Damage Damage => damage;
}
