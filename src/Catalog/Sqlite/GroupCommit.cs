using System.Data.Common;
using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;

namespace NeptuneAlt.Catalog.Sqlite;

/// <summary>
/// Runs writes one after another on one connection and commits as many together as have come meanwhile: the disk is waited
/// for once a group, so a thousand new runs cost few waits. Each write has a savepoint, so one that fails takes back only
/// itself.
/// </summary>
sealed class GroupCommit : IAsyncDisposable
{
    const int GroupMax = 256;
    const string Savepoint = "write";

    readonly Channel<Write> _queue = Channel.CreateUnbounded<Write>(new UnboundedChannelOptions { SingleReader = true });
    readonly string _connectionString;
    readonly Task _loop;
    SqliteConnection? _connection;

    public GroupCommit(string connectionString)
    {
        _connectionString = connectionString;
        // SQLite's calls block, and a commit waits for the disk: not on the caller's thread.
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Runs a write; when the call returns, it is on the disk.</summary>
    /// <exception cref="SqliteException">It was not written.</exception>
    public async Task<T> RunAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken)
    {
        var result = default(T);
        var queued = new Write(async transaction => result = await write(transaction), cancellationToken);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(queued), this);

        await queued.Done.Task;
        return result!; // Set by the write, which has run.
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        if (_connection is not null) await _connection.DisposeAsync();
    }

    async Task LoopAsync()
    {
        var group = new List<Write>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < GroupMax && _queue.Reader.TryRead(out var write)) group.Add(write);
            try
            {
                await CommitAsync(group);
            }
            catch (Exception exception)
            {
                // Nothing of the group was committed, and each of its callers is told so.
                foreach (var write in group) write.Done.TrySetException(exception);
            }
        }
    }

    async Task CommitAsync(List<Write> group)
    {
        _connection ??= await OpenAsync();
        await using var transaction = _connection.BeginTransaction(deferred: false);
        var failures = new Exception?[group.Count];
        for (var i = 0; i < group.Count; i++)
        {
            transaction.Save(Savepoint);
            try
            {
                group[i].CancellationToken.ThrowIfCancellationRequested();
                await group[i].RunAsync(transaction);
                transaction.Release(Savepoint);
            }
            catch (Exception exception)
            {
                failures[i] = exception;
                transaction.Rollback(Savepoint);
                transaction.Release(Savepoint);
            }
        }

        await transaction.CommitAsync(CancellationToken.None);
        for (var i = 0; i < group.Count; i++)
        {
            if (failures[i] is { } failure) group[i].Done.TrySetException(failure);
            else group[i].Done.TrySetResult();
        }
    }

    async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    sealed record Write(Func<DbTransaction, Task> RunAsync, CancellationToken CancellationToken)
    {
        // The waiting callers go on elsewhere: the loop is for writes alone.
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
