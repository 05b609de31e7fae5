using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Dashboards;

namespace NeptuneAlt.Server.Api.Reports;

/// <summary>Answers to calls about reports: what the catalog has in columns, and all that was kept as it came.</summary>
static class ReportAnswer
{
    /// <summary>Texts of versions that are read at a time.</summary>
    const int AtATime = 64;

    public static IResult Of(HttpContext context, DashboardVersion version, DashboardTexts texts) =>
        Tagged(context, version, json =>
        {
            using var settings = JsonDocument.Parse(texts.Settings);
            json.WriteStartObject();
            json.WriteString("reportName", version.Name);
            json.WritePropertyName("metadata");
            WriteMetadata(json, version, settings.RootElement);
            foreach (var field in settings.RootElement.EnumerateObject().Where(field => field.Name != "metadata")) field.WriteTo(json);
            using var content = JsonDocument.Parse(texts.Content);
            foreach (var field in content.RootElement.EnumerateObject()) field.WriteTo(json);
            json.WriteEndObject();
        });

    public static IResult OfMetadata(HttpContext context, DashboardVersion version, string settings) =>
        Tagged(context, version, json =>
        {
            using var kept = JsonDocument.Parse(settings);
            WriteMetadata(json, version, kept.RootElement);
        });

    /// <summary>Reports, each by the version that stands for it.</summary>
    public static IResult OfReports(
        CatalogReports reports, IReadOnlyList<DashboardVersion> versions, CancellationToken cancellationToken) =>
        OfList(reports, versions, "reportsMetadata", isTotal: false, WriteReport, cancellationToken);

    public static IResult OfVersions(
        CatalogReports reports, IReadOnlyList<DashboardVersion> versions, CancellationToken cancellationToken) =>
        OfList(reports, versions, "reportVersionsMetadata", isTotal: true, WriteMetadata, cancellationToken);

    static JsonAnswer Tagged(HttpContext context, DashboardVersion version, Action<Utf8JsonWriter> write)
    {
        context.Response.Headers.ETag = DashboardAnswer.Tag(version);
        return new JsonAnswer(answer =>
        {
            write(answer.Writer);
            return Task.CompletedTask;
        });
    }

    static JsonAnswer OfList(
        CatalogReports reports, IReadOnlyList<DashboardVersion> versions, string field, bool isTotal,
        Action<Utf8JsonWriter, DashboardVersion, JsonElement> write, CancellationToken cancellationToken) => new(async answer =>
    {
        // The first are read before anything is sent: an outage is told with its status.
        var texts = await ReadAsync(0);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray(field);
        for (var at = 0; at < versions.Count; at += AtATime)
        {
            if (at > 0) texts = await ReadAsync(at);
            foreach (var version in versions.Skip(at).Take(AtATime))
            {
                if (!texts.TryGetValue(version.Id, out var text)) continue;
                using var settings = JsonDocument.Parse(text.Settings);
                write(answer.Writer, version, settings.RootElement);
            }

            await answer.FlushIfFullAsync();
        }

        answer.Writer.WriteEndArray();
        if (isTotal) answer.Writer.WriteNumber("total", versions.Count);
        answer.Writer.WriteEndObject();

        Task<IReadOnlyDictionary<Guid, DashboardTexts>> ReadAsync(int at) => reports.Versions.TextsAsync(
            [.. versions.Skip(at).Take(AtATime).Select(version => version.Id)], withContent: false, cancellationToken);
    });

    static void WriteReport(Utf8JsonWriter json, DashboardVersion version, JsonElement settings)
    {
        json.WriteStartObject();
        json.WriteString("reportId", version.Branch);
        json.WriteString("initialAuthor", version.Author);
        json.WriteString("creationTime", version.Begun);
        json.WriteString("latestPublishTime", version.Updated);
        json.WritePropertyName("latestVersionMetadata");
        WriteMetadata(json, version, settings);
        if (version.Deleted is { } deleted)
        {
            json.WriteString("deletedTime", deleted);
            json.WriteString("deletedBy", version.DeletedBy);
        }

        json.WriteEndObject();
    }

    static void WriteMetadata(Utf8JsonWriter json, DashboardVersion version, JsonElement settings)
    {
        json.WriteStartObject();
        json.WriteBoolean("draft", version.IsDraft);
        json.WriteString("versionAuthor", version.Owner);
        json.WriteString("reportId", version.Branch);
        json.WriteString("versionId", version.Id);
        json.WriteString("versionCreationTime", version.Created);
        json.WriteString("versionLastModificationTime", version.Updated);
        json.WriteStartObject("versionContentPreview");
        json.WriteString("reportName", version.Name);
        json.WriteEndObject();
        if (version.VersionName is { } name) json.WriteString("versionName", name);
        if (version.VersionDescription is { } description) json.WriteString("versionDescription", description);
        foreach (var field in settings.GetProperty("metadata").EnumerateObject()) field.WriteTo(json);
        json.WriteEndObject();
    }
}
