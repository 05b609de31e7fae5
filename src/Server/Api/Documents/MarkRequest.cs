using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Api.Documents;

/// <summary>What somebody says of a step of a run, such as "lr lowered here". Charts show it. A step has one mark.</summary>
/// <param name="Run">Its <c>sys/id</c>.</param>
sealed record MarkRequest(string? Run, double? Step, string? Text) : DocumentRequest
{
    static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Follows from the run and the step; what a request says is not read.</summary>
    [JsonIgnore]
    public override string? Name => string.Create(CultureInfo.InvariantCulture, $"{Run}@{Step}");

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; init; }

    public override string? Problem() => this switch
    {
        { Run: null } or { Run.Length: 0 or > 100 } => "A mark needs its run in the field 'run': the id that the server gave it, such as LLM-12.",
        { Step: not (>= 0 and < 1e12) } => "A mark needs its step in the field 'step': at least 0, and below 10^12.",
        _ when string.IsNullOrWhiteSpace(Text) => "A mark needs words in the field 'text'.",
        { Text.Length: > Limits.MarkCharactersMax } => $"A mark has at most {Limits.MarkCharactersMax} characters. Say the rest in a report.",
        _ => null,
    };

    public override string Content() => JsonSerializer.Serialize(this with { More = DocumentJson.WithoutServers(More) }, s_options);
}

/// <summary>A mark of a project.</summary>
sealed record MarkResponse(string Run, double Step, string Text) : DocumentResponse;

sealed record MarksResponse(IReadOnlyList<MarkResponse> Marks);

/// <summary>Marks on steps of runs.</summary>
static class MarkDocuments
{
    static readonly DocumentKind s_marks = new("mark", "/api/leaderboard/v1/marks", "Mark");

    public static IEndpointRouteBuilder MapMarks(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapDocuments<MarkRequest, MarkResponse, MarksResponse>(s_marks);
        return endpoints;
    }
}
