using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;

namespace NeptuneAlt.Query.Formula;

/// <summary>A formula that is one number a run.</summary>
/// <param name="Run"><c>null</c>: it is not there.</param>
public sealed record ValueQuestion(Run? Run, string Formula, LineageScope Scope);

/// <param name="Value"><c>null</c>: there is none, and <paramref name="Missing"/> says why.</param>
/// <param name="Who">Of a formula that is <c>who(…)</c>: the id of the run.</param>
public sealed record ValueResponse(double? Value, FormulaDiagnostic? Missing, string? Who = null);

/// <summary>Computes numbers of runs.</summary>
public sealed class FormulaValues(FormulaLines lines)
{
    /// <summary>Whether a formula's value depends on which runs are asked about together.</summary>
    /// <exception cref="FormulaException">It is wrong.</exception>
    public static bool ComparesRuns(string formula, FormulaSetting setting)
    {
        var tree = FormulaParser.Parse(formula);
        return FormulaLines.Said(tree, () => FormulaLinks.Of(tree, setting.Saved)).Nodes
            .OfType<FormulaSyntax.Call>().Any(call => call.Function.ComparesRuns);
    }

    /// <returns>In the order of the questions.</returns>
    /// <exception cref="FormulaException">A formula is wrong, or no number.</exception>
    public async Task<IReadOnlyList<ValueResponse>> ReadAsync(
        IReadOnlyList<ValueQuestion> questions, StepWindow window, FormulaSetting setting, CancellationToken cancellationToken)
    {
        var trees = questions.Select(question => question.Formula).Distinct().ToDictionary(text => text, FormulaParser.Parse);
        int[] asked = [.. Enumerable.Range(0, questions.Count).Where(place => questions[place].Run is not null)];
        var bound = await lines.BindAsync(
            [.. asked.Select(place => new FormulaLine(
                questions[place].Run!, trees[questions[place].Formula], null, questions[place].Scope, false))], // Just seen.
            setting, window, cancellationToken);
        for (var line = 0; line < asked.Length; line++)
            FormulaChecks.RequireNumber(bound.Plans[line].Y, trees[questions[asked[line]].Formula]);

        var answers = new ValueResponse[questions.Count];
        Array.Fill(answers, new ValueResponse(null, new FormulaDiagnostic(default, FormulaCodes.Missing, "There is no such run.")));
        await foreach (var (line, result) in lines.ReadAsync(
            bound, [.. Enumerable.Range(0, asked.Length)], withTimes: false, cancellationToken))
            answers[asked[line]] = new ValueResponse(result.Scalar, result.Why, WhoOf(questions[asked[line]], trees, result.Scalar));
        return answers;
    }

    /// <summary>Runs of a project differ in the number that their ids end with.</summary>
    static string? WhoOf(ValueQuestion question, Dictionary<string, FormulaTree> trees, double? number) =>
        number is { } value && question.Run is { } run && trees[question.Formula].Body is FormulaSyntax.Call { Function.Name: "who" }
            ? FormattableString.Invariant($"{run.SysId[..(run.SysId.LastIndexOf('-') + 1)]}{value}")
            : null;
}
