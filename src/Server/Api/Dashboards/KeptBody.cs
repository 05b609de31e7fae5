using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>The JSON of a request about a dashboard or report, checked: it can be kept as it was written, numbers digit by digit.
/// </summary>
sealed class KeptBody : IDisposable
{
    static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly JsonDocument _json;

    KeptBody(JsonDocument json) => _json = json;

    public JsonElement Root => _json.RootElement;

    /// <summary>Reads the body of the request.</summary>
    /// <exception cref="BadRequestException">It is no JSON of that form.</exception>
    public static KeptBody Read(HttpContext context, JsonShape shape) => Read(RequestBody.Of(context), shape);

    /// <summary>Reads JSON in UTF-8.</summary>
    /// <exception cref="BadRequestException">It is no JSON of that form.</exception>
    public static KeptBody Read(ReadOnlyMemory<byte> bytes, JsonShape shape)
    {
        if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (bytes.IsEmpty) throw Malformed("The request needs a JSON body.");

        Check(bytes.Span);
        var body = new KeptBody(Parse(bytes));
        if (shape.Fault(body.Root) is not { } fault) return body;

        body.Dispose();
        throw fault.ToException();
    }

    public void Dispose() => _json.Dispose();

    public Guid? Id(string field) =>
        Root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id) ? id : null;

    public bool? Flag(string field) =>
        Root.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;

    public string? Text(string field) =>
        Root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <exception cref="BadRequestException">It is too large.</exception>
    /// <param name="what">What it is, as a sentence begins.</param>
    public static void RequireSize(DashboardTexts texts, string what)
    {
        var bytes = Encoding.UTF8.GetByteCount(texts.Settings) + Encoding.UTF8.GetByteCount(texts.Content);
        if (bytes > Limits.DashboardBytesMax)
            throw new BadRequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"{what} has at most {Limits.DashboardBytesMax >> 10} KiB, this one has {bytes >> 10} KiB. Make two of it."))
            {
                Status = StatusCodes.Status413PayloadTooLarge, ErrorType = "ES_ENTITY_CONTENT_TOO_LONG",
            };
    }

    /// <summary>Refuses what could not be given back as it came: text that is no JSON, no Unicode, or nested too deeply.</summary>
    static void Check(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes)) throw Malformed("The body is not UTF-8.");

        var json = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Limits.DashboardDepthMax + 1 });
        try
        {
            while (json.Read())
            {
                if (json.CurrentDepth >= Limits.DashboardDepthMax
                    && json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    throw JsonFault.Impossible(string.Create(
                        CultureInfo.InvariantCulture,
                        $"is nested deeper than {Limits.DashboardDepthMax} at byte {json.TokenStartIndex}")).ToException();
                // An escape may stand for half a character.
                if (json.ValueIsEscaped) _ = json.GetString();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Malformed($"The body is not JSON that can be kept: it is wrong near byte {json.TokenStartIndex}.", exception);
        }
    }

    static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException exception)
        {
            throw Malformed($"{JsonBody.Fault(exception)} It may have a field twice.", exception);
        }
    }

    /// <summary>An object of these fields.</summary>
    /// <param name="more">Writes what else is in it.</param>
    public static string Write(IEnumerable<JsonProperty> fields, Action<Utf8JsonWriter>? more = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_writing))
        {
            writer.WriteStartObject();
            foreach (var field in fields) field.WriteTo(writer);
            more?.Invoke(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static BadRequestException Malformed(string message, Exception? inner = null) =>
        new(message, inner) { ErrorType = "MALFORMED_JSON_REQUEST" };
}
