using System.Globalization;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Attributes;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>Groups of runs as Neptune's <c>LeaderboardEntryGroupDTO</c>. Page tokens are offsets within the
/// group.</summary>
static class GroupJson
{
    const int LimitDefault = 50;
    const int LimitMax = 1000;

    /// <exception cref="BadRequestException">The grouping is invalid.</exception>
    public static RunGroupsRequest RequestOf(GroupingRequest grouping, RunTableRequest table)
    {
        var fields = (grouping.GroupBy ?? []).Select(field =>
            field is { Name.Length: > 0, Type.Length: > 0 } && field.Attribute() is { Type: not AttributeType.None } known
                ? known
                : throw new BadRequestException("Each attribute to group by needs its name and its type."));
        var opened = (grouping.OpenedGroups ?? []).OfType<string>()
            .Select(id => new OpenedGroup(id, LimitDefault, 0))
            .Concat((grouping.OpenedGroupsWithPagination ?? []).OfType<OpenedGroupRequest>().Select(OpenedOf))
            .GroupBy(one => one.Id).Select(same => same.Last());
        return new RunGroupsRequest(
            table with { Limit = Math.Min(table.Limit, LimitMax) }, [.. fields], [.. opened]);
    }

    static OpenedGroup OpenedOf(OpenedGroupRequest body)
    {
        var limit = Math.Clamp(body.Pagination?.Pagination?.Limit ?? LimitDefault, 0, LimitMax);
        var token = body.Pagination?.ContinuationToken ?? body.Pagination?.BeforeToken;
        var offset = body.Pagination?.Pagination?.Offset ?? 0;
        if (!string.IsNullOrEmpty(token) && !int.TryParse(token, CultureInfo.InvariantCulture, out offset))
            throw new BadRequestException("The token of a group's page is not one of this server's.");

        return new OpenedGroup(body.OpenedGroup ?? "", limit, Math.Max(0, offset));
    }

    public static void Write(Utf8JsonWriter json, RunGroupsPage page)
    {
        json.WriteNumber("totalGroupCount", page.TotalGroups);
        json.WriteStartArray("groups");
        foreach (var group in page.Groups) Write(json, group);
        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, RunGroup group)
    {
        json.WriteStartObject();
        json.WriteString("id", group.Id);
        json.WriteStartArray("key");
        foreach (var part in group.Parts) Write(json, part);
        json.WriteEndArray();
        json.WriteNumber("itemCount", group.Count);
        json.WriteStartArray("childrenIds");
        foreach (var child in group.Children) json.WriteStringValue(child);
        json.WriteEndArray();
        if (group.Page?.Next is { } next) json.WriteString("continuationToken", Text(next));
        if (group.Page?.Before is { } before) json.WriteString("beforeToken", Text(before));
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, RunGroupPart part)
    {
        json.WriteStartObject();
        json.WriteStartObject("field");
        json.WriteString("name", part.Attribute.Path);
        json.WriteString("type", part.Attribute.Type.Name());
        json.WriteString("aggregation", Aggregation(part.Attribute.Aggregate));
        json.WriteEndObject();
        if (part.Value is not null) Value(json, part.Attribute.Type, part.Value);
        json.WriteEndObject();
    }

    static void Value(Utf8JsonWriter json, AttributeType type, string value)
    {
        json.WritePropertyName("value");
        switch (type)
        {
            case AttributeType.Bool:
                json.WriteBooleanValue(value == "true");
                break;
            case AttributeType.StringSet:
                json.WriteRawValue(value);
                break;
            case AttributeType.Int or AttributeType.Float or AttributeType.FloatSeries
                when double.TryParse(value, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                json.WriteRawValue(value);
                break;
            default:
                json.WriteStringValue(value);
                break;
        }
    }

    static string Aggregation(SeriesAggregate aggregate) =>
        aggregate == SeriesAggregate.Unstated ? "auto" : aggregate.ToString().ToLowerInvariant();

    static string Text(int offset) => offset.ToString(CultureInfo.InvariantCulture);
}
