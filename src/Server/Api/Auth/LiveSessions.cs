using System.Collections.Concurrent;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Auth;

/// <summary>Tells whether a browser's session was signed out of: its cookie may have been copied before.</summary>
sealed class LiveSessions(CatalogSessions sessions, AuthOptions options, TimeProvider time)
{
    const int KnownMax = 10_000;

    static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<Guid, Answer> _known = new();

    public async Task EndAsync(Guid session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await sessions.EndAsync(session, now + options.SessionLifetime + TimeSpan.FromDays(1), now, cancellationToken);
        _known[session] = new Answer(true, time.GetTimestamp());
    }

    public async ValueTask<bool> ContainsAsync(Guid session, CancellationToken cancellationToken)
    {
        var known = _known.GetValueOrDefault(session);
        if (known is not null && (known.IsEnded || time.GetElapsedTime(known.Asked) < AgeMax)) return !known.IsEnded;

        try
        {
            var asked = time.GetTimestamp();
            var isEnded = await sessions.IsEndedAsync(session, cancellationToken);
            if (_known.Count >= KnownMax) _known.Clear();
            // Signed out of meanwhile, it stays so.
            return !_known.AddOrUpdate(
                session, new Answer(isEnded, asked), (_, old) => new Answer(isEnded || old.IsEnded, asked)).IsEnded;
        }
        catch (CatalogUnavailableException) when (known is not null)
        {
            // While the catalog is unavailable, the last known state applies, as for tokens.
            return true;
        }
    }

    sealed record Answer(bool IsEnded, long Asked);
}
