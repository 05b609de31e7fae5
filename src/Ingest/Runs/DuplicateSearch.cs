using System.Runtime.InteropServices;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// Tells repeats from values that step back: clients send a request again when its response was lost, which must not
/// look like their mistake. Looks up refused values only, for all runs of a turn at once, first in rows that are not
/// stored yet.
/// </summary>
/// <remarks>
/// A replay of the log gets the same answer: later accepted values lie after the refused step, so what is stored at
/// that step does not change.
/// </remarks>
sealed class DuplicateSearch(PointLookup lookup)
{
    const int AskedAtOnce = 20_000;

    /// <summary>Histograms are read whole: eight kilobytes each at most.</summary>
    const int HistogramsAtOnce = 2_000;

    /// <summary>Settles what is in doubt in a turn.</summary>
    /// <param name="unstored">Earlier rows that may not be in the store yet, in order.</param>
    /// <exception cref="Store.StoreUnavailableException">The store does not answer.</exception>
    public async Task SettleAsync(
        IReadOnlyList<RunBlock> turn, IEnumerable<RunBlock> unstored, CancellationToken cancellationToken)
    {
        if (turn.All(block => block.Doubts.Count == 0)) return;

        var open = new Open();
        foreach (var block in turn)
            foreach (var doubt in block.Doubts) open.Add(block, doubt);
        foreach (var block in unstored.Concat(turn).Reverse().Where(block => open.Runs.Contains(block.Run))) open.LookIn(block);
        await LookUpAsync(open, cancellationToken);
        foreach (var block in turn) block.Errors.RemoveAll(error => error.Count == 0);
    }

    async Task LookUpAsync(Open open, CancellationToken cancellationToken)
    {
        foreach (var some in open.Places(AttributeType.FloatSeries, isPreview: false).Chunk(AskedAtOnce))
            await lookup.FloatsAsync(
                some, (place, value) => open.Settle(place, AttributeType.FloatSeries, false, Doubt.BitsOf(value)), cancellationToken);
        foreach (var some in open.Places(AttributeType.FloatSeries, isPreview: true).Chunk(AskedAtOnce))
            await lookup.PreviewsAsync(
                some, (place, value) => open.Settle(place, AttributeType.FloatSeries, true, Doubt.BitsOf(value)), cancellationToken);
        foreach (var some in open.Places(AttributeType.StringSeries, isPreview: false).Chunk(AskedAtOnce))
            await lookup.TextHashesAsync(
                some, (place, hash) => open.Settle(place, AttributeType.StringSeries, false, hash), cancellationToken);
        foreach (var some in open.Places(AttributeType.HistogramSeries, isPreview: false).Chunk(HistogramsAtOnce))
            await lookup.HistogramsAsync(
                some,
                (place, edges, values, isDensity) => open.Settle(
                    place, AttributeType.HistogramSeries, false, Doubt.BitsOf(edges, values, isDensity)),
                cancellationToken);
    }

    /// <summary>The values still to be looked up, by place.</summary>
    sealed class Open
    {
        readonly Dictionary<(PointPlace Place, AttributeType Type, bool IsPreview), List<(RunBlock Block, Doubt Doubt)>> _doubts = [];

        public HashSet<ulong> Runs { get; } = [];

        public void Add(RunBlock block, in Doubt doubt)
        {
            var key = (new PointPlace(block.Run, doubt.Series, doubt.Step), doubt.Type, doubt.IsPreview);
            CollectionsMarshal.GetValueRefOrAddDefault(_doubts, key, out _) ??= [];
            _doubts[key].Add((block, doubt));
            Runs.Add(block.Run);
        }

        public PointPlace[] Places(AttributeType type, bool isPreview) =>
            [.. _doubts.Keys.Where(key => key.Type == type && key.IsPreview == isPreview).Select(key => key.Place)];

        /// <summary>Looks in rows that are not stored yet. Of previews the newest counts, so blocks come newest
        /// first.</summary>
        public void LookIn(RunBlock block)
        {
            var points = block.Points;
            for (var i = 0; i < points.Count && _doubts.Count > 0; i++)
                Settle(new(block.Run, points.Series[i], points.Steps[i]), AttributeType.FloatSeries, false, Doubt.BitsOf(points.Values[i]));
            foreach (var row in Enumerable.Reverse(block.Previews))
                Settle(new(block.Run, row.Series, row.Step), AttributeType.FloatSeries, true, Doubt.BitsOf(row.Value));
            foreach (var row in block.Strings)
                if (Has(new(block.Run, row.Series, row.Step), AttributeType.StringSeries))
                    Settle(new(block.Run, row.Series, row.Step), AttributeType.StringSeries, false, Doubt.BitsOf(row.Value));
            foreach (var row in block.Histograms)
                if (Has(new(block.Run, row.Series, row.Step), AttributeType.HistogramSeries))
                    Settle(new(block.Run, row.Series, row.Step), AttributeType.HistogramSeries, false,
                        Doubt.BitsOf(row.Edges, row.Values, row.Density));
        }

        bool Has(PointPlace place, AttributeType type) => _doubts.ContainsKey((place, type, false));

        /// <summary>There is a value at that place.</summary>
        public void Settle(PointPlace place, AttributeType type, bool isPreview, ulong bits)
        {
            if (!_doubts.Remove((place, type, isPreview), out var doubts)) return;

            foreach (var (block, doubt) in doubts)
                if (doubt.Bits == bits) TellAsRepeat(block, doubt);
        }

        static void TellAsRepeat(RunBlock block, in Doubt doubt)
        {
            var errors = CollectionsMarshal.AsSpan(block.Errors);
            ref var row = ref errors[doubt.Refused];
            if (doubt.Refused == doubt.Repeated)
            {
                row = row with
                {
                    Code = IngestCode.SeriesPointDuplicate, Message = IngestMessages.Of(IngestCode.SeriesPointDuplicate),
                };
                return;
            }

            row = row with { Count = row.Count - 1 };
            errors[doubt.Repeated] = errors[doubt.Repeated] with { Count = errors[doubt.Repeated].Count + 1 };
        }
    }
}
