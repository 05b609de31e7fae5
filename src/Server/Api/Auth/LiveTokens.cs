using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Auth;

/// <summary>Tells whether an API token has been revoked, so that what was signed for it ends too.</summary>
sealed class LiveTokens(CatalogTokens issued, TimeProvider time)
{
    static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(5);

    Snapshot? _snapshot;

    /// <summary>Asks anew at the next request: a token has just been revoked here.</summary>
    public void Renew() => _snapshot = null;

    public async ValueTask<bool> ContainsAsync(Guid id, CancellationToken cancellationToken)
    {
        var known = _snapshot;
        if (known is not null && known.Ids.Contains(id) && time.GetElapsedTime(known.Taken) < AgeMax) return true;

        try
        {
            var taken = time.GetTimestamp();
            var tokens = await issued.ListAsync(cancellationToken);
            var now = new Snapshot([.. tokens.Select(token => token.Id)], taken);
            _snapshot = now;
            return now.Ids.Contains(id);
        }
        catch (CatalogUnavailableException) when (known?.Ids.Contains(id) is true)
        {
            // A refused token is final for the clients, so what was known holds while the catalog is away.
            return true;
        }
    }

    sealed record Snapshot(HashSet<Guid> Ids, long Taken);
}
