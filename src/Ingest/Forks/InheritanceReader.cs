using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Ingest.Forks;

/// <summary>Reads from the store what a fork inherits: its parent's attributes, and the ancestors' series up to each fork.</summary>
sealed class InheritanceReader(CatalogRuns runs, ClickHouse store)
{
    const string FloatSql = """
        SELECT a.path AS path, p.last_step AS last_step, p.last_ts AS last_ts, p.last AS last, p.points AS points,
               p.finite AS finite, p.min AS min, p.max AS max, p.total AS total,
               p.large_total AS large_total, p.m2 AS m2
        FROM (SELECT series, max(step) AS last_step, argMax(ts, step) AS last_ts, argMax(value, step) AS last,
                     count() AS points, countIf(isFinite(value)) AS finite, minIf(value, isFinite(value)) AS min,
                     maxIf(value, isFinite(value)) AS max, sumIf(value, isFinite(value)) AS total,
                     sumIf(value / 18446744073709551616., isFinite(value)) AS large_total,
                     varPopStableIf(value, isFinite(value)) * finite AS m2
              FROM points WHERE run = {run:UInt64} AND step <= {to:Int64} AND off < {before:UInt64} GROUP BY series) AS p
        INNER JOIN (SELECT path, series FROM run_attributes FINAL
                    WHERE run = {run:UInt64} AND type = 8 AND series > 0) AS a ON a.series = p.series
        """;

    const string StringSql = """
        SELECT a.path AS path, p.last_step AS last_step, p.last_ts AS last_ts, p.last AS last, p.points AS points
        FROM (SELECT series, max(step) AS last_step, argMax(ts, step) AS last_ts, argMax(value, step) AS last,
                     count() AS points
              FROM strings WHERE run = {run:UInt64} AND step <= {to:Int64} AND off < {before:UInt64} GROUP BY series) AS p
        INNER JOIN (SELECT path, series FROM run_attributes FINAL
                    WHERE run = {run:UInt64} AND type = 9 AND series > 0) AS a ON a.series = p.series
        """;

    const string HistogramSql = """
        SELECT a.path AS path, p.last_step AS last_step, p.last_ts AS last_ts, p.points AS points
        FROM (SELECT series, max(step) AS last_step, argMax(ts, step) AS last_ts, count() AS points
              FROM histograms WHERE run = {run:UInt64} AND step <= {to:Int64} AND off < {before:UInt64} GROUP BY series) AS p
        INNER JOIN (SELECT path, series FROM run_attributes FINAL
                    WHERE run = {run:UInt64} AND type = 10 AND series > 0) AS a ON a.series = p.series
        """;

    const string FileSql = """
        SELECT a.path AS path, p.last_step AS last_step, p.last_ts AS last_ts, p.last AS last, p.size AS size,
               p.mime AS mime, p.points AS points
        FROM (SELECT series, max(step) AS last_step, argMax(ts, (step, off, seq)) AS last_ts,
                     argMax(path, (step, off, seq)) AS last, argMax(files.size, (step, off, seq)) AS size,
                     argMax(files.mime, (step, off, seq)) AS mime, count() AS points
              FROM files WHERE run = {run:UInt64} AND step <= {to:Int64} AND off < {before:UInt64} GROUP BY series) AS p
        INNER JOIN (SELECT path, series FROM run_attributes FINAL
                    WHERE run = {run:UInt64} AND type = 11 AND series > 0) AS a ON a.series = p.series
        """;

    /// <summary>The run and its ancestors, the run first.</summary>
    public async Task<IReadOnlyList<Run>> AncestryAsync(Run run, CancellationToken cancellationToken) =>
        (await runs.AncestryAsync([run.Number], cancellationToken)).GetValueOrDefault(run.Number) ?? [run];

    /// <summary>The parent's values: always its tags and description; its own attributes if configs are inherited.</summary>
    public async Task<IReadOnlyList<AttributeRow>> AtomsAsync(
        ulong parent, bool configs, CancellationToken cancellationToken)
    {
        var rows = await AttributeRows.ReadAsync(store, parent, cancellationToken);
        return [.. rows.Where(row => !row.Type.IsSeries() && SysPaths.IsInherited(row.Path)
            && (configs || SysPaths.IsSystem(row.Path)))];
    }

    /// <summary>Values of ancestors that came too late for the run to take over at its creation, the nearest first.</summary>
    /// <param name="ancestry">The run first.</param>
    public async Task<IReadOnlyList<AttributeRow>> LateAtomsAsync(
        IReadOnlyList<Run> ancestry, CancellationToken cancellationToken)
    {
        var late = new List<AttributeRow>();
        var configs = true;
        foreach (var (child, parent) in ancestry.Zip(ancestry.Skip(1)))
        {
            configs &= child.Fork!.InheritsConfigs;
            if (child.Fork.IsLate) late.AddRange(await AtomsAsync(parent.Number, configs, cancellationToken));
        }

        return late;
    }

