using System.Text.Json.Serialization;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>What formulas there can be, what is wrong with one, and numbers that they give.</summary>
static class FormulaEndpoints
{
    const int RunsMax = 1000;

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("/formulas/functions", Functions)
            .Describe("listFormulaFunctions", "The functions of formulas, with signature, meaning and an example.")
            .Gives<FunctionsResponse>();
        group.MapPost("/formulas/check", CheckAsync)
            .Describe("checkFormula", "What a formula is, what it refers to, and what is wrong with it.")
            .Gives<CheckResponse>();
        group.MapPost("/formulas/values", ValuesAsync)
            .Describe("queryFormulaValues", "Formulas that are one number a run.")
            .Gives<ValuesResponse>();
    }

    static IResult Functions() => Results.Json(new FunctionsResponse(
        [
            .. FormulaFunctions.All.Select(function => new FunctionResponse(
                function.Name, GroupName(function.Group), function.Signature,
                [
                    .. function.Parameters.Select(parameter => new ParameterResponse(
                        parameter.Name, parameter.Kind.ToString().ToLowerInvariant(), parameter.Default is null, parameter.Repeats,
                        parameter.Default is { Length: > 0 } value ? value : null)),
                ],
                function.Meaning, function.NaN, function.Example)),
        ],
        [.. FormulaFunctions.Words.Select(word => new WordResponse(word.Name, word.Meaning))]));

    static async Task<IResult> CheckAsync(
        CheckRequest body, RunIdentifiers identifiers, FormulaChecks checks, FormulaLibrary library, CancellationToken cancellationToken)
    {
        if (body.Formula is not { } formula) throw new BadRequestException("The request needs a formula.");
        var project = await identifiers.ProjectAsync(body.ProjectIdentifier, cancellationToken);
        string[] names = [.. body.Runs ?? []];
        if (names.Length > RunsMax) throw new BadRequestException($"Name at most {RunsMax} runs.");

        var runs = await identifiers.RunsAsync(names, [project], cancellationToken);
        var missing = Array.FindIndex([.. runs], run => run is null);
        if (missing >= 0) throw new BadRequestException($"There is no run '{names[missing]}' in this project.");

        var baseline = body.Baseline is { } id ? (await identifiers.RunsAsync([id], [project], cancellationToken))[0] : null;
        var setting = await library.SettingAsync([formula], project.Number, baseline, cancellationToken);
        var role = body.Role?.ToLowerInvariant() switch
        {
            null or "y" => FormulaRole.Y,
            "x" => FormulaRole.X,
            "scalar" => FormulaRole.Scalar,
            "histogram" => FormulaRole.Histogram,
            _ => throw new BadRequestException($"role is y, x, scalar or histogram, not '{body.Role}'."),
        };
        var check = await checks.CheckAsync(project, formula, [.. runs.OfType<Run>()], role, setting, cancellationToken);
        return Results.Json(new CheckResponse(
            check.Kind is { } kind ? (kind == FormulaKind.Guest ? FormulaKind.Series : kind).ToString().ToLowerInvariant() : null,
            [
                .. check.References.Select(reference => new ReferenceResponse(
                    reference.IsFamily ? null : reference.Text, reference.IsFamily ? reference.Text : null, reference.Span.From,
                    reference.Span.To, [.. reference.Types.Select(type => type.Name())], reference.RunsWith,
                    reference.IsFamily ? reference.Members : null)),
            ],
            [.. check.Diagnostics.Select(DiagnosticResponse.Of)], check.Points));
    }

    static async Task<IResult> ValuesAsync(HttpContext context, ValuesRequest body, [AsParameters] ValueReader reader) =>
        Answer(body, await reader.ReadAsync(ApiError.Username(context), body, context.RequestAborted));

    public static IResult Answer(ValuesRequest body, IReadOnlyList<ValueResponse> found) => Results.Json(new ValuesResponse(
    [
        .. (body.Metrics ?? []).Zip(found, (metric, value) => new ValueOfFormula(
            metric.CustomId ?? "", value.Value, value.Missing is { } why ? MissingResponse.Of(why) : null, value.Who)),
    ]));

    /// <summary>As the documentation names it.</summary>
    static string GroupName(FormulaGroup group) => group switch
    {
        FormulaGroup.Choose => "choose",
        FormulaGroup.Whole => "run",
        FormulaGroup.SoFar => "so far",
        FormulaGroup.OtherRuns => "other runs",
        _ => group.ToString().ToLowerInvariant(),
    };
}

/// <param name="Runs">Identifiers of runs that it is to be computed for; none: the project as a whole.</param>
/// <param name="Role"><c>y</c>, which is the default, <c>x</c>, <c>scalar</c> (one number a run), or <c>histogram</c> (also a family).</param>
/// <param name="Baseline">The run that is meant by <c>baseline()</c>.</param>
sealed record CheckRequest(
    string? ProjectIdentifier, string? Formula, IReadOnlyList<string>? Runs, string? Role, string? Baseline);

/// <param name="Kind"><c>number</c>, <c>scalar</c>, <c>series</c> or <c>family</c>; missing if it is wrong.</param>
/// <param name="Rows">About how many points it reads.</param>
sealed record CheckResponse(
    [property: OneOf("number", "scalar", "series", "family")] string? Kind,
    IReadOnlyList<ReferenceResponse> References, IReadOnlyList<DiagnosticResponse> Diagnostics, long Rows);

/// <param name="Path">Of a metric.</param>
/// <param name="Regex">Of a family.</param>
/// <param name="Types">What it is in the runs.</param>
/// <param name="RunsWith">How many of the runs have it.</param>
/// <param name="Members">Of a family: the most that one run has.</param>
sealed record ReferenceResponse(
    string? Path, string? Regex, int From, int To, IReadOnlyList<string> Types, int RunsWith, int? Members);

sealed record ValuesRequest(IReadOnlyList<ValueMetricRequest>? Metrics, HolderRequest? Baseline, StepRangeRequest? StepRange);

sealed record ValueMetricRequest(string? CustomId, HolderRequest? Holder, string? Formula, string? Lineage, string? LineageEntityType);

sealed record ValuesResponse(IReadOnlyList<ValueOfFormula> Values);

/// <param name="Value">A text for NaN and the infinities; missing if there is none.</param>
/// <param name="Missing">Why there is none.</param>
/// <param name="Run">The id of the run, where the formula is <c>who(…)</c>.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
sealed record ValueOfFormula(string CustomId, double? Value, MissingResponse? Missing, string? Run);

/// <param name="Words">Names that are no metric and no function.</param>
sealed record FunctionsResponse(IReadOnlyList<FunctionResponse> Functions, IReadOnlyList<WordResponse> Words);

/// <param name="Group">Along what it works.</param>
/// <param name="Signature">Such as <c>roll_mean(x, w, centered=0)</c>.</param>
/// <param name="Nan">What becomes of values that are not finite.</param>
sealed record FunctionResponse(
    string Name, string Group, string Signature, IReadOnlyList<ParameterResponse> Parameters, string Meaning, string Nan, string Example);

/// <param name="Kind"><c>value</c>, <c>points</c>, <c>scalar</c>, <c>window</c> or <c>text</c>.</param>
/// <param name="Repeats">There may be more of them.</param>
sealed record ParameterResponse(string Name, string Kind, bool Required, bool Repeats, string? Default);

sealed record WordResponse(string Name, string Meaning);
