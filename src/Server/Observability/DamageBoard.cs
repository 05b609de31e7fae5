using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Observability;

/// <summary>The damage that this server knows of: each is logged once, and health says <c>degraded</c> of its part.
/// </summary>
sealed partial class DamageBoard(ILogger<DamageBoard> logger)
{
    readonly Lock _lock = new();
    readonly Dictionary<(string Part, string Place), Damage> _found = [];

    public IReadOnlyList<Damage> All
    {
        get
        {
            lock (_lock) return [.. _found.Values];
        }
    }

    /// <summary>For each place the first report counts.</summary>
    public void Add(Damage damage)
    {
        lock (_lock)
            if (!_found.TryAdd((damage.Part, damage.Place), damage)) return;
        Found(damage.Part, damage);
    }

    public bool Knows(Damage damage)
    {
        lock (_lock) return _found.ContainsKey((damage.Part, damage.Place));
    }

    public bool IsDamaged(string part)
    {
        lock (_lock) return _found.Keys.Any(key => key.Part == part);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Damage in the {Part}: {Damage}")]
    partial void Found(string part, Damage damage);
}
