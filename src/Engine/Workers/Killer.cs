using NeptuneAlt.Engine.Chdb;

namespace NeptuneAlt.Engine.Workers;

/// <summary>Cancels statements from a connection of its own, as the one that runs them is busy.</summary>
sealed class Killer(Connection connection)
{
    readonly Lock _turn = new();

    /// <summary>
    /// Kills what runs now under the comment. Asynchronous in the engine: it takes effect within about 40 ms.
    /// </summary>
    public void Kill(string comment)
    {
        lock (_turn)
        {
            var running = connection.Execute(
                $"SELECT query_id FROM system.processes WHERE Settings['log_comment'] = '{comment}'");
            foreach (var id in running.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                connection.Execute($"KILL QUERY WHERE query_id = '{id}' ASYNC");
            }
        }
    }
}
