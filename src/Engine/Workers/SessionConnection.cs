using NeptuneAlt.Engine.Chdb;

namespace NeptuneAlt.Engine.Workers;

/// <summary>A worker's connection, which remembers the database that it stands in.</summary>
/// <param name="comment">Set as <c>log_comment</c> on all statements: the name by which they are found to be
/// killed.</param>
sealed class SessionConnection(Connection connection, string comment)
{
    string _database = "default";

    public Connection Connection => connection;

    public string Comment => comment;

    /// <summary>Moves into the session's database and applies its settings.</summary>
    /// <returns>The engine's error, or null.</returns>
    public EngineError? Enter(Session session)
    {
        if (session.Database != _database)
        {
            if (Run($"USE {SqlText.Identifier(session.Database)}") is { } refused) return refused;
            _database = session.Database;
        }

        return session.Settings.Count == 0 ? null : Run($"SET {SqlText.Assignments(session.Settings)}");
    }

    public void Leave(Session session, bool failed)
    {
        // A failed statement stays among the running ones, with what it holds, until the connection's next one.
        if (failed && session.Settings.Count == 0) Run("SELECT 1");
        foreach (var (name, _) in session.Settings) Run($"SET {name} = DEFAULT");
    }

    EngineError? Run(string sql)
    {
        using var result = connection.Query(new Statement(sql));
        return EngineError.From(result.Error);
    }
}
