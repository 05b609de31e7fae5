namespace NeptuneAlt.Engine.Workers;

/// <summary>One statement on its way through a <see cref="WorkerPool"/>.</summary>
abstract class Job(Session session)
{
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the job, never with an exception.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Why the statement failed, once the job has ended; null: it did not.</summary>
    public EngineError? Error { get; private set; }

    /// <summary>Set once the client has gone.</summary>
    public CancellationToken Cancelled => session.Cancelled;

    /// <summary>Runs on a worker's thread and blocks it.</summary>
    public void Run(SessionConnection connection)
    {
        try
        {
            Error = Cancelled.IsCancellationRequested ? EngineError.Cancelled() : connection.Enter(session);
            Error ??= RunIn(connection.Connection);
        }
        catch (OperationCanceledException)
        {
            Error = EngineError.Cancelled();
        }
        catch (Exception exception)
        {
            Error = EngineError.Unexpected(exception);
        }

        End(Error);
        connection.Leave(session, failed: Error is not null);
        _ended.SetResult();
    }

    /// <returns>The statement's error, or null.</returns>
    protected abstract EngineError? RunIn(Chdb.Connection connection);

    /// <summary>Tells whoever waits for more than the end.</summary>
    protected virtual void End(EngineError? error)
    {
    }
}
