using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using NeptuneAlt.Query.Formula;

namespace NeptuneAlt.Server.Api.Documents;

/// <summary>A formula that the project has under a name, as <c>@name</c> takes it in.</summary>
/// <param name="Formula">Its text.</param>
/// <param name="Unit">What its values are in, such as <c>tok/s</c>.</param>
/// <param name="Note">What it is for.</param>
sealed partial record FormulaRequest(string? Formula, string? Unit, string? Note) : DocumentRequest
{
    static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; init; }

    public override string? Problem()
    {
        if (Name is null || !NamePattern.IsMatch(Name))
            return "The name of a formula is made of letters, digits and _, such as mfu: it is written @mfu.";
        if (string.IsNullOrWhiteSpace(Formula)) return "A formula needs its text in the field 'formula'.";

        try
        {
            var tree = FormulaParser.Parse(Formula);
            return tree.Nodes.OfType<FormulaSyntax.Saved>().Any(saved => saved.Name == Name)
                ? $"The formula takes in itself: it names @{Name}."
                : null;
        }
        catch (FormulaException exception)
        {
            return exception.Message;
        }
    }

    public override string Content() => JsonSerializer.Serialize(
        this with { Name = null, More = DocumentJson.WithoutServers(More) }, s_options);

    [GeneratedRegex("^[A-Za-z0-9_]+$")]
    static partial Regex NamePattern { get; }
}

/// <summary>A formula of a project.</summary>
sealed record FormulaResponse(string Formula, string? Unit, string? Note) : DocumentResponse
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; init; }
}

sealed record FormulasResponse(IReadOnlyList<FormulaResponse> Formulas);

/// <summary>The formulas that projects have under names.</summary>
static class FormulaDocuments
{
    static readonly DocumentKind s_formulas = new(FormulaLibrary.Kind, "/api/leaderboard/v1/formulas", "Formula");

    public static IEndpointRouteBuilder MapFormulaDocuments(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapDocuments<FormulaRequest, FormulaResponse, FormulasResponse>(s_formulas);
        return endpoints;
    }
}
