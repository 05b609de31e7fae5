using System.Data.Common;
using Dapper;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>Runs the statements of one call to the catalog: those of a read see committed rows, those of a write are one
/// transaction.</summary>
public sealed class Statements
{
    readonly DbConnection _connection;
    readonly DbTransaction? _transaction;
    readonly CancellationToken _cancellationToken;

    internal Statements(DbConnection connection, SqlDialect dialect, CancellationToken cancellationToken) =>
        (_connection, Dialect, _cancellationToken) = (connection, dialect, cancellationToken);

    internal Statements(DbTransaction transaction, SqlDialect dialect, CancellationToken cancellationToken)
        : this(transaction.Connection!, dialect, cancellationToken) => // null only once the transaction has ended
        _transaction = transaction;

    /// <summary>Where the SQL of this database differs from that of the other one.</summary>
    public SqlDialect Dialect { get; }

    /// <summary>All rows, in the order of the query.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null) =>
        (await _connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    /// <summary>The only row. It is a mistake of the caller's if there are none or several.</summary>
    public Task<T> OneAsync<T>(string sql, object? parameters = null) =>
        _connection.QuerySingleAsync<T>(Command(sql, parameters));

    /// <summary>The only row, or <c>null</c> if there is none.</summary>
    public Task<T?> FindAsync<T>(string sql, object? parameters = null) =>
        _connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters));

    /// <returns>How many rows were changed.</returns>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) =>
        _connection.ExecuteAsync(Command(sql, parameters));

    /// <summary>Locks the row of a project until the transaction ends: what belongs to one project changes in turn.</summary>
    /// <returns>Whether there is such a project.</returns>
    public async Task<bool> LockProjectAsync(uint project) =>
        await FindAsync<long?>(
            "SELECT number FROM projects WHERE number = @project" + Dialect.ForUpdate, new { project = (long)project })
        is not null;

    CommandDefinition Command(string sql, object? parameters) =>
        new(sql, parameters, _transaction, cancellationToken: _cancellationToken);
}
