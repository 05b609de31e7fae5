using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Forks;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// Takes points out of a series. Nothing that is stored changes: the points that stay are written once more, as rows of the
/// removal's own record under a new number of the series, and the old number's rows are removed when nobody reads them any
/// more. So a removal is stored as a whole or not at all, is replayed like all else, and no cache has to be told.
/// </summary>
/// <remarks>Everything before the record must be stored: it reads that.</remarks>
sealed class PointRemoval(ClickHouse store, InheritanceReader inheritance)
{
    /// <summary>So many points can stay: they are written in one piece.</summary>
    public const int KeptMax = 500_000;

    /// <summary>Bytes of texts and histograms that can stay.</summary>
    const long KeptBytesMax = 256 << 20;

    public async Task ApplyAsync(
        RunState state, ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken)
    {
        if (Begin(state, bytes, offset) is not { } request) return;

        var number = state.Attributes.Peek(request.Path);
        if (number < 0 || state.Attributes[number] is not { Series: > 0 } series)
        {
            state.Report(IngestCode.FieldTypeUnsupported, "The run has no series of that name with points of its own.");
            return;
        }

        var kept = new KeptRows(request, series);
        if (!await kept.ReadAsync(store, state.Run.Number, offset, cancellationToken))
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

    static RemovalRequest? Begin(RunState state, ReadOnlyMemory<byte> bytes, long offset)
    {
        if (!LogRecord.TryParse(bytes.Span, out var record)) return null;

        state.BeginRecord(record, offset);
        return RemovalRequest.TryRead(record.Body);
    }

    /// <summary>Of one series what stays, and what is known of the rest.</summary>
    internal sealed class KeptRows(RemovalRequest request, AttributeState series)
    {
        public List<(long Step, long Time, double Value)> Points { get; } = [];

        public List<(long Step, long Time, byte[] Text)> Strings { get; } = [];

        public List<(long Step, long Time, bool IsDensity, double[] Edges, double[] Values)> Histograms { get; } = [];

        public List<(long Step, long Time, string Path, long Size, string Mime)> Files { get; } = [];

        /// <summary>Those that count: behind the last committed point.</summary>
        public List<(long Step, long Time, double Value, float Completion)> Previews { get; } = [];

        /// <summary>Previews count as well.</summary>
        public int Removed => RemovedPoints + _removedPreviews;

        public int RemovedPoints { get; private set; }

        public long FirstRemovedStep { get; private set; } = long.MaxValue;

        public long LastRemovedTime { get; private set; } = long.MinValue;

        int _removedPreviews;
        long _bytes;

        /// <returns><c>false</c> if they are too many.</returns>
        public async Task<bool> ReadAsync(ClickHouse store, ulong run, long before, CancellationToken cancellationToken)
        {
            var (table, values, order) = series.Type switch
            {
                AttributeType.FloatSeries => ("points", "value", "step"),
                AttributeType.StringSeries => ("strings", "value", "step"),
                AttributeType.HistogramSeries => ("histograms", "density, edges, values", "step"),
                _ => ("files", "path, size, mime", "off, seq"),
            };
            if (!await ReadAsync(store, table, values, order, run, before, Take, cancellationToken)) return false;

            return series.Type != AttributeType.FloatSeries || await ReadAsync(
                store, "previews", "value, completion", "step", run, before, TakePreview, cancellationToken);
        }

        async Task<bool> ReadAsync(
            ClickHouse store, string table, string values, string order, ulong run, long before,
            Action<Columns, int, long, long> take, CancellationToken cancellationToken)
        {
            var sql = $$"""
                SELECT step, ts, {{values}} FROM {{table}} FINAL
                WHERE run = {run:UInt64} AND series = {series:UInt32} AND off < {before:UInt64} ORDER BY {{order}}
                """;
            var arguments = new SqlArguments().Add("run", run).Add("series", series.Series).Add("before", (ulong)before);
            await foreach (var columns in store.StreamAsync(sql, arguments, cancellationToken))
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
