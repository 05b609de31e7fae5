using System.Text.Json;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>Writes Neptune's JSON of dashboards: what the catalog has in columns, and all that was kept as it came.</summary>
static class DashboardJson
{
    /// <param name="isWhole">Whether widgets and layouts are told; else there are none, but their count.</param>
    public static void Write(Utf8JsonWriter json, DashboardVersion version, DashboardTexts texts, bool isWhole = true)
    {
        json.WriteStartObject();
        WriteHead(json, version);
        WriteFields(json, texts.Settings);
        if (isWhole) WriteFields(json, texts.Content);
        else WriteNoContent(json, version.Widgets);
        if (version.Experiment is { } experiment) json.WriteString("experimentShortId", experiment);
        if (version.Deleted is { } deleted)
        {
            json.WriteString("deletedTime", deleted);
            json.WriteString("deletedBy", version.DeletedBy);
        }

        json.WriteEndObject();
    }

    public static void WriteVersion(Utf8JsonWriter json, DashboardVersion version)
    {
        json.WriteStartObject();
        WriteHead(json, version);
        json.WriteEndObject();
    }

    static void WriteHead(Utf8JsonWriter json, DashboardVersion version)
    {
        json.WriteString("id", version.Id);
        json.WriteString("versionBranch", version.Branch);
        json.WriteString("name", version.Name);
        json.WriteString("type", version.Type);
        json.WriteBoolean("draft", version.IsDraft);
        json.WriteString("owner", version.Owner);
        if (version.VersionName is { } name) json.WriteString("versionName", name);
        if (version.VersionDescription is { } description) json.WriteString("versionDescription", description);
        json.WriteString("createdTime", version.Created);
        json.WriteString("lastUpdatedTime", version.Updated);
    }

    static void WriteFields(Utf8JsonWriter json, string text)
    {
        using var kept = JsonDocument.Parse(text);
        foreach (var field in kept.RootElement.EnumerateObject()) field.WriteTo(json);
    }

    static void WriteNoContent(Utf8JsonWriter json, int widgets)
    {
        json.WriteStartArray("widgets");
        json.WriteEndArray();
        json.WriteStartObject("layouts");
        foreach (var size in (string[])["xl", "lg", "md", "sm", "xs"])
        {
            json.WriteStartArray(size);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteNumber("widgetCount", widgets);
    }
}
