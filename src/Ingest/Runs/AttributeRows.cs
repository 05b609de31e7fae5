using System.Runtime.CompilerServices;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>Reads attributes of runs back as the rows that made them.</summary>
static class AttributeRows
{
    const string Sql = """
        SELECT run, path, type, series, int_value, float_value, string_value, set_value, mime, last_step, last_ts, points,
               finite, min_value, max_value, total, m2, has_preview, off, version
        FROM run_attributes FINAL WHERE run IN {runs:Array(UInt64)} ORDER BY run, path
        """;

    public static async Task<IReadOnlyList<AttributeRow>> ReadAsync(
        ClickHouse store, ulong run, CancellationToken cancellationToken)
    {
        await foreach (var (_, rows) in ByRunAsync(store, [run], cancellationToken)) return rows;
        return [];
    }

    /// <summary>One run after the other, each with its rows: series in the order of their numbers, behind what is none.
    /// </summary>
    public static async IAsyncEnumerable<(ulong Run, IReadOnlyList<AttributeRow> Rows)> ByRunAsync(
        ClickHouse store, IReadOnlyCollection<ulong> runs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (runs.Count == 0) yield break;

        var (current, rows) = (0UL, new List<AttributeRow>());
        await foreach (var columns in store.StreamAsync(Sql, new SqlArguments().Add("runs", runs), cancellationToken))
        {
            for (var i = 0; i < columns.Rows; i++)
            {
                var run = columns.Values<ulong>("run")[i];
                if (run != current && rows.Count > 0)
                {
                    yield return (current, InOrder(rows));
                    rows = [];
                }

                current = run;
                rows.Add(Row(columns, i));
            }
        }

        if (rows.Count > 0) yield return (current, InOrder(rows));
    }

    static IReadOnlyList<AttributeRow> InOrder(List<AttributeRow> rows) => [.. rows.OrderBy(row => row.Series)];

    static AttributeRow Row(Columns columns, int i) => new()
    {
        Path = columns.Strings("path")[i].ToArray(),
        Type = (AttributeType)columns.Values<byte>("type")[i],
        Series = columns.Values<uint>("series")[i],
        Int = columns.Values<long>("int_value")[i],
        Float = columns.Values<double>("float_value")[i],
        String = columns.Strings("string_value")[i].ToArray(),
        Set = columns.StringArrays("set_value").Texts(i),
        Mime = columns.Strings("mime").Text(i),
        Summary = new SeriesSummary
        {
            LastStep = columns.Values<long>("last_step")[i],
            LastTime = columns.Values<long>("last_ts")[i],
            Points = (long)columns.Values<ulong>("points")[i],
            Finite = (long)columns.Values<ulong>("finite")[i],
            Min = columns.Values<double>("min_value")[i],
            Max = columns.Values<double>("max_value")[i],
            Total = columns.Values<double>("total")[i],
            IsTotalLarge = columns.Values<byte>("type")[i] == (byte)AttributeType.FloatSeries
                && columns.Values<long>("int_value")[i] == 1,
            SquaredDeviations = columns.Values<double>("m2")[i],
            HasPreview = columns.Values<byte>("has_preview")[i] != 0,
        },
        Offset = (long)columns.Values<ulong>("off")[i],
        Version = (long)columns.Values<ulong>("version")[i],
    };
}
