using NeptuneAlt.Model;
using NeptuneAlt.Store;

namespace NeptuneAlt.Ingest;

/// <summary>Reads a run's attributes back as the rows that made them.</summary>
static class AttributeRows
{
    const string Sql = """
        SELECT path, type, series, int_value, float_value, string_value, set_value, mime, last_step, last_ts, points,
               finite, min_value, max_value, total, m2, has_preview, off, version
        FROM run_attributes FINAL WHERE run = {run:UInt64} ORDER BY series, path
        """;

    public static async Task<IReadOnlyList<AttributeRow>> ReadAsync(
        ClickHouse store, ulong run, CancellationToken cancellationToken)
    {
        var columns = await store.QueryAsync(Sql, new SqlArguments().Add("run", run), cancellationToken);
        var rows = new AttributeRow[columns.Rows];
        for (var i = 0; i < rows.Length; i++) rows[i] = Row(columns, i);
        return rows;
    }

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
            SquaredDeviations = columns.Values<double>("m2")[i],
            HasPreview = columns.Values<byte>("has_preview")[i] != 0,
        },
        Offset = (long)columns.Values<ulong>("off")[i],
        Version = (long)columns.Values<ulong>("version")[i],
    };
}
