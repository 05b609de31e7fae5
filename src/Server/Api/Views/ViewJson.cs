using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Views;

/// <summary>Between what the catalog keeps of a view and Neptune's <c>LeaderboardViewDTO</c>.</summary>
static class ViewJson
{
    const int NameLengthMax = 200;
    const int ColumnsMax = 1000;
    const int ContentLengthMax = 1 << 20;

    static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <returns>What is wrong with the view, in a sentence; <c>null</c> if it can be kept.</returns>
    public static string? Problem(ViewBody body) => body switch
    {
        _ when string.IsNullOrWhiteSpace(body.Name) => "A view needs a name.",
        { Name.Length: > NameLengthMax } => $"A view's name has at most {NameLengthMax} characters.",
        { Name: { } name } when name.Contains('\0', StringComparison.Ordinal) => "A view's name has no zero characters.",
        { ColumnList.Columns: null } or { ColumnList: null } => "A view needs a columnList.",
        { ColumnList.Columns.Count: > ColumnsMax } => $"A view has at most {ColumnsMax} columns.",
        _ when Content(body).Length > ContentLengthMax => "The view is too large: keep fewer columns or a shorter query.",
        _ => null,
    };

    /// <summary>All that the view shows, without what the catalog keeps beside it.</summary>
    public static string Content(ViewBody body) => JsonSerializer.Serialize(
        body with
        {
            Name = null,
            DefaultView = null,
            ExperimentsOnly = body.ExperimentsOnly ?? false,
            RunsLineage = body.RunsLineage ?? false,
            ShowSelectedHiddenByFilter = body.ShowSelectedHiddenByFilter ?? false,
            SortOptions = body.SortOptions ?? new SortOptionsBody(null, null, null, null),
        },
        s_options);

    public static JsonObject Of(SavedView view)
    {
        var json = JsonNode.Parse(view.Content)!.AsObject(); // as Content wrote it
        json["id"] = view.Id.ToString();
        json["name"] = view.Name;
        json["defaultView"] = view.IsDefault;
        return json;
    }
}
