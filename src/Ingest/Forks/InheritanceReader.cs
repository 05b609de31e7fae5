using System.Text;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Ingest.Forks;

/// <summary>
/// Reads from the store what a fork inherits: its parent's attributes, and the ancestors' series up to each fork.
/// </summary>
sealed class InheritanceReader(CatalogRuns runs, RunAttributeRows attributes, SeriesSummaries summaries)
{
    /// <summary>The run and its ancestors, the run first.</summary>
    public async Task<IReadOnlyList<Run>> AncestryAsync(Run run, CancellationToken cancellationToken) =>
        (await runs.AncestryAsync([run.Number], cancellationToken)).GetValueOrDefault(run.Number) ?? [run];

    /// <summary>The parent's values: always its tags and description; its own attributes if configs are
    /// inherited.</summary>
    public async Task<IReadOnlyList<AttributeRow>> AtomsAsync(
        ulong parent, bool configs, CancellationToken cancellationToken)
    {
        var rows = await attributes.ReadAsync(parent, cancellationToken);
        return [.. rows.Select(cells => AttributeRow.Of(cells)).Where(row =>
            !row.Type.IsSeries() && SystemAttributes.IsInherited(row.Path) && (configs || SystemAttributes.IsSystem(row.Path)))];
    }

    /// <summary>Values of ancestors that came too late for the run to take over at its creation, the nearest
    /// first.</summary>
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

    /// <inheritdoc cref="RunAttributeRows.ExperimentSecondsAsync"/>
    public Task<double> ExperimentSecondsAsync(ulong run, CancellationToken cancellationToken) =>
        attributes.ExperimentSecondsAsync(run, cancellationToken);

    /// <summary>Summaries of the series as stitched from the ancestors' points up to each fork.</summary>
    /// <param name="ownBefore">If not 0, the run's own points from records before this offset are included. All of
    /// those must be in the store; later ones, from before a restart, may be there as well.</param>
    public async Task<IReadOnlyList<AttributeRow>> SeriesAsync(
        Run run, long ownBefore, CancellationToken cancellationToken)
    {
        var ancestry = await AncestryAsync(run, cancellationToken);
        var stitched = new Dictionary<(string, AttributeType), AttributeRow>();
        foreach (var (number, to) in Segments(ancestry, ownBefore > 0))
            foreach (var cells in await summaries.ReadAsync(
                number, to, number == run.Number ? (ulong)ownBefore : ulong.MaxValue, cancellationToken))
            {
                var key = (Encoding.UTF8.GetString(cells.Path), cells.Type);
                var row = AttributeRow.Of(cells);
                stitched[key] = stitched.TryGetValue(key, out var earlier) ? Join(earlier, row) : row;
            }

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
}
