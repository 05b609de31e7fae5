using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Finds the numbers under which runs keep their series.</summary>
public sealed class SeriesNumbers(ClickHouse store)
{
    /// <summary>
    /// The series that each run has at each path, as of the last checkpoint. Series that a run only inherits have
    /// number 0.
    /// </summary>
    public async Task<Dictionary<(ulong Run, string Path), StoredSeries>> FindAsync(
        IReadOnlyCollection<ulong> runs, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(ulong, string), StoredSeries>();
        if (runs.Count == 0 || paths.Count == 0) return found;

        // Numbers grow: the greatest is the newest.
        var sql = new SqlText();
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT run, path, any(type) AS of_type, max(series) AS number, argMax(points, version) AS at_least,
                argMax(last_step, version) AS last, argMax(has_preview, version) AS preview
            FROM run_attributes
            WHERE run IN {sql.Bind(runs)} AND path IN {sql.Bind(paths)}
            GROUP BY run, path
            """,
            sql.Arguments, cancellationToken);

        var path = columns.Strings("path");
        for (var i = 0; i < columns.Rows; i++)
        {
            found[(columns.Values<ulong>("run")[i], path.Text(i))] = new StoredSeries(
                (AttributeType)columns.Values<byte>("of_type")[i], columns.Values<uint>("number")[i],
                (long)columns.Values<ulong>("at_least")[i], columns.Values<long>("last")[i],
                columns.Values<byte>("preview")[i] != 0);
        }

        return found;
    }
}

/// <param name="Points">Inherited ones included.</param>
/// <param name="LastStep">Step of the last committed point, in micro-steps; no point stored by now has a higher
/// step.</param>
/// <param name="HasPreview">There is a preview after the last committed point.</param>
public readonly record struct StoredSeries(AttributeType Type, uint Number, long Points, long LastStep, bool HasPreview)
{
    /// <summary>A run that is being written tells of it.</summary>
    public bool IsLive { get; init; }

    public StoredSeries With(in LiveAttribute newer) => this with
    {
        // A series from which points were removed has another number.
        Number = newer.Series > 0 ? newer.Series : Number,
        Points = (long)newer.Points, LastStep = newer.LastStep, HasPreview = newer.HasPreview,
        IsLive = true,
    };
}
