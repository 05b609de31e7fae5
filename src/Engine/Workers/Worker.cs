using System.Threading.Channels;
using NeptuneAlt.Engine.Chdb;

namespace NeptuneAlt.Engine.Workers;

/// <summary>A thread with its own connection, taking jobs for as long as the process lives.</summary>
sealed class Worker(ChannelReader<Job> jobs, Func<Connection> connect, string comment, Killer killer)
{
    readonly Lock _turn = new();
    Job? _running;

    public void Start() => new Thread(Loop) { IsBackground = true, Name = comment }.Start();

    /// <summary>
    /// Kills the job's statement if it runs here now. Holds the turn, so that no other job can be hit.
    /// </summary>
    public void Kill(Job? job)
    {
        lock (_turn)
        {
            if (_running is not null && (job is null || job == _running)) killer.Kill(comment);
        }
    }

    void Loop()
    {
        var connection = new SessionConnection(connect(), comment);
        foreach (var job in jobs.ReadAllAsync().ToBlockingEnumerable())
        {
            lock (_turn) _running = job;
            job.Run(connection);
            lock (_turn) _running = null;
        }
    }
}