    /// <summary>For how long the runs of an experiment have run, as the given one of them has it, in seconds.</summary>
    public async Task<double> ExperimentSecondsAsync(ulong run, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT float_value FROM run_attributes FINAL
            WHERE run = {run:UInt64} AND path = 'sys/experiment/running_time_seconds'
            """;
        var columns = await store.QueryAsync(sql, new SqlArguments().Add("run", run), cancellationToken);
        return columns.Rows > 0 ? columns.Values<double>("float_value")[0] : 0;
    }

    /// <summary>Summaries of the series as they are stitched from the ancestors' points up to each fork.</summary>
    /// <param name="ownBefore">Also the run's own points from before this offset, all of which must be in the store;
    /// later ones may be, from before a restart. 0: none.</param>
    public async Task<IReadOnlyList<AttributeRow>> SeriesAsync(
        Run run, long ownBefore, CancellationToken cancellationToken)
    {
        var ancestry = await AncestryAsync(run, cancellationToken);
        var stitched = new Dictionary<(string, AttributeType), AttributeRow>();
        foreach (var (number, to) in Segments(ancestry, ownBefore > 0))
            foreach (var (path, row) in await SegmentAsync(
                number, to, number == run.Number ? (ulong)ownBefore : ulong.MaxValue, cancellationToken))
                stitched[(path, row.Type)] = stitched.TryGetValue((path, row.Type), out var earlier) ? Join(earlier, row) : row;
        return [.. stitched.Values];
    }

    /// <summary>Root first: each ancestor and the last step that the run inherits of it.</summary>
    static IEnumerable<(ulong Run, long To)> Segments(IReadOnlyList<Run> ancestry, bool includeOwn)
    {
        var segments = new List<(ulong, long)>();
        var to = long.MaxValue;
        foreach (var run in ancestry)
        {
            if (run != ancestry[0] || includeOwn) segments.Add((run.Number, to));
            to = Math.Min(to, run.Fork?.Step.Micros ?? long.MaxValue);
        }

        segments.Reverse();
        return segments;
    }

    static AttributeRow Join(in AttributeRow earlier, in AttributeRow later)
    {
        var summary = earlier.Summary;
        summary.Append(later.Summary);
        return later with { Summary = summary };
    }

    async Task<List<(string Path, AttributeRow Row)>> SegmentAsync(
        ulong run, long to, ulong before, CancellationToken cancellationToken)
    {
        var rows = new List<(string, AttributeRow)>();
        await ReadAsync(FloatSql, AttributeType.FloatSeries);
        await ReadAsync(StringSql, AttributeType.StringSeries);
        await ReadAsync(HistogramSql, AttributeType.HistogramSeries);
        await ReadAsync(FileSql, AttributeType.FileRefSeries);
        return rows;

        async Task ReadAsync(string sql, AttributeType type)
        {
            var columns = await store.QueryAsync(
                sql, new SqlArguments().Add("run", run).Add("to", to).Add("before", before), cancellationToken);
            for (var i = 0; i < columns.Rows; i++) rows.Add((columns.Strings("path").Text(i), Row(columns, i, type)));
        }
    }

    static AttributeRow Row(Columns columns, int i, AttributeType type)
    {
        var isFloat = type == AttributeType.FloatSeries;
        var summary = new SeriesSummary
        {
            LastStep = columns.Values<long>("last_step")[i],
            LastTime = columns.Values<long>("last_ts")[i],
            Points = (long)columns.Values<ulong>("points")[i],
        };
        if (isFloat && columns.Values<ulong>("finite")[i] > 0)
        {
            summary.Finite = (long)columns.Values<ulong>("finite")[i];
            summary.Min = columns.Values<double>("min")[i];
            summary.Max = columns.Values<double>("max")[i];
            summary.Total = columns.Values<double>("total")[i];
            summary.IsTotalLarge = !double.IsFinite(summary.Total);
            if (summary.IsTotalLarge) summary.Total = columns.Values<double>("large_total")[i];
            // The engine's way comes to NaN where a difference of two values is beyond the range: so are the squares.
            var m2 = columns.Values<double>("m2")[i];
            summary.SquaredDeviations = double.IsNaN(m2) ? double.PositiveInfinity : Math.Max(0, m2);
        }

        return new AttributeRow
        {
            Path = columns.Strings("path")[i].ToArray(),
            Type = type,
            Float = isFloat ? columns.Values<double>("last")[i] : 0,
            Int = type == AttributeType.FileRefSeries ? columns.Values<long>("size")[i] : 0,
            String = type is AttributeType.StringSeries or AttributeType.FileRefSeries ? columns.Strings("last")[i].ToArray() : [],
            Mime = type == AttributeType.FileRefSeries ? columns.Strings("mime").Text(i) : "",
            Summary = summary,
            Offset = 0,
            Version = 0,
        };
    }
}
