using System.Text.Json;

namespace NeptuneAlt.Server.Api.Reports;

/// <summary>Neptune's <c>ReportVersionDTO</c>: one version of a report, with all that was sent.</summary>
sealed record ReportResponse(
    string ReportName, ReportMetadataResponse Metadata, ReportConfigRequest GlobalConfig, IReadOnlyList<ReportNodeRequest> Nodes,
    IReadOnlyList<AliasGroupRequest>? RunAliases, IReadOnlyList<AliasGroupRequest>? ExperimentAliases, JsonElement? Extra);

/// <summary>Neptune's <c>ReportVersionMetadataDTO</c>.</summary>
/// <param name="Draft">Only its author sees it.</param>
/// <param name="VersionLastModificationTime">Of a published version, when it was published.</param>
/// <param name="ExternalProjectsDependencies">Other projects that the report draws from.</param>
sealed record ReportMetadataResponse(
    bool Draft, string VersionAuthor, Guid ReportId, Guid VersionId, DateTimeOffset VersionCreationTime,
    DateTimeOffset VersionLastModificationTime, IReadOnlyList<Guid> ExternalProjectsDependencies,
    ReportPreviewResponse VersionContentPreview, string? VersionName, string? VersionDescription);

sealed record ReportPreviewResponse(string ReportName);

/// <summary>Neptune's <c>ReportMetadataListDTO</c>.</summary>
sealed record ReportsResponse(IReadOnlyList<ReportOverviewResponse> ReportsMetadata);

/// <summary>Neptune's <c>ReportMetadataDTO</c>.</summary>
/// <param name="LatestPublishTime">Of a report that was never published, when its draft was last saved.</param>
/// <param name="DeletedTime">When it went into the trash.</param>
sealed record ReportOverviewResponse(
    Guid ReportId, string InitialAuthor, DateTimeOffset CreationTime, DateTimeOffset LatestPublishTime,
    ReportMetadataResponse LatestVersionMetadata, DateTimeOffset? DeletedTime, string? DeletedBy);

/// <summary>Neptune's <c>ReportVersionListDTO</c>.</summary>
sealed record ReportVersionsResponse(IReadOnlyList<ReportMetadataResponse> ReportVersionsMetadata, long Total);
