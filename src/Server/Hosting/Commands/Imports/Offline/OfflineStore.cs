using Microsoft.Data.Sqlite;
using NeptuneAlt.Wire.Ingest;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Offline;

/// <param name="Operation">The bytes of a <c>Run</c> or an <c>UpdateRunSnapshot</c>.</param>
readonly record struct StoredOperation(long Sequence, bool IsCreation, byte[] Operation);

/// <param name="Source">Where the file was on the machine that logged it.</param>
/// <param name="Destination">Where its attribute says that it is on the server.</param>
sealed record StoredUpload(long Id, string Source, string Destination, string Mime);

/// <summary>What an unfinished or offline run of the Python client left on disk: its operations, in an SQLite file. It is only read.
/// </summary>
sealed class OfflineStore : IAsyncDisposable
{
    /// <summary>The one form that there was in released clients.</summary>
    const string Version = "v5";

    const int CreationType = 1;

    readonly SqliteConnection _connection;

    OfflineStore(string path, SqliteConnection connection) => (Path, _connection) = (path, connection);

    public string Path { get; }

    public string Project { get; private set; } = "";

    public string RunId { get; private set; } = "";

    /// <summary>The run that it forks off, if its creation is among the operations.</summary>
    public string? Parent { get; private set; }

    /// <summary>When its first operation was made, in ms since 1970.</summary>
    public long Begun { get; private set; }

    public long Operations { get; private set; }

    public long LastSequence { get; private set; }

    /// <exception cref="InvalidDataException">It is no such store; the message says why.</exception>
    public static async Task<OfflineStore> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        var store = new OfflineStore(path, connection);
        try
        {
            await store.GuardAsync(async () =>
            {
                await connection.OpenAsync(cancellationToken);
                await store.ReadHeadAsync(cancellationToken);
            });
            return store;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Up to so many operations behind a place, in their order.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public async Task<IReadOnlyList<StoredOperation>> OperationsAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var operations = new List<StoredOperation>();
        await GuardAsync(async () =>
        {
            await using var rows = await QueryAsync(
                """
                SELECT sequence_id, operation_type, operation FROM run_operations
                WHERE sequence_id > $after ORDER BY sequence_id LIMIT $limit
                """,
                cancellationToken, ("$after", after), ("$limit", limit));
            while (await rows.ReadAsync(cancellationToken))
                operations.Add(new StoredOperation(rows.GetInt64(0), rows.GetInt32(1) == CreationType, rows.GetFieldValue<byte[]>(2)));
        });
        return operations;
    }

    /// <summary>Files that were still to be sent.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public async Task<IReadOnlyList<StoredUpload>> UploadsAsync(CancellationToken cancellationToken)
    {
        var uploads = new List<StoredUpload>();
        await GuardAsync(async () =>
        {
            await using var rows = await QueryAsync(
                "SELECT id, source_path, destination, mime_type FROM file_upload_requests ORDER BY id", cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
                uploads.Add(new StoredUpload(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3)));
        });
        return uploads;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    async Task ReadHeadAsync(CancellationToken cancellationToken)
    {
        await using (var rows = await QueryAsync("SELECT version, project, run_id FROM metadata", cancellationToken))
        {
            if (!await rows.ReadAsync(cancellationToken)) throw new InvalidDataException($"{Path} does not say of which run it is.");
            if (rows.GetString(0) is var version && version != Version)
                throw new InvalidDataException($"{Path} is a store of the form {version}; only {Version} can be read.");
            (Project, RunId) = (rows.GetString(1), rows.GetString(2));
        }

        await using (var rows = await QueryAsync(
            "SELECT count(*), coalesce(max(sequence_id), 0), coalesce(min(timestamp), 0) FROM run_operations", cancellationToken))
        {
            await rows.ReadAsync(cancellationToken);
            (Operations, LastSequence, Begun) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
        }

        await using var creations = await QueryAsync(
            $"SELECT operation FROM run_operations WHERE operation_type = {CreationType} ORDER BY sequence_id LIMIT 1", cancellationToken);
        if (await creations.ReadAsync(cancellationToken))
            Parent = Run.Parser.ParseFrom(creations.GetFieldValue<byte[]>(0)).ForkPoint?.ParentRunId;
    }

    async Task<SqliteDataReader> QueryAsync(
        string sql, CancellationToken cancellationToken, params (string Name, object Value)[] values)
    {
        // It would take its reader with it, so that it ends with the connection.
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        return await command.ExecuteReaderAsync(cancellationToken);
    }

    async Task GuardAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception failure)
            when (failure is SqliteException or Google.Protobuf.InvalidProtocolBufferException or InvalidCastException)
        {
            throw new InvalidDataException($"{Path} is no whole store of the Python client: {failure.Message}", failure);
        }
    }
}
