using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Simulation;

/// <summary>What is in the store, read behind everybody's back.</summary>
sealed class Stored(ClickHouse store)
{
    public static readonly (string Table, string Key)[] Keyed =
    [
        ("points", "run, series, step"), ("strings", "run, series, step"), ("histograms", "run, series, step"),
        ("files", "run, series, step, off, seq"), ("ingest_errors", "part, off, seq"),
    ];

    /// <summary>How many rows of a table are there more than once. Merges hide some; none must be there at all.</summary>
    public ulong Doubles(string table, string key)
    {
        var columns = Query($"SELECT count() - uniqExact({key}) AS doubles FROM {table}");
        return (ulong)columns.Values<long>("doubles")[0];
    }

    /// <summary>Pairs of points of one series where the later step came from an earlier record.</summary>
    public ulong StepsBack() => Query(
        """
        SELECT count() AS back FROM (
            SELECT off, lagInFrame(off, 1, 0) OVER (PARTITION BY run, series ORDER BY step
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS before FROM points FINAL)
        WHERE off < before
        """).Values<ulong>("back")[0];

    public Dictionary<(string Path, string Table), List<OraclePoint>> Points(ulong run)
    {
        var found = new Dictionary<(string, string), List<OraclePoint>>();
        Read("points", "value", (columns, i) => OracleRun.Bits(columns.Values<double>("value")[i]), "step");
        Read("previews", "value", (columns, i) => OracleRun.Bits(columns.Values<double>("value")[i]), "step");
        Read("strings", "value", (columns, i) => columns.Strings("value").Text(i), "step");
        Read("histograms", "edges, values", (columns, i) =>
            string.Join(' ', columns.Arrays<double>("edges")[i].ToArray()) + " | "
            + string.Join(' ', columns.Arrays<double>("values")[i].ToArray()), "step");
        Read("files", "t.path AS value, size, mime", (columns, i) =>
            $"{columns.Strings("value").Text(i)} {columns.Values<long>("size")[i]} {columns.Strings("mime").Text(i)}", "off, seq");
        return found;

        void Read(string table, string value, Func<Columns, int, string> words, string order)
        {
            var columns = store.QueryAsync(
                $$"""
                SELECT a.path AS series_path, t.step AS step, t.ts AS ts, t.off AS off, {{value}}
                FROM (SELECT * FROM {{table}} FINAL WHERE run = {run:UInt64}
                      AND concat('retired/', toString(run), '/', toString(series)) NOT IN (
                          SELECT path FROM run_attributes WHERE run = 0)) AS t
                LEFT JOIN (SELECT path, series FROM run_attributes FINAL WHERE run = {run:UInt64} AND series > 0) AS a
                    ON a.series = t.series
                ORDER BY series_path, {{order}}
                """, new SqlArguments().Add("run", run), CancellationToken.None).GetAwaiter().GetResult();
            for (var i = 0; i < columns.Rows; i++)
            {
                var key = (columns.Strings("series_path").Text(i), table);
                if (!found.TryGetValue(key, out var points)) found[key] = points = [];
                points.Add(new OraclePoint(
                    columns.Values<long>("step")[i], columns.Values<long>("ts")[i], words(columns, i),
                    (long)columns.Values<ulong>("off")[i]));
            }
        }
    }

    /// <summary>The attributes of a run, as one of the two tables that hold them has them.</summary>
    public Dictionary<string, StoredAttribute> Attributes(string table, ulong run)
    {
        var columns = store.QueryAsync(
            $$"""
            SELECT path, type, int_value, float_value, string_value, set_value, last_step, points, finite, min_value, max_value, total
            FROM {{table}} FINAL WHERE run = {run:UInt64}
            """, new SqlArguments().Add("run", run), CancellationToken.None).GetAwaiter().GetResult();
        var found = new Dictionary<string, StoredAttribute>();
        for (var i = 0; i < columns.Rows; i++)
        {
            var type = (AttributeType)columns.Values<byte>("type")[i];
            found[columns.Strings("path").Text(i)] = new StoredAttribute(
                type,
                type switch
                {
                    AttributeType.Float or AttributeType.FloatSeries => OracleRun.Bits(columns.Values<double>("float_value")[i]),
                    AttributeType.StringSet => string.Join(' ', columns.StringArrays("set_value").Texts(i)),
                    AttributeType.String or AttributeType.StringSeries => columns.Strings("string_value").Text(i),
                    _ => $"{columns.Values<long>("int_value")[i]}",
                },
                columns.Values<long>("last_step")[i], (long)columns.Values<ulong>("points")[i],
                (long)columns.Values<ulong>("finite")[i], columns.Values<double>("min_value")[i],
                columns.Values<double>("max_value")[i], columns.Values<double>("total")[i]);
        }

        return found;
    }

    /// <summary>As many as there are; those that share a row have no path.</summary>
    public Dictionary<(int Partition, long Offset), List<(string Path, IngestCode Code)>> Errors()
    {
        var columns = Query("SELECT part, off, path, code, count FROM ingest_errors FINAL ORDER BY part, off, seq");
        var found = new Dictionary<(int, long), List<(string, IngestCode)>>();
        for (var i = 0; i < columns.Rows; i++)
        {
            var key = ((int)columns.Values<ushort>("part")[i], (long)columns.Values<ulong>("off")[i]);
            if (!found.TryGetValue(key, out var codes)) found[key] = codes = [];
            var error = (columns.Strings("path").Text(i), (IngestCode)columns.Values<byte>("code")[i]);
            codes.AddRange(Enumerable.Repeat(error, (int)columns.Values<uint>("count")[i]));
        }

        return found;
    }

    Columns Query(string sql) => store.QueryAsync(sql, SqlArguments.None, CancellationToken.None).GetAwaiter().GetResult();
}

/// <param name="Value">In words; of a series its last one.</param>
sealed record StoredAttribute(
    AttributeType Type, string Value, long LastStep, long Points, long Finite, double Min, double Max, double Total);
