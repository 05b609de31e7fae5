using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Server.Observability;

/// <summary>Asks what a request may need whether it answers.</summary>
sealed class ReadinessChecks(ILog log, CatalogProjects projects, ClickHouse store, DamageBoard damages, RequestBoard? board = null)
{
    public const string Ok = "ok";
    public const string Degraded = "degraded";

    /// <summary>The store answers, but has yet to take in what was acknowledged before the start.</summary>
    public const string Behind = "behind";
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <returns>By part, <see cref="Ok"/> or one word on what is wrong: more is in the server's own logs.</returns>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        var parts = new Dictionary<string, Task<string>>
        {
            ["log"] = AskAsync(() => log.EndAsync(0, timeout.Token)),
            ["catalog"] = AskAsync(() => projects.GetAsync(0, timeout.Token)),
            ["store"] = AskAsync(() => store.QueryAsync("SELECT 1", SqlArguments.None, timeout.Token)),
        };
        await Task.WhenAll(parts.Values);
        var answers = parts.ToDictionary(part => part.Key, part => Judged(part.Key, part.Value.Result));
        if (board?.CatchUp.IsDone == false && answers["store"] is Ok or Degraded) answers["store"] = Behind;
        if (board?.IsStopped == true && answers["store"] == Ok) answers["store"] = Degraded;
        if (damages.IsDamaged("files")) answers["files"] = Degraded;
        return answers;
    }

    /// <summary>A part that serves although some of what it kept is lost.</summary>
    string Judged(string part, string answer) => answer == Ok && damages.IsDamaged(part) ? Degraded : answer;

    static async Task<string> AskAsync(Func<Task> question)
    {
        try
        {
            await question().WaitAsync(Timeout);
            return Ok;
        }
        catch (Exception failure) when (failure is TimeoutException or OperationCanceledException)
        {
            return "slow";
        }
        catch (Exception failure)
            when (failure is LogUnavailableException or CatalogUnavailableException or StoreUnavailableException)
        {
            return "unavailable";
        }
        catch (Exception failure)
            when (failure is StoreException or StoreDamagedException or InvalidOperationException or InvalidDataException)
        {
            return "failed";
        }
    }
}
