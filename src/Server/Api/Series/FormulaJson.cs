using System.Text.Json;
using System.Text.Json.Serialization;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>What is wrong with a formula.</summary>
/// <param name="From">Where in the formula it begins, in UTF-16 units; with <paramref name="To"/> 0 if it has no place there.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Message">A sentence that says what to do.</param>
sealed record DiagnosticResponse(
    int From, int To, [property: OneOf("error", "warning")] string Severity, string Code, string Message, FixResponse? Fix)
{
    public static DiagnosticResponse Of(FormulaDiagnostic one) => new(
        one.Span.From, one.Span.To, one.IsWarning ? "warning" : "error", one.Code, one.Message,
        one.Fix is { } fix ? new FixResponse(fix.Label, fix.Text) : null);
}

/// <param name="Label">For a button.</param>
/// <param name="Text">Stands in place of the diagnostic's place.</param>
sealed record FixResponse(string Label, string Text);

/// <summary>Why there is no line.</summary>
/// <param name="Code">As of a diagnostic.</param>
sealed record MissingResponse(string Code, string Message, int? From, int? To, FixResponse? Fix)
{
    static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static MissingResponse Of(FormulaDiagnostic why) => new(
        why.Code, why.Message, why.Span.To > 0 ? why.Span.From : null, why.Span.To > 0 ? why.Span.To : null,
        why.Fix is { } fix ? new FixResponse(fix.Label, fix.Text) : null);

    public void Write(Utf8JsonWriter json)
    {
        json.WritePropertyName("missing");
        JsonSerializer.Serialize(json, this, s_options);
    }
}
