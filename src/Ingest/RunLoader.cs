using System.IO.Hashing;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Chunks;

namespace NeptuneAlt.Ingest;

/// <summary>
/// Rebuilds the state of a run as of a log offset: its attributes at the last checkpoint, then the points stored behind
/// it. Rows from later offsets never count, so that records delivered again get the verdicts they got before.
/// </summary>
sealed class RunLoader(ICatalog catalog, ClickHouse store)
{
    const string Later = "run = {run:UInt64} AND off > {after:UInt64} AND off <= {to:UInt64}";

    /// <param name="asOf">The last offset whose effects count; all of them are in the store.</param>
    public async Task<RunState> LoadAsync(Run run, long asOf, CancellationToken cancellationToken)
    {
        var state = new RunState(run);
        var checkpoint = 0L;
        foreach (var row in await AttributeRows.ReadAsync(store, run.Number, cancellationToken))
        {
            Restore(state, row);
            if (row.Path.AsSpan().SequenceEqual(SysPaths.ModificationTime)) checkpoint = row.Offset;
        }

        if (state.Attributes.Find(SysPaths.Id) < 0) return state;

        var children = await catalog.ChildrenAsync(run.Number, cancellationToken);
        state.ChildForkStep = children.Select(child => child.Fork!.Step.Micros).DefaultIfEmpty(-1).Max();
        var series = new Dictionary<uint, int>();
        for (var number = 0; number < state.Attributes.Count; number++)
            if (state.Attributes[number].Series is > 0 and var own) series[own] = number;

        var range = () => new SqlArguments().Add("run", run.Number).Add("after", (ulong)checkpoint)
            .Add("to", (ulong)Math.Max(0, asOf));
        await FoldPointsAsync(state, series, range(), cancellationToken);
        await FoldStringsAsync(state, series, range(), cancellationToken);
        await FoldHistogramsAsync(state, series, range(), cancellationToken);
        await FoldFilesAsync(state, series, range(), cancellationToken);
        await FoldPreviewsAsync(state, series, checkpoint, asOf, cancellationToken);
        return state;
    }

    static void Restore(RunState state, in AttributeRow row)
    {
        var number = state.Attributes.Add(row.Path, row.Type);
        ref var attribute = ref state.Attributes[number];
        attribute.Series = row.Series;
        attribute.Summary = row.Summary;
        // Whether it was due while nobody was there to see is not known, so it soon is again.
        attribute.Unchunked = (int)Math.Min(row.Summary.Points, Chunk.CoarsePoints - 1);
        attribute.LastValue = row.Type == AttributeType.FloatSeries ? row.Float : BitConverter.Int64BitsToDouble(row.Int);
        state.Attributes.ReserveSeries(row.Series);
        if (row.Type == AttributeType.StringSet) state.Sets[number] = new SortedSet<string>(row.Set, StringComparer.Ordinal);
        state.RestoreLast(number, row);
        if (row.Series > 0) state.LastStep = Math.Max(state.LastStep, row.Summary.LastStep);
        if (row.Path.AsSpan().SequenceEqual(SysPaths.Size)) state.Bytes = row.Int;
        else if (row.Path.AsSpan().SequenceEqual(SysPaths.TotalPoints)) state.Points = row.Int;
        else if (row.Path.AsSpan().SequenceEqual(SysPaths.PingTime)) state.LastReceivedMs = row.Int;
    }

    async Task FoldPointsAsync(
        RunState state, Dictionary<uint, int> series, SqlArguments range, CancellationToken cancellationToken)
    {
        var sql = $"SELECT series, step, ts, value FROM points FINAL WHERE {Later} ORDER BY series, step";
        await foreach (var columns in store.StreamAsync(sql, range, cancellationToken))
            for (var i = 0; i < columns.Rows; i++)
            {
                var value = columns.Values<double>("value")[i];
                state.Restore(series[columns.Values<uint>("series")[i]], columns.Values<long>("step")[i],
                    columns.Values<long>("ts")[i], value, value);
            }
    }

    async Task FoldStringsAsync(
        RunState state, Dictionary<uint, int> series, SqlArguments range, CancellationToken cancellationToken)
    {
        var sql = $"SELECT series, step, ts, value FROM strings FINAL WHERE {Later} ORDER BY series, step";
        await foreach (var columns in store.StreamAsync(sql, range, cancellationToken))
            for (var i = 0; i < columns.Rows; i++)
            {
                var text = columns.Strings("value")[i].ToArray();
                var number = series[columns.Values<uint>("series")[i]];
                state.RestoreLast(number, new AttributeRow
                {
                    Path = [], Type = AttributeType.StringSeries, String = text, Offset = 0, Version = 0,
                });
                state.Restore(number, columns.Values<long>("step")[i], columns.Values<long>("ts")[i], double.NaN,
                    BitConverter.UInt64BitsToDouble(XxHash3.HashToUInt64(text)));
            }
    }

    async Task FoldHistogramsAsync(
        RunState state, Dictionary<uint, int> series, SqlArguments range, CancellationToken cancellationToken)
    {
        var sql = $"SELECT series, step, ts, density, edges, values FROM histograms FINAL WHERE {Later} ORDER BY series, step";
        await foreach (var columns in store.StreamAsync(sql, range, cancellationToken))
            for (var i = 0; i < columns.Rows; i++)
            {
                var hash = RunState.HashOf(columns.Arrays<double>("edges")[i].ToArray(),
                    columns.Arrays<double>("values")[i].ToArray(), columns.Values<byte>("density")[i] != 0);
                state.Restore(series[columns.Values<uint>("series")[i]], columns.Values<long>("step")[i],
                    columns.Values<long>("ts")[i], double.NaN, BitConverter.UInt64BitsToDouble(hash));
            }
    }

    async Task FoldFilesAsync(
        RunState state, Dictionary<uint, int> series, SqlArguments range, CancellationToken cancellationToken)
    {
        var sql = $"SELECT series, step, ts, path, size, mime FROM files FINAL WHERE {Later} ORDER BY series, off, seq";
        await foreach (var columns in store.StreamAsync(sql, range, cancellationToken))
            for (var i = 0; i < columns.Rows; i++)
            {
                var number = series[columns.Values<uint>("series")[i]];
                var step = columns.Values<long>("step")[i];
                var last = state.Attributes[number].Summary;
                if (last.Points == 0 || step >= last.LastStep)
                    state.RestoreLast(number, new AttributeRow
                    {
                        Path = [], Type = AttributeType.FileRefSeries, String = columns.Strings("path")[i].ToArray(),
                        Int = columns.Values<long>("size")[i], Mime = columns.Strings("mime").Text(i), Offset = 0, Version = 0,
                    });
                state.Restore(number, Math.Max(step, last.Points == 0 ? step : last.LastStep),
                    columns.Values<long>("ts")[i], double.NaN, 0);
            }
    }

    async Task FoldPreviewsAsync(
        RunState state, Dictionary<uint, int> series, long checkpoint, long asOf, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT series, max(step) AS last_step, max(off) AS last_off
            FROM previews WHERE run = {run:UInt64} AND off <= {to:UInt64} GROUP BY series
            """;
        var arguments = new SqlArguments().Add("run", state.Run.Number).Add("to", (ulong)Math.Max(0, asOf));
        var columns = await store.QueryAsync(sql, arguments, cancellationToken);
        for (var i = 0; i < columns.Rows; i++)
            state.RestorePreview(series[columns.Values<uint>("series")[i]], columns.Values<long>("last_step")[i],
                isNew: (long)columns.Values<ulong>("last_off")[i] > checkpoint);
    }
}
