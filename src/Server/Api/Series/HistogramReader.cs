using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Runs;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Reads the histograms that a request asks for.</summary>
readonly record struct HistogramReader(
    RunIdentifiers Identifiers, HistogramCharts Charts, FormulaLibrary Library, FormulaTurns Turns)
{
    const int BinsDefault = 100;

    /// <param name="user">Whose turn it is where formulas have to be computed.</param>
    public async Task<HistogramChart> ReadAsync(string user, HistogramViewRequest body, CancellationToken cancellationToken)
    {
        var metrics = body.Metrics ?? [];
        var runs = await Identifiers.RunsByNameAsync(
            [.. metrics.Select(metric => metric.Holder?.Identifier ?? ""), .. body.Baseline?.Identifier is { } id ? (string[])[id] : []],
            cancellationToken);
        HistogramLine?[] lines = [.. metrics.Select(metric => runs[metric.Holder?.Identifier ?? ""] is { } run
            ? new HistogramLine(run, ChartEndpoints.FormulaOf(metric), ChartEndpoints.ScopeOf(metric))
            : null)];
        var texts = lines.Select(line => line?.Formula);
        var setting = await Library.SettingAsync(
            texts, lines.FirstOrDefault(line => line is not null)?.Run.Project,
            body.Baseline?.Identifier is { } named ? runs[named] : null, cancellationToken);
        using (await Turns.TakeAsync(user, texts, cancellationToken))
            return await Charts.ReadAsync(
                lines, ChartEndpoints.ViewOf(body.View, body.Xaxis), body.MaxNumberOfBins ?? BinsDefault, setting, cancellationToken);
    }
}
