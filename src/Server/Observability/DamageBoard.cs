using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Observability;

/// <summary>The damage that this server knows of: each is logged once, and health says <c>degraded</c> of its part.
/// </summary>
sealed partial class DamageBoard(ILogger<DamageBoard> logger)
{
    readonly Lock _lock = new();
    readonly HashSet<Damage> _found = [];

    public IReadOnlyList<Damage> All
    {
        get
        {
            lock (_lock) return [.. _found];
        }
    }

    public void Add(Damage damage)
    {
        lock (_lock)
            if (!_found.Add(damage)) return;
        Found(damage.Part, damage);
    }

    public bool IsDamaged(string part)
    {
        lock (_lock) return _found.Any(damage => damage.Part == part);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Damage in the {Part}: {Damage}")]
    partial void Found(string part, Damage damage);
}
