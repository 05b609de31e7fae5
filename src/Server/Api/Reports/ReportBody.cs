using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Dashboards;

namespace NeptuneAlt.Server.Api.Reports;

/// <summary>Reports in the JSON of requests. All is kept but what the server itself tells of a version.</summary>
static class ReportBody
{
    /// <summary>Fields of the metadata that have columns, or are the server's.</summary>
    static readonly HashSet<string> s_metadataFields =
    [
        "draft", "versionAuthor", "reportId", "versionId", "versionCreationTime", "versionLastModificationTime",
        "externalProjectsDependencies", "versionContentPreview", "versionName", "versionDescription",
    ];

    /// <summary>The report as it is kept.</summary>
    /// <param name="projects">Other projects that it draws from.</param>
    /// <exception cref="BadRequestException">Its parts do not fit together, or it is too large.</exception>
    public static DashboardDraft ToReport(this KeptBody body, IReadOnlyList<Guid> projects)
    {
        var metadata = body.Root.GetProperty("metadata");
        var texts = new DashboardTexts(
            KeptBody.Write(
                body.Root.EnumerateObject().Where(field => field.Name is not ("reportName" or "metadata" or "nodes")),
                writer => WriteMetadata(writer, metadata, projects)),
            KeptBody.Write(body.Root.EnumerateObject().Where(field => field.Name == "nodes")));
        KeptBody.RequireSize(texts, "A report");
        var change = Change(metadata);
        return new DashboardDraft(body.Text("reportName")!, "report", ReportRules.Widgets(body.Root), texts) // required by the shape
        {
            IsDraft = change.IsDraft == true, Base = DashboardBody.BaseOf(body.Root), VersionName = change.VersionName,
            VersionDescription = change.VersionDescription,
        };
    }

    /// <summary>What metadata of the form <see cref="ReportShapes.Metadata"/> say of a version.</summary>
    public static DashboardVersionChange Change(JsonElement metadata) => new(
        metadata.GetProperty("draft").GetBoolean(), DashboardRules.TextOf(metadata, "versionName"),
        DashboardRules.TextOf(metadata, "versionDescription"), IsUpdate: false);

    static void WriteMetadata(Utf8JsonWriter writer, JsonElement metadata, IReadOnlyList<Guid> projects)
    {
        writer.WriteStartObject("metadata");
        writer.WriteStartArray("externalProjectsDependencies");
        foreach (var project in projects) writer.WriteStringValue(project);
        writer.WriteEndArray();
        foreach (var field in metadata.EnumerateObject().Where(field => !s_metadataFields.Contains(field.Name))) field.WriteTo(writer);
        writer.WriteEndObject();
    }
}
