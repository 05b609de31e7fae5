using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Ingest.Forks;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// Removes points from a series. Stored rows do not change: the remaining points are written again under a new number
/// of the series, as rows of the removal's record, and the rows of the old number are deleted when reads no longer use
/// them. So a removal is stored as a whole or not at all, can be replayed, and needs no cache to be invalidated.
/// </summary>
/// <remarks>All records before this one must be stored, because it reads them.</remarks>
sealed class PointRemoval(PointRows points, InheritanceReader inheritance)
{
    /// <summary>The most points that may remain: they are written in one piece.</summary>
    public const int KeptMax = 500_000;

    /// <summary>Bytes of texts and histograms that can stay.</summary>
    const long KeptBytesMax = 256 << 20;

    public async Task ApplyAsync(
        RunState state, RoutedRecord record, long offset, CancellationToken cancellationToken)
    {
        state.BeginRecord(record, offset);
        if (RemovalRequest.TryRead(record.Body.Span) is not { } request) return;

        state.Attributes.StartSnapshot();
        var number = state.Attributes.Find(request.Path);
        if (number < 0 || state.Attributes[number] is not { Series: > 0 } series)
        {
            state.Report(IngestCode.FieldTypeUnsupported, "The run has no series of that name with points of its own.");
            return;
        }

        var kept = new KeptRows(request, series);
        if (!await kept.ReadAsync(points, state.Run.Number, offset, cancellationToken))
        {
            state.Report(
                IngestCode.Internal,
                $"More than {KeptMax} points would stay, or {KeptBytesMax >> 20} MB of them. Only shorter series can be cut.");
            return;
        }

        if (kept.Removed == 0) return;

        AttributeRow? inherited = null;
        if (state.Run.Fork is not null)
            foreach (var row in await inheritance.SeriesAsync(state.Run, ownBefore: 0, cancellationToken))
                if (row.Type == series.Type && row.Path.AsSpan().SequenceEqual(request.Path)) inherited = row;
        state.Replace(number, inherited, kept);
    }

    /// <summary>The remaining points of a series, and figures of the removed ones.</summary>
    internal sealed class KeptRows(RemovalRequest request, AttributeState series)
    {
        public List<(long Step, long Time, double Value)> Points { get; } = [];

        public List<(long Step, long Time, byte[] Text)> Strings { get; } = [];

        public List<(long Step, long Time, bool IsDensity, double[] Edges, double[] Values)> Histograms { get; } = [];

        public List<(long Step, long Time, string Path, long Size, string Mime)> Files { get; } = [];

        /// <summary>Those after the last committed point; earlier ones do not count.</summary>
        public List<(long Step, long Time, double Value, float Completion)> Previews { get; } = [];

        /// <summary>Removed points, previews included.</summary>
        public int Removed => RemovedPoints + _removedPreviews;

        public int RemovedPoints { get; private set; }

        public long FirstRemovedStep { get; private set; } = long.MaxValue;

        public long LastRemovedTime { get; private set; } = long.MinValue;

        int _removedPreviews;
        long _bytes;

        /// <returns><c>false</c> if they are too many.</returns>
        public async Task<bool> ReadAsync(PointRows points, ulong run, long before, CancellationToken cancellationToken)
        {
            if (!await TakeAllAsync(points.OfSeriesAsync(series.Type, run, series.Series, before, cancellationToken), Take))
                return false;

            return series.Type != AttributeType.FloatSeries || await TakeAllAsync(
                points.PreviewsOfSeriesAsync(run, series.Series, before, cancellationToken), TakePreview);
        }

        async Task<bool> TakeAllAsync(IAsyncEnumerable<Columns> rows, Action<Columns, int, long, long> take)
        {
            await foreach (var columns in rows)
            {
                var (steps, times) = (columns.Memory<long>("step"), columns.Memory<long>("ts"));
                for (var i = 0; i < columns.Rows; i++) take(columns, i, steps.Span[i], times.Span[i]);
                if (Points.Count + Strings.Count + Histograms.Count + Files.Count + Previews.Count > KeptMax
                    || _bytes > KeptBytesMax) return false;
            }

            return true;
        }

        void Take(Columns columns, int row, long step, long time)
        {
            if (request.Covers(step, time))
            {
                RemovedPoints++;
                FirstRemovedStep = Math.Min(FirstRemovedStep, step);
                LastRemovedTime = Math.Max(LastRemovedTime, time);
                return;
            }

            switch (series.Type)
            {
                case AttributeType.FloatSeries:
                    Points.Add((step, time, columns.Values<double>("value")[row]));
                    break;
                case AttributeType.StringSeries:
                    var text = columns.Strings("value")[row].ToArray();
                    _bytes += text.Length;
                    Strings.Add((step, time, text));
                    break;
                case AttributeType.HistogramSeries:
                    var (edges, values) = (columns.Arrays<double>("edges")[row].ToArray(), columns.Arrays<double>("values")[row].ToArray());
                    _bytes += sizeof(double) * (edges.Length + values.Length);
                    Histograms.Add((step, time, columns.Values<byte>("density")[row] != 0, edges, values));
                    break;
                default:
                    Files.Add((
                        step, time, columns.Strings("path").Text(row), columns.Values<long>("size")[row],
                        columns.Strings("mime").Text(row)));
                    break;
            }
        }

        void TakePreview(Columns columns, int row, long step, long time)
        {
            // A committed point made an end of the previews up to it, and its removal does not bring them back.
            if (series.Summary.Points > 0 && step <= series.Summary.LastStep) return;

            if (!request.Covers(step, time))
            {
                Previews.Add((step, time, columns.Values<double>("value")[row], columns.Values<float>("completion")[row]));
                return;
            }

            _removedPreviews++;
            LastRemovedTime = Math.Max(LastRemovedTime, time);
        }
    }
}
