using System.Collections.Concurrent;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// Rebuilds the state of runs as of a log offset: their attributes at the last checkpoint, then the points stored after
/// it. Rows from later offsets never count, so that records delivered again get the verdicts they got before.
/// </summary>
/// <remarks>One run costs three statements, and so do a hundred: a caller that knows which runs come next prepares them
/// together.</remarks>
sealed class RunLoader(CatalogRuns registry, RunAttributeRows attributes, PointRows points)
{
    readonly ConcurrentDictionary<(RunKey Run, long AsOf), RunState> _prepared = [];

    /// <summary>The state of a run, or <c>null</c> if it was not there yet.</summary>
    /// <param name="asOf">The last offset whose effects count; all of them are in the store.</param>
    public async Task<RunState?> LoadAsync(RunKey key, long asOf, CancellationToken cancellationToken)
    {
        if (_prepared.TryRemove((key, asOf), out var prepared)) return prepared;

        var run = await registry.FindAsync(key, cancellationToken);
        return run is null ? null : (await LoadAsync([run], asOf, cancellationToken)).GetValueOrDefault(run.Number);
    }

    /// <summary>Loads many runs at once, for the calls that come next.</summary>
    /// <returns>Those that are there.</returns>
    public async Task<IReadOnlyList<RunKey>> PrepareAsync(
        IReadOnlyCollection<ulong> numbers, long asOf, CancellationToken cancellationToken)
    {
        var runs = await registry.GetAsync(numbers, cancellationToken);
        var keys = new List<RunKey>();
        foreach (var state in (await LoadAsync([.. runs.Values], asOf, cancellationToken)).Values)
        {
            var key = new RunKey(state.Run.Project, state.Run.RunId);
            keys.Add(key);
            _prepared[(key, asOf)] = state;
        }

        return keys;
    }

    /// <summary>Drops what was prepared and not asked for: a grain may run elsewhere.</summary>
    public void Forget(IReadOnlyList<RunKey> keys, long asOf)
    {
        foreach (var key in keys) _prepared.TryRemove((key, asOf), out _);
    }

    /// <summary>By number; a run that the catalog knows may have its creation ahead, from before a restart.</summary>
    async Task<Dictionary<ulong, RunState>> LoadAsync(
        IReadOnlyCollection<Run> runs, long asOf, CancellationToken cancellationToken)
    {
        var loaded = new Dictionary<ulong, Loaded>();
        var byNumber = runs.ToDictionary(run => run.Number);
        await foreach (var (number, rows) in attributes.ByRunAsync(byNumber.Keys, cancellationToken))
        {
            var one = Loaded.From(byNumber[number], rows, asOf);
            if (one.State.Attributes.Find(SystemAttributes.Id) >= 0) loaded[number] = one;
        }

        await FoldPointsAsync(loaded, asOf, cancellationToken);
        await FoldPreviewsAsync(loaded, asOf, cancellationToken);
        return loaded.ToDictionary(one => one.Key, one => one.Value.State);
    }

    /// <summary>Adds the points that the rows of float series lack. Rows of other series are always up to
    /// date.</summary>
    async Task FoldPointsAsync(
        Dictionary<ulong, Loaded> loaded, long asOf, CancellationToken cancellationToken)
    {
        var behind = loaded.Where(one => one.Value.State.IsBehind).ToArray();
        if (behind.Length == 0) return;

        var checkpoints = behind.ToDictionary(one => one.Key, one => one.Value.Checkpoint);
        await foreach (var columns in points.AfterCheckpointsAsync(checkpoints, asOf, cancellationToken))
        {
            var runs = columns.Values<ulong>("run");
            var series = columns.Values<uint>("series");
            var steps = columns.Values<long>("step");
            var times = columns.Values<long>("ts");
            var values = columns.Values<double>("value");
            var offsets = columns.Values<ulong>("off");
            for (var i = 0; i < columns.Rows; i++)
            {
                var one = loaded[runs[i]];
                // Rows of a former number of the series may still be there for a while.
                if (one.Series.TryGetValue(series[i], out var row) && (long)offsets[i] > row.AsOf)
                    one.State.Restore(row.Number, steps[i], times[i], values[i]);
            }
        }
    }

    async Task FoldPreviewsAsync(Dictionary<ulong, Loaded> loaded, long asOf, CancellationToken cancellationToken)
    {
        if (loaded.Count == 0) return;

        foreach (var preview in await points.FurthestPreviewsAsync(loaded.Keys, asOf, cancellationToken))
        {
            var one = loaded[preview.Run];
            if (one.Series.TryGetValue(preview.Series, out var row))
                one.State.RestorePreview(row.Number, preview.Step, isNew: preview.Offset > row.AsOf);
        }
    }

    /// <param name="Checkpoint">The offset up to which the rows have everything.</param>
    /// <param name="Series">By the number that points carry: the attribute's, and the offset that its row is as
    /// of.</param>
    sealed record Loaded(RunState State, long Checkpoint, Dictionary<uint, (int Number, long AsOf)> Series)
    {
        /// <param name="rows">In the order in which series were first logged: about the order of each snapshot.</param>
        public static Loaded From(Run run, IReadOnlyList<AttributeCells> rows, long asOf)
        {
            var state = new RunState(run);
            var checkpoint = 0L;
            double ownSeconds = 0, experimentSeconds = 0;
            var series = new Dictionary<uint, (int Number, long AsOf)>();
            foreach (var row in rows)
            {
                var number = Restore(state, row);
                // The row of the ping comes before those of series.
                if (row.Series > 0)
                {
                    series[row.Series] = (number, row.Offset);
                    if (row.Offset > checkpoint) state.RestoreBirth(number);
                }

                if (row.Path.AsSpan().SequenceEqual(SystemAttributes.PingTime)) checkpoint = state.RestoreActivity(row, asOf);
                else if (row.Path.AsSpan().SequenceEqual(SystemAttributes.RunningTime)) ownSeconds = row.Float;
                else if (row.Path.AsSpan().SequenceEqual(SystemAttributes.ExperimentRunningTime)) experimentSeconds = row.Float;
            }

            state.LastLoggedMs = Math.Max(
                state.LastLoggedMs, run.CreationTime.ToUnixTimeMilliseconds() + (long)Math.Round(ownSeconds * 1000));
            state.EarlierSeconds = Math.Max(0, experimentSeconds - ownSeconds);
            return new Loaded(state, checkpoint, series);
        }

        static int Restore(RunState state, in AttributeCells cells)
        {
            var row = AttributeRow.Of(cells);
            var number = state.Attributes.Add(row.Path, row.Type);
            ref var attribute = ref state.Attributes[number];
            attribute.Series = row.Series;
            if (row.Type.IsSeries()) attribute.Summary = row.Summary;
            // Whether it was due while nobody was there to see is not known, so it soon is again.
            attribute.WithoutRollups = (ushort)Math.Min(row.Summary.Points, Rollup.CoarsePoints - 1);
            attribute.LastValue =
                row.Type == AttributeType.FloatSeries ? row.Float : BitConverter.Int64BitsToDouble(row.Int);
            state.Attributes.ReserveSeries(row.Series);
            if (row.Type == AttributeType.StringSet)
                state.Sets[number] = new SortedSet<string>(row.Set, StringComparer.Ordinal);
            state.RestoreLast(number, row);
            if (row is { Series: > 0, Summary.Points: > 0 }) state.LastStep = Math.Max(state.LastStep, row.Summary.LastStep);
            return number;
        }
    }
}
