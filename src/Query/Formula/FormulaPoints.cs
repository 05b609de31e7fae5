using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;

namespace NeptuneAlt.Query.Formula;

/// <summary>All points of a formula of one run, in columns of equal length, lowest step first.</summary>
/// <param name="Steps">Micro-steps.</param>
/// <param name="Times">Milliseconds since 1970.</param>
/// <param name="Missing">Why there is none.</param>
public sealed record PointsOfFormula(long[] Steps, long[] Times, double[] Values, FormulaDiagnostic? Missing);

/// <summary>Computes formulas point by point, without buckets.</summary>
public sealed class FormulaPoints(FormulaLines lines)
{
    /// <exception cref="FormulaException">The formula is wrong, or one number a run.</exception>
    public async Task<PointsOfFormula> ReadAsync(
        Run run, string formula, LineageScope scope, bool includePreview, FormulaSetting setting, StepWindow window,
        CancellationToken cancellationToken)
    {
        var tree = FormulaParser.Parse(formula);
        var bound = await lines.BindAsync(
            [new FormulaLine(run, tree, null, scope, includePreview)], setting, window, cancellationToken);
        if (bound.Plans[0].Y.IsScalar)
            throw new FormulaException(tree.Body.Span, FormulaCodes.Kind,
                "It is one number a run and has no points. Ask for it at formulas/values, or combine it with a series.") { Text = formula };

        await foreach (var (_, result) in lines.ReadAsync(bound, [0], withTimes: true, cancellationToken))
        {
            if (result.Axis is { } axis) return new PointsOfFormula(axis.Steps, axis.Times ?? [], result.Y, null);
            return new PointsOfFormula([], [], [], result.Why);
        }

        throw new System.Diagnostics.UnreachableException();
    }
}
