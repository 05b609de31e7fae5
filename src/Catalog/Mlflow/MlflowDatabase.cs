using Dapper;
using Microsoft.Data.Sqlite;

namespace NeptuneAlt.Catalog.Mlflow;

/// <summary>A run in a tracking store of MLflow.</summary>
/// <param name="StartTime">In ms since 1970, as <paramref name="EndTime"/>; <c>null</c>: not said.</param>
public sealed record MlflowRow(
    string RunId, string? Name, string? UserId, string? Status, long? StartTime, long? EndTime, string? LifecycleStage,
    string? ArtifactUri, string ExperimentId, string? Experiment)
{
    /// <summary>For Dapper.</summary>
    MlflowRow()
        : this("", null, null, null, null, null, null, null, "", null)
    {
    }
}

/// <summary>A value of a metric.</summary>
/// <param name="Time">In ms since 1970.</param>
public readonly record struct MlflowValue(string Key, double Value, long Time, long Step);

/// <summary>Reads a tracking store of MLflow that is an SQLite file. It is never written to.</summary>
public sealed class MlflowDatabase
{
    /// <summary>Where its tables hold infinity, which SQL has not.</summary>
    const double InfinityMin = double.MaxValue;

    readonly string _connectionString;

    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public MlflowDatabase(string path)
    {
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ConnectionString;
        Path = path;
        string[] needed = ["runs", "experiments", "metrics", "params", "tags"];
        var tables = Read(sql => sql.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table'").AsList());
        if (needed.FirstOrDefault(name => !tables.Contains(name)) is { } missing)
            throw new InvalidDataException($"{path} is no tracking store of MLflow: it has no table '{missing}'.");
        HasInputs = tables.Contains("inputs");
    }

    public string Path { get; }

    bool HasInputs { get; }

    /// <summary>All runs, those that were deleted, too.</summary>
    public IReadOnlyList<MlflowRow> Runs() => Read(sql => sql.Query<MlflowRow>(
        """
        SELECT r.run_uuid AS RunId, r.name AS Name, r.user_id AS UserId, r.status AS Status, r.start_time AS StartTime,
            r.end_time AS EndTime, CASE WHEN e.lifecycle_stage = 'deleted' THEN 'deleted' ELSE r.lifecycle_stage END AS LifecycleStage,
            r.artifact_uri AS ArtifactUri, CAST(r.experiment_id AS TEXT) AS ExperimentId, e.name AS Experiment
        FROM runs r LEFT JOIN experiments e ON e.experiment_id = r.experiment_id
        ORDER BY r.start_time, r.run_uuid
        """).AsList());

    public IReadOnlyList<(string Key, string Value)> Params(string run) =>
        Pairs("SELECT key, value FROM params WHERE run_uuid = @run ORDER BY key", run);

    public IReadOnlyList<(string Key, string Value)> Tags(string run) =>
        Pairs("SELECT key, coalesce(value, '') FROM tags WHERE run_uuid = @run ORDER BY key", run);

    /// <summary>The values of all metrics, in the order of their times.</summary>
    /// <param name="take">Told of each.</param>
    public void Metrics(string run, Action<MlflowValue> take) => Read(sql =>
    {
        var rows = sql.Query<(string Key, double Value, long Time, long Step, bool IsNaN)>(
            "SELECT key, value, timestamp, step, is_nan FROM metrics WHERE run_uuid = @run ORDER BY timestamp, step, rowid",
            new { run }, buffered: false);
        foreach (var (key, value, time, step, isNaN) in rows)
            take(new MlflowValue(
                key,
                isNaN ? double.NaN
                    : value >= InfinityMin ? double.PositiveInfinity
                    : value <= -InfinityMin ? double.NegativeInfinity
                    : value, time, step));
        return true;
    });

    /// <summary>How many data sets the run says that it read.</summary>
    public long Inputs(string run) => !HasInputs ? 0 : Read(sql => sql.ExecuteScalar<long>(
        "SELECT count(*) FROM inputs WHERE destination_id = @run", new { run }));

    IReadOnlyList<(string, string)> Pairs(string sql, string run) =>
        Read(connection => connection.Query<(string, string)>(sql, new { run }).AsList());

    T Read<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            return read(connection);
        }
        catch (SqliteException failure)
        {
            throw new InvalidDataException($"{Path} cannot be read: {failure.Message}", failure);
        }
    }
}
