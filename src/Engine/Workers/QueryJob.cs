using NeptuneAlt.Engine.Chdb;

namespace NeptuneAlt.Engine.Workers;

/// <summary>
/// A statement whose answer is gathered whole before any of it is sent, so that its status is the truth.
/// </summary>
sealed class QueryJob(Session session, Statement statement) : Job(session), IDisposable
{
    QueryResult? _result;

    /// <summary>The answer, once the job has ended without an error.</summary>
    public QueryResult Result => _result ?? throw new InvalidOperationException("The statement has no answer.");

    public void Dispose() => _result?.Dispose();

    protected override EngineError? RunIn(Connection connection)
    {
        _result = connection.Query(statement);
        return EngineError.From(_result.Error);
    }
}
