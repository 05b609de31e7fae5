using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Api.Documents;

/// <summary>Between what the catalog keeps of a document and the API's JSON: an object of what the document says, and beside
/// that what the server tells of it.</summary>
static class DocumentJson
{
    static readonly string[] s_serversFields = ["id", "name", "revision", "author", "created", "updatedBy", "updated"];

    /// <param name="content">What is to be kept, if nothing is wrong.</param>
    /// <returns>What is wrong with the document, in a sentence; <c>null</c> if it can be kept.</returns>
    public static string? Problem(DocumentKind kind, DocumentRequest body, out string content)
    {
        content = "";
        // What is no value of its kind, such as an infinite number, has no form as JSON.
        if (NameProblem(kind, body) is { } problem || (problem = body.Problem()) is not null) return problem;

        content = body.Content();
        return Encoding.UTF8.GetByteCount(content) is var bytes && bytes <= Limits.DocumentContentBytesMax ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"A {kind.Name} has at most {Limits.DocumentContentBytesMax >> 10} KiB, this one has {bytes >> 10} KiB. Make two of it, or keep less in it.");
    }

    static string? NameProblem(DocumentKind kind, DocumentRequest body) => body switch
    {
        _ when string.IsNullOrWhiteSpace(body.Name) => $"A {kind.Name} needs a name.",
        { Name.Length: > Limits.DocumentNameCharactersMax } =>
            $"The name of a {kind.Name} has at most {Limits.DocumentNameCharactersMax} characters, this one has {body.Name.Length}.",
        { Name: { } name } when name.Contains('\0', StringComparison.Ordinal) =>
            $"The name of a {kind.Name} cannot have zero characters.",
        _ => null,
    };

    public static JsonObject Of(DocumentKind kind, Document document)
    {
        var json = JsonNode.Parse(document.Content)!.AsObject(); // as the body's Content wrote it
        json["id"] = document.Key.Id.ToString();
        json["name"] = document.Name;
        json["revision"] = document.Revision;
        json["author"] = document.Author;
        json["created"] = document.Created;
        json["updatedBy"] = document.UpdatedBy;
        json["updated"] = document.Updated;
        if (kind.DefaultField is { } field) json[field] = document.IsDefault;
        return json;
    }

    /// <summary>Fields that a request holds besides those that the server knows, without what only the server tells: a document
    /// is often sent back as it was read.</summary>
    public static Dictionary<string, JsonElement>? WithoutServers(Dictionary<string, JsonElement>? fields) => fields?
        .Where(field => !s_serversFields.Contains(field.Key, StringComparer.OrdinalIgnoreCase))
        .ToDictionary(field => field.Key, field => field.Value);
}
