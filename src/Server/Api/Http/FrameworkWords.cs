using System.Text.Json;
using System.Text.RegularExpressions;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>Error messages of the framework without the names of our types.</summary>
static partial class FrameworkWords
{
    const int ValueCharsMax = 200;

    public static string Of(BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException json) return JsonBody.Fault(json);
        // Messages about the connection, such as a wrong chunk, contain no types of ours.
        if (bad.GetType() != typeof(BadHttpRequestException)) return bad.Message;
        if (bad.StatusCode == StatusCodes.Status415UnsupportedMediaType)
            return "Send the body as application/json, and say so in Content-Type.";
        if (Unbound.Match(bad.Message) is { Success: true } unbound)
            return $"'{Short(unbound.Groups["value"].Value)}' is no value of {unbound.Groups["name"].Value}.";
        if (Missing.Match(bad.Message) is { Success: true } missing)
            return missing.Groups["place"].Value == "body"
                ? "The request needs a JSON body."
                : $"The request needs {missing.Groups["name"].Value} in its {missing.Groups["place"].Value}.";

        return bad.Message.Contains("body", StringComparison.Ordinal)
            ? "The request needs a JSON body of the form that this call takes."
            : "The request is malformed.";
    }

    static string Short(string text) => text.Length > ValueCharsMax ? text[..ValueCharsMax] + "…" : text;

    [GeneratedRegex(
        """^Failed to bind parameter "(?:[^"]* )?(?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    static partial Regex Unbound { get; }

    [GeneratedRegex("""^Required parameter "(?:[^"]* )?(?<name>\w+)" was not provided from (?<place>[\w ]+)\.$""")]
    static partial Regex Missing { get; }
}
