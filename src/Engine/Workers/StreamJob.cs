using System.Threading.Channels;
using NeptuneAlt.Engine.Chdb;

namespace NeptuneAlt.Engine.Workers;

/// <summary>A query whose answer is sent while it runs; few chunks are in memory at a time.</summary>
sealed class StreamJob(Session session, Statement statement) : Job(session)
{
    const int ChunksMax = 2;

    readonly Channel<QueryResult> _chunks = Channel.CreateBounded<QueryResult>(ChunksMax);

    /// <summary>Chunks in order; the reader disposes each. After the last one <see cref="Job.Error"/> is set.</summary>
    public ChannelReader<QueryResult> Chunks => _chunks.Reader;

    protected override EngineError? RunIn(Connection connection)
    {
        using var stream = connection.OpenQuery(statement);
        if (EngineError.From(stream.Error) is { } refused) return refused;

        while (true)
        {
            var chunk = stream.Next();
            if (chunk.Length > 0 && chunk.Error is null)
            {
                Send(chunk);
                continue;
            }

            using (chunk) return EngineError.From(chunk.Error);
        }
    }

    protected override void End(EngineError? error) => _chunks.Writer.Complete();

    // The worker's thread is there to be blocked: by a slow client as by the engine.
    void Send(QueryResult chunk)
    {
        try
        {
            _chunks.Writer.WriteAsync(chunk, Cancelled).AsTask().GetAwaiter().GetResult();
        }
        catch
        {
            chunk.Dispose();
            throw;
        }
    }
}
