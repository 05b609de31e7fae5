using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>Reads JSON bodies, which are UTF-8.</summary>
static class JsonBody
{
    const int PathCharsMax = 200;

    static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <returns><c>null</c> if there is no body.</returns>
    /// <exception cref="BadRequestException">The body is no such JSON.</exception>
    public static T? Read<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var bytes = Text(RequestBody.Of(context).Span);
        if (bytes.IsEmpty) return null;

        Check(bytes);
        try
        {
            return JsonSerializer.Deserialize(bytes, type);
        }
        catch (JsonException exception)
        {
            throw new BadRequestException(Fault(exception), exception);
        }
    }

    /// <exception cref="BadRequestException">The body is missing or not the expected JSON.</exception>
    public static T Require<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class =>
        Read(context, type) ?? throw new BadRequestException("The request needs a JSON body.");

    /// <summary>Refuses what no call has a meaning for: text that is no JSON, and a null as an item.</summary>
    /// <exception cref="BadRequestException">It is such a text.</exception>
    public static void Check(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(Text(body));
        var isList = new Stack<bool>();
        try
        {
            while (json.Read())
            {
                if (json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    isList.Push(json.TokenType == JsonTokenType.StartArray);
                else if (json.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject) isList.Pop();
                else if (json.TokenType == JsonTokenType.Null && isList.TryPeek(out var inList) && inList)
                    throw new BadRequestException(
                        $"A list holds a null, at byte {json.TokenStartIndex}. Leave it out.");
            }
        }
        catch (JsonException exception)
        {
            throw new BadRequestException(Fault(exception), exception);
        }
    }

    /// <summary>Where the body is not as expected, without the name of our type.</summary>
    public static string Fault(JsonException exception)
    {
        var place = exception switch
        {
            { Path.Length: > PathCharsMax } => $", at {exception.Path[..PathCharsMax]}…",
            { Path.Length: > 1 } => $", at {exception.Path}",
            { LineNumber: { } line, BytePositionInLine: { } column } => $", in line {line + 1} at byte {column + 1}",
            _ => "",
        };
        return $"The body is not the JSON that this call takes{place}.";
    }

    static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> body) =>
        body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
}
