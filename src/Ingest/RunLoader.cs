using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Chunks;

namespace NeptuneAlt.Ingest;

/// <summary>
/// Rebuilds the state of a run as of a log offset: its attributes at the last checkpoint, then the points stored behind
/// it. Rows from later offsets never count, so that records delivered again get the verdicts they got before.
/// </summary>
sealed class RunLoader(ClickHouse store)
{
    /// <param name="asOf">The last offset whose effects count; all of them are in the store.</param>
    public async Task<RunState> LoadAsync(Run run, long asOf, CancellationToken cancellationToken)
    {
        var state = new RunState(run);
        var checkpoint = 0L;
        double ownSeconds = 0, experimentSeconds = 0;
        var series = new Dictionary<uint, (int Number, long AsOf)>();
        foreach (var row in await AttributeRows.ReadAsync(store, run.Number, cancellationToken))
        {
            var number = Restore(state, row);
            if (row.Series > 0) series[row.Series] = (number, row.Offset);
            if (row.Path.AsSpan().SequenceEqual(SysPaths.PingTime)) checkpoint = state.RestoreActivity(row, asOf);
            else if (row.Path.AsSpan().SequenceEqual(SysPaths.RunningTime)) ownSeconds = row.Float;
            else if (row.Path.AsSpan().SequenceEqual(SysPaths.ExperimentRunningTime)) experimentSeconds = row.Float;
        }

        state.LastLoggedMs = Math.Max(
            state.LastLoggedMs, run.CreationTime.ToUnixTimeMilliseconds() + (long)Math.Round(ownSeconds * 1000));
        state.EarlierSeconds = Math.Max(0, experimentSeconds - ownSeconds);
        if (state.Attributes.Find(SysPaths.Id) < 0) return state;

        if (state.IsBehind) await FoldPointsAsync(state, series, checkpoint, asOf, cancellationToken);
        await FoldPreviewsAsync(state, series, asOf, cancellationToken);
        return state;
    }

    static int Restore(RunState state, in AttributeRow row)
    {
        var number = state.Attributes.Add(row.Path, row.Type);
        ref var attribute = ref state.Attributes[number];
        attribute.Series = row.Series;
        if (row.Type.IsSeries()) attribute.Summary = row.Summary;
        // Whether it was due while nobody was there to see is not known, so it soon is again.
        attribute.Unchunked = (int)Math.Min(row.Summary.Points, Chunk.CoarsePoints - 1);
        attribute.LastValue = row.Type == AttributeType.FloatSeries ? row.Float : BitConverter.Int64BitsToDouble(row.Int);
        state.Attributes.ReserveSeries(row.Series);
        if (row.Type == AttributeType.StringSet) state.Sets[number] = new SortedSet<string>(row.Set, StringComparer.Ordinal);
        state.RestoreLast(number, row);
        if (row.Series > 0) state.LastStep = Math.Max(state.LastStep, row.Summary.LastStep);
        return number;
    }

    /// <summary>Rows of other series are never behind; of float series those that a checkpoint wrote are.</summary>
    async Task FoldPointsAsync(
        RunState state, Dictionary<uint, (int Number, long AsOf)> series, long checkpoint, long asOf,
        CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT series, step, ts, value, off FROM points FINAL
            WHERE run = {run:UInt64} AND off > {after:UInt64} AND off <= {to:UInt64} ORDER BY series, step
            """;
        var arguments = new SqlArguments().Add("run", state.Run.Number).Add("after", (ulong)checkpoint)
            .Add("to", (ulong)Math.Max(0, asOf));
        await foreach (var columns in store.StreamAsync(sql, arguments, cancellationToken))
        {
            var ids = columns.Values<uint>("series");
            var steps = columns.Values<long>("step");
            var times = columns.Values<long>("ts");
            var values = columns.Values<double>("value");
            var offsets = columns.Values<ulong>("off");
            for (var i = 0; i < columns.Rows; i++)
            {
                var (number, known) = series[ids[i]];
                if ((long)offsets[i] > known) state.Restore(number, steps[i], times[i], values[i]);
            }
        }
    }

    async Task FoldPreviewsAsync(
        RunState state, Dictionary<uint, (int Number, long AsOf)> series, long asOf, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT series, max(step) AS last_step, max(off) AS last_off
            FROM previews WHERE run = {run:UInt64} AND off <= {to:UInt64} GROUP BY series
            """;
        var arguments = new SqlArguments().Add("run", state.Run.Number).Add("to", (ulong)Math.Max(0, asOf));
        var columns = await store.QueryAsync(sql, arguments, cancellationToken);
        for (var i = 0; i < columns.Rows; i++)
        {
            var (number, known) = series[columns.Values<uint>("series")[i]];
            state.RestorePreview(
                number, columns.Values<long>("last_step")[i], isNew: (long)columns.Values<ulong>("last_off")[i] > known);
        }
    }
}
