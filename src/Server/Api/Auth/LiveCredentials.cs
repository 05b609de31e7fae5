using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Auth;

/// <summary>Tells whether what a caller came in by still holds, and ends requests that outlast it.</summary>
sealed class LiveCredentials(LiveTokens tokens, LiveSessions sessions, LocalAccess localAccess, TimeProvider time)
{
    /// <summary>Together with the age of cached credentials, less than the 10 seconds that are promised.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(4);

    public async ValueTask<bool> ContainsAsync(Credential credential, CancellationToken cancellationToken) =>
        (credential.Token is { } token
            ? await tokens.ContainsAsync(token, cancellationToken)
            : localAccess.AdmitsWithoutToken)
        && (credential.Session is not { } session || await sessions.ContainsAsync(session, cancellationToken));

    /// <summary>Breaks the connection off once the credential has ended: for streams, and files of any size.</summary>
    public void EndWith(Credential credential, HttpContext context)
    {
        if (credential == default) return;
        context.Response.RegisterForDisposeAsync(new Watch(this, credential, context));
    }

    sealed class Watch : IAsyncDisposable
    {
        readonly CancellationTokenSource _done = new();
        readonly Task _watching;

        public Watch(LiveCredentials live, Credential credential, HttpContext context) =>
            _watching = WatchAsync(live, credential, context);

        /// <summary>After this, the context may serve another request.</summary>
        public async ValueTask DisposeAsync()
        {
            await _done.CancelAsync();
            await _watching;
            _done.Dispose();
        }

        async Task WatchAsync(LiveCredentials live, Credential credential, HttpContext context)
        {
            using var timer = new PeriodicTimer(Interval, live.Time);
            try
            {
                while (await timer.WaitForNextTickAsync(_done.Token))
                    if (!await IsLiveAsync(live, credential))
                    {
                        context.Abort();
                        return;
                    }
            }
            catch (OperationCanceledException) when (_done.IsCancellationRequested)
            {
                // The request has ended by itself.
            }
        }

        async Task<bool> IsLiveAsync(LiveCredentials live, Credential credential)
        {
            try
            {
                return await live.ContainsAsync(credential, _done.Token);
            }
            catch (CatalogUnavailableException)
            {
                return true; // Asked again at the next turn.
            }
        }
    }

    TimeProvider Time => time;
}
