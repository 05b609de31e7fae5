using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>
/// What a JSON value has to be. An object may have more fields than its shape names; those may be anything. Null counts as left
/// out, except as an item of a list.
/// </summary>
abstract record JsonShape
{
    public static JsonShape Object { get; } =
        new Kind("an object", "object", value => value.ValueKind == JsonValueKind.Object);

    public static JsonShape Flag { get; } =
        new Kind("true or false", "boolean", value => value.ValueKind is JsonValueKind.True or JsonValueKind.False);

    public static JsonShape Number { get; } =
        new Kind("a number", "number", value => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out _));

    /// <summary>A number of 32 bits.</summary>
    public static JsonShape Whole { get; } =
        new Kind("a whole number", "integer", value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _));

    public static JsonShape Id { get; } =
        new Kind("a UUID", "string", value => value.ValueKind == JsonValueKind.String && value.TryGetGuid(out _));

    /// <returns>What is wrong with the value; <c>null</c>: nothing.</returns>
    public abstract JsonFault? Fault(JsonElement value);

    /// <summary>Places of fields that the shape of their object does not name, in a value that is of this shape.</summary>
    public virtual IEnumerable<string> Unknown(JsonElement value) => [];

    /// <summary>The shape as JSON Schema.</summary>
    public abstract JsonObject Schema();

    /// <param name="Type">As JSON Schema calls it.</param>
    sealed record Kind(string What, string Type, Func<JsonElement, bool> Is) : JsonShape
    {
        public override JsonObject Schema() => new() { ["type"] = Type };

        public override JsonFault? Fault(JsonElement value) => Is(value) ? null : new JsonFault($"has to be {What}");
    }

    /// <param name="CharactersMax">In UTF-16.</param>
    public sealed record Text(int CharactersMax = int.MaxValue) : JsonShape
    {
        public override JsonObject Schema() => CharactersMax == int.MaxValue
            ? new JsonObject { ["type"] = "string" }
            : new JsonObject { ["type"] = "string", ["maxLength"] = CharactersMax };

        public override JsonFault? Fault(JsonElement value)
        {
            if (value.ValueKind != JsonValueKind.String) return new JsonFault("has to be a text");

            var length = value.GetString()!.Length; // a string has one
            return length <= CharactersMax ? null : JsonFault.TooMuch(string.Create(
                CultureInfo.InvariantCulture, $"has {length} characters; {CharactersMax} are the most"));
        }
    }

    /// <summary>One of these words, letter by letter.</summary>
    public sealed record Word(params string[] Words) : JsonShape
    {
        public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. Words.Select(word => (JsonNode)word)]) };

        public override JsonFault? Fault(JsonElement value) =>
            value.ValueKind == JsonValueKind.String && Words.Any(word => value.ValueEquals(word))
                ? null
                : new JsonFault($"has to be one of {string.Join(", ", Words)}");
    }

    public sealed record ListOf(JsonShape Item, int CountMax = int.MaxValue) : JsonShape
    {
        public override JsonObject Schema()
        {
            var schema = new JsonObject { ["type"] = "array", ["items"] = Item.Schema() };
            if (CountMax != int.MaxValue) schema["maxItems"] = CountMax;
            return schema;
        }

        public override JsonFault? Fault(JsonElement value)
        {
            if (value.ValueKind != JsonValueKind.Array) return new JsonFault("has to be a list");
            if (value.GetArrayLength() is var count && count > CountMax)
                return JsonFault.TooMuch(string.Create(CultureInfo.InvariantCulture, $"has {count} items; {CountMax} are the most"));

            var at = 0;
            foreach (var item in value.EnumerateArray())
            {
                if (Item.Fault(item) is { } fault) return fault.In($"[{at}]");
                at++;
            }

            return null;
        }

        public override IEnumerable<string> Unknown(JsonElement value) =>
            value.EnumerateArray().SelectMany((item, at) => Item.Unknown(item).Select(place => $"[{at}]{place}"));
    }

    /// <summary>An object with these fields; a star behind a name means that the field is required.</summary>
    public sealed record Fields : JsonShape
    {
        readonly (string Name, JsonShape Shape)[] _fields;
        readonly string[] _required;

        public Fields(params (string Name, JsonShape Shape)[] fields)
        {
            _fields = [.. fields.Select(field => (field.Name.TrimEnd('*'), field.Shape))];
            _required = [.. fields.Where(field => field.Name.EndsWith('*')).Select(field => field.Name.TrimEnd('*'))];
        }

        public IEnumerable<string> Names => _fields.Select(one => one.Name);

        public IReadOnlyList<string> Required => _required;

        /// <summary>These fields and those of the other one.</summary>
        public Fields And(params (string Name, JsonShape Shape)[] more) => new(
            [.. _fields.Select(field => (_required.Contains(field.Name) ? field.Name + "*" : field.Name, field.Shape)), .. more]);

        public override JsonObject Schema() => new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(_fields.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Shape.Schema()))),
            ["required"] = new JsonArray([.. _required.Select(name => (JsonNode)name)]),
        };

        public override JsonFault? Fault(JsonElement value)
        {
            if (value.ValueKind != JsonValueKind.Object) return new JsonFault("has to be an object");

            foreach (var name in _required)
                if (!value.TryGetProperty(name, out var field) || field.ValueKind == JsonValueKind.Null)
                    return new JsonFault("is missing").In($".{name}");

            foreach (var (name, shape) in _fields)
                if (value.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null
                    && shape.Fault(field) is { } fault)
                    return fault.In($".{name}");

            return null;
        }

        public override IEnumerable<string> Unknown(JsonElement value) => value.EnumerateObject().SelectMany(property =>
            _fields.FirstOrDefault(one => one.Name == property.Name).Shape is not { } shape ? [$".{property.Name}"]
            : property.Value.ValueKind == JsonValueKind.Null ? []
            : shape.Unknown(property.Value).Select(place => $".{property.Name}{place}"));
    }
}

/// <summary>What is wrong with a JSON document, and where.</summary>
/// <param name="What">The rest of a sentence that begins with the place.</param>
/// <param name="Place">A path such as <c>.widgets[3].type</c>.</param>
sealed record JsonFault(string What, string Place = "")
{
    public int Status { get; init; } = StatusCodes.Status400BadRequest;

    public string ErrorType { get; init; } = "BAD_REQUEST";

    /// <summary>Well-formed, but more than there may be.</summary>
    public static JsonFault TooMuch(string what) => Impossible(what) with { ErrorType = "PROJECT_LIMITS_EXCEEDED" };

    /// <summary>Well-formed, but without a meaning.</summary>
    public static JsonFault Impossible(string what, string place = "") =>
        new(what, place) { Status = StatusCodes.Status422UnprocessableEntity };

    public JsonFault In(string part) => this with { Place = part + Place };

    public BadRequestException ToException() => new($"${Place} {What}.") { Status = Status, ErrorType = ErrorType };
}
