using System.Text;

namespace NeptuneAlt.Engine.Chdb;

/// <summary>
/// One chDB connection. It runs one statement at a time and blocks the thread that calls, so each belongs to one
/// worker thread. It is never closed: closing the last one would tear the engine down.
/// </summary>
sealed unsafe class Connection
{
    readonly void* _connection;

    /// <exception cref="EngineStartException">chDB refused; it has written the reason to standard error.</exception>
    public Connection(IReadOnlyList<string> arguments)
    {
        using var argv = new Utf8Pointers(["chdb", .. arguments]);
        var handle = ChdbApi.chdb_connect(arguments.Count + 1, argv.Pointers);
        if (handle is null)
        {
            throw new EngineStartException(StartFailure.CannotOpen);
        }

        _connection = *handle;
    }

    /// <summary>
    /// Runs a statement and gathers its whole answer. The caller disposes the result, errors included.
    /// </summary>
    public QueryResult Query(Statement statement) => new(Start(statement, streaming: false));

    /// <summary>Runs a statement that is not expected to fail.</summary>
    /// <returns>The answer as text.</returns>
    /// <exception cref="InvalidOperationException">The engine's error.</exception>
    public string Execute(string sql)
    {
        using var result = Query(new Statement(sql));
        if (result.Error is { } error) throw new InvalidOperationException(error);

        var text = new StringBuilder();
        foreach (var piece in result.Pieces()) text.Append(Encoding.UTF8.GetString(piece.Span));
        return text.ToString();
    }

    public QueryStream OpenQuery(Statement statement) => new(_connection, Start(statement, streaming: true));

    /// <summary>Opens an INSERT whose data follows. Its text has no FORMAT: that is the statement's format.</summary>
    public InsertStream OpenInsert(Statement statement)
    {
        using var text = new Utf8Pointers([statement.Sql, statement.Format]);
        using var names = new Utf8Pointers([.. statement.Parameters.Select(parameter => parameter.Key)]);
        using var values = new Utf8Pointers([.. statement.Parameters.Select(parameter => parameter.Value)]);
        return new(ChdbApi.chdb_stream_insert_with_params_n(
            _connection, text.Pointers[0], text.Lengths[0], text.Pointers[1], text.Lengths[1],
            names.Pointers, names.Lengths, values.Pointers, values.Lengths, (nuint)statement.Parameters.Count));
    }

    void* Start(Statement statement, bool streaming)
    {
        using var text = new Utf8Pointers([statement.Sql, statement.Format]);
        using var names = new Utf8Pointers([.. statement.Parameters.Select(parameter => parameter.Key)]);
        using var values = new Utf8Pointers([.. statement.Parameters.Select(parameter => parameter.Value)]);
        var count = (nuint)statement.Parameters.Count;
        return streaming
            ? ChdbApi.chdb_stream_query_with_params_n(
                _connection, text.Pointers[0], text.Lengths[0], text.Pointers[1], text.Lengths[1],
                names.Pointers, names.Lengths, values.Pointers, values.Lengths, count)
            : ChdbApi.chdb_query_with_params_n(
                _connection, text.Pointers[0], text.Lengths[0], text.Pointers[1], text.Lengths[1],
                names.Pointers, names.Lengths, values.Pointers, values.Lengths, count);
    }
}
