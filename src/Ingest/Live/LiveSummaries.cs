using System.Text;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Log;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Ingest.Live;

/// <summary>Asks each process that consumes partitions once, and makes sure that together they know all partitions.</summary>
/// <param name="others">Ways to ask the other processes there are.</param>
public sealed class LiveSummaries(
    LiveRuns own, LiveSummaries.Others others, BlockWriter writer, ILog log, TimeProvider time) : ILiveSummaries
{
    /// <summary>How long a read waits for a partition that is being read back.</summary>
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The calls to make, one a process.</summary>
    public delegate IEnumerable<Task<LiveResult>> Others(LiveQuery question);

    public async Task<IReadOnlyList<LiveAttribute>> ReadAsync(LiveQuery question, CancellationToken cancellationToken)
    {
        if (!question.Paths.Any(MayBeBehind)) return [];

        var started = time.GetTimestamp();
        while (true)
        {
            var answers = await Task.WhenAll(others(question).Prepend(Task.FromResult(own.Read(question))));
            if (await AreAllAsync(answers.SelectMany(answer => answer.Partitions), cancellationToken)) return Join(answers);
            if (time.GetElapsedTime(started) > Timeout)
                throw new StoreUnavailableException(
                    "The newest values of running runs are still being read back from the store. Try again in some seconds.");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    static bool MayBeBehind(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        return !SysPaths.IsSystem(bytes) || SysPaths.IsActivity(bytes);
    }

    /// <summary>Whether the rest of the partitions have all of their summaries in the store.</summary>
    async Task<bool> AreAllAsync(IEnumerable<int> covered, CancellationToken cancellationToken)
    {
        foreach (var partition in Enumerable.Range(0, log.Partitions).Except(covered))
        {
            var progress = await writer.ReadProgressAsync(partition, cancellationToken);
            if (progress.Summarized < progress.Stored) return false;
        }

        return true;
    }

    static List<LiveAttribute> Join(LiveResult[] answers)
    {
        var rows = new List<LiveAttribute>();
        foreach (var answer in answers) rows.AddRange(answer.Rows);
        return rows;
    }
}
