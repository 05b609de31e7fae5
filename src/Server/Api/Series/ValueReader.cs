using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Computes the numbers of runs that a request asks for.</summary>
readonly record struct ValueReader(RunIdentifiers Identifiers, FormulaValues Values, FormulaLibrary Library, FormulaTurns Turns)
{
    /// <param name="user">Whose turn it is.</param>
    /// <exception cref="BadRequestException">There are too many, or a formula is missing.</exception>
    public async Task<IReadOnlyList<ValueResponse>> ReadAsync(
        string user, ValuesRequest body, CancellationToken cancellationToken)
    {
        var metrics = body.Metrics ?? [];
        if (metrics.Count > Limits.FormulaValuesMax)
            throw new BadRequestException($"Ask for at most {Limits.FormulaValuesMax} values at once.");

        var runs = await Identifiers.RunsByNameAsync(
            [.. metrics.Select(metric => metric.Holder?.Identifier ?? ""), .. body.Baseline?.Identifier is { } id ? (string[])[id] : []],
            cancellationToken);
        ValueQuestion[] questions =
        [
            .. metrics.Select(metric => new ValueQuestion(
                runs[metric.Holder?.Identifier ?? ""],
                metric.Formula ?? throw new BadRequestException("Each metric needs a formula."),
                SeriesRequestParser.ScopeOf(metric.Lineage ?? "FULL", metric.LineageEntityType))),
        ];
        var setting = await Library.SettingAsync(
            questions.Select(question => question.Formula), runs.Values.FirstOrDefault(run => run is not null)?.Project,
            body.Baseline?.Identifier is { } named ? runs[named] : null, cancellationToken);
        using var turn = await Turns.TakeAsync(user, questions.Select(question => question.Formula), cancellationToken);
        return await Values.ReadAsync(
            questions, new StepWindow(body.StepRange?.From, body.StepRange?.To), setting, cancellationToken);
    }
}
