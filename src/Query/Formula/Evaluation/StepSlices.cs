using System.Runtime.CompilerServices;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>
/// Computes lines over large families a range of steps at a time, so that a thousand members take no more memory than the
/// points of one range: possible where a value needs only the points at its own step.
/// </summary>
sealed class StepSlices(FormulaColumns columns, long pointsMax)
{
    /// <summary>Whether a line is computed this way.</summary>
    /// <param name="behind">As for <see cref="ReadAsync"/>.</param>
    public bool Takes(FormulaPlan plan, IReadOnlyDictionary<FormulaSource, long> behind) =>
        IsLocal(plan) && PointsOf([.. plan.Sources.Distinct()], behind) > pointsMax;

    /// <summary>Whether each value of a line over families needs only the points at its own step.</summary>
    public static bool IsLocal(FormulaPlan plan) => plan.Nodes.Any(node => node is Members) && plan.Nodes.All(IsLocal);

    static bool IsLocal(Node node) => node is Constant or Lacking or Source or Members or OfPoint or Map
        or Computed { Function: { Group: FormulaGroup.Across } or { Name: "finite" or "coalesce" } };

    /// <summary>Computes lines that read the same sources.</summary>
    /// <param name="behind">Of sources, the step behind which alone points are wanted, in micro-steps.</param>
    public async IAsyncEnumerable<(int Place, FormulaResult Result)> ReadAsync(
        BoundFormulas bound, IReadOnlyList<int> places, IReadOnlyDictionary<FormulaSource, long> behind, bool withTimes,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FormulaSource[] sources = [.. bound.Plans[places[0]].Sources.Distinct()];
        var withPreviews = bound.Lines[places[0]].IncludePreview;
        var parts = places.ToDictionary(place => place, _ => new List<FormulaResult>());
        var after = new Dictionary<FormulaSource, long>(behind);
        foreach (var end in await EndsAsync(sources, bound.Window, behind, cancellationToken))
        {
            var window = end is { } to ? new StepWindow(bound.Window.From, to) : bound.Window;
            var loaded = await columns.ReadAsync(sources, window, after, withPreviews, withTimes, cancellationToken);
            var evaluator = new Evaluator(source => loaded[source]);
            foreach (var place in places) parts[place].Add(FormulaLines.ResultOf(evaluator, bound.Plans[place]));
            if (end is { } last)
                foreach (var source in sources) after[source] = Step.LastAt(last).Micros;
        }

        foreach (var place in places) yield return (place, Joined(parts[place]));
    }

    /// <summary>The last step of each range; <c>null</c> of the last range. Members of a family mostly have their points at the same
    /// steps, so the longest one tells where points are.</summary>
    async Task<IReadOnlyList<double?>> EndsAsync(
        FormulaSource[] sources, StepWindow window, IReadOnlyDictionary<FormulaSource, long> behind, CancellationToken cancellationToken)
    {
        var count = (int)Math.Min(int.MaxValue, PointsOf(sources, behind) / pointsMax + 1);
        var longest = sources.MaxBy(source => source.Series.Points)!; // A family of this size has members.
        var steps = (await columns.ReadAsync([longest], window, behind, false, false, cancellationToken))[longest].Axis.Steps;
        var ends = new List<double?>();
        for (var range = 1; range < count && steps.Length > 0; range++)
        {
            var end = new Step(steps[(int)((long)range * steps.Length / count)]).ToDouble();
            if (ends.Count == 0 || end > ends[^1]) ends.Add(end);
        }

        return [.. ends, null];
    }

    static long PointsOf(FormulaSource[] sources, IReadOnlyDictionary<FormulaSource, long> behind) =>
        sources.Sum(source => FormulaPlan.PointsOf(source.Series, default, behind.GetValueOrDefault(source, -1)));

    static FormulaResult Joined(List<FormulaResult> parts)
    {
        FormulaResult[] filled = [.. parts.Where(part => part.Rows > 0)];
        if (filled.Length == 0)
            return parts.FirstOrDefault(part => part.Why?.Code == FormulaCodes.NoCommonSteps) ?? parts[0];
        if (filled.Length == 1) return filled[0];

        StepAxis[] axes = [.. filled.Select(part => part.Axis!)]; // They have rows.
        var completion = axes.All(axis => axis.Completion is null) ? null
            : axes.SelectMany(axis => axis.Completion ?? Enumerable.Repeat(StepAxis.Committed, axis.Count)).ToArray();
        return new FormulaResult(
            new StepAxis(
                [.. axes.SelectMany(axis => axis.Steps)],
                axes.Any(axis => axis.Times is null) ? null : [.. axes.SelectMany(axis => axis.Times!)], completion), // Checked.
            [.. filled.SelectMany(part => part.Y)],
            filled[0].X is null ? null : [.. filled.SelectMany(part => part.X!)], // All lines have one, or none.
            null, null);
    }
}
