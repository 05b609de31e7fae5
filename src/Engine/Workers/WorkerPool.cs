using System.Threading.Channels;
using NeptuneAlt.Engine.Chdb;

namespace NeptuneAlt.Engine.Workers;

/// <summary>A fixed number of workers behind a bounded queue.</summary>
sealed class WorkerPool
{
    const int WaitingMax = 512;
    static readonly TimeSpan s_killAgainAfter = TimeSpan.FromMilliseconds(50);

    readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(WaitingMax);
    readonly Worker[] _workers;

    /// <param name="connect">Opens a connection whose statements carry the given comment.</param>
    public WorkerPool(string name, int workers, Func<string, Connection> connect, Killer killer)
    {
        _workers = [.. Enumerable.Range(0, workers).Select(Make)];
        foreach (var worker in _workers) worker.Start();

        Worker Make(int number)
        {
            var comment = $"{name}-{number}";
            return new Worker(_jobs.Reader, () => connect(comment), comment, killer);
        }
    }

    /// <summary>Queues the job, and kills its statement if its client goes away.</summary>
    /// <returns>False if the queue is full.</returns>
    public bool TryAdd(Job job)
    {
        if (!_jobs.Writer.TryWrite(job)) return false;
        _ = KillWhenCancelledAsync(job);
        return true;
    }

    public void KillAll()
    {
        foreach (var worker in _workers) worker.Kill(null);
    }

    async Task KillWhenCancelledAsync(Job job)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (job.Cancelled.Register(cancelled.SetResult))
        {
            await Task.WhenAny(job.Ended, cancelled.Task);
        }

        // The statement may not be known to the engine yet, so one try may miss it.
        while (!job.Ended.IsCompleted)
        {
            foreach (var worker in _workers) worker.Kill(job);
            await Task.WhenAny(job.Ended, Task.Delay(s_killAgainAfter, CancellationToken.None));
        }
    }
}
