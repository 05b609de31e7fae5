using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Runs;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Reads the lines that a request asks for.</summary>
readonly record struct ChartReader(RunIdentifiers Identifiers, Buckets Buckets, FormulaLibrary Library, FormulaTurns Turns)
{
    /// <param name="user">Whose turn it is where formulas have to be computed.</param>
    /// <exception cref="BadRequestException">There is no such baseline, or a line is none.</exception>
    public async Task<(ChartMetricRequest[] Metrics, BucketChart Chart, BucketView View)> ReadAsync(
        string user, ChartRequest body, CancellationToken cancellationToken)
    {
        ChartMetricRequest[] metrics = [.. body.Metrics ?? [], .. (body.Series ?? []).Select(ChartEndpoints.MetricOf)];
        var runs = await Identifiers.RunsByNameAsync(
            [.. metrics.Select(metric => metric.Holder?.Identifier ?? ""), .. body.Baseline?.Identifier is { } id ? (string[])[id] : []],
            cancellationToken);
        var baseline = body.Baseline?.Identifier is not { } named ? null : runs[named]
            ?? throw new BadRequestException($"There is no run '{named}' to be the baseline. Choose another, or leave it out.");
        BucketExpression[] expressions =
        [
            .. metrics.Select(metric => new BucketExpression(
                runs[metric.Holder?.Identifier ?? ""], ChartEndpoints.FormulaOf(metric), ChartEndpoints.ScopeOf(metric),
                metric.IncludePreview ?? false)
            {
                After = ChartEndpoints.AfterOf(metric), Normalize = metric.NormalizeToFirstValue ?? false,
            }),
        ];
        var view = ChartEndpoints.ViewOf(body.View, body.Xaxis);
        var texts = expressions.Select(expression => expression.Y).Append(view.X);
        var project = baseline ?? runs.Values.FirstOrDefault(run => run is not null);
        var setting = await Library.SettingAsync(texts, project?.Project, baseline, cancellationToken);
        using (await Turns.TakeAsync(user, texts, cancellationToken))
            return (metrics, await Buckets.ReadAsync(expressions, view, setting, cancellationToken), view);
    }
}
