using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>Dashboards in the JSON of requests. All is kept but what the server itself tells of a dashboard.</summary>
static class DashboardBody
{
    /// <summary>What the server tells of a version, or keeps in columns. A dashboard is often sent back as it was read.</summary>
    static readonly HashSet<string> s_serversFields =
    [
        "id", "versionBranch", "name", "type", "draft", "isDraft", "owner", "experimentShortId", "versionName",
        "versionDescription", "createdTime", "lastUpdatedTime", "widgetCount", "deletedTime", "deletedBy", "widgets", "layouts",
    ];

    /// <exception cref="BadRequestException">A regular expression is wrong.</exception>
    public static Task CheckPatternsAsync(this KeptBody body, PatternChecks checks, CancellationToken cancellationToken) =>
        CheckAsync(checks, [.. DashboardRules.Patterns(body.Root)], cancellationToken);

    /// <param name="patterns">Regular expressions, each with its place.</param>
    /// <exception cref="BadRequestException">One is wrong.</exception>
    public static async Task CheckAsync(
        PatternChecks checks, IReadOnlyList<(string Pattern, string Place)> patterns, CancellationToken cancellationToken)
    {
        var fault = await checks.FindFaultAsync([.. patterns.Select(pattern => pattern.Pattern)], cancellationToken);
        if (fault is var (at, what)) throw JsonFault.Impossible($"is wrong. {what.TrimEnd('.')}", patterns[at].Place).ToException();
    }

    /// <summary>The dashboard as it is kept.</summary>
    /// <exception cref="BadRequestException">Its parts do not fit together, or it is too large.</exception>
    public static DashboardDraft ToDraft(this KeptBody body)
    {
        if (DashboardRules.Fault(body.Root) is { } fault) throw fault.ToException();

        var texts = new DashboardTexts(
            KeptBody.Write(body.Root.EnumerateObject().Where(field => !s_serversFields.Contains(field.Name))),
            KeptBody.Write(body.Root.EnumerateObject().Where(field => field.Name is "widgets" or "layouts")));
        KeptBody.RequireSize(texts, "A dashboard");
        return new DashboardDraft(
            body.Text("name")!, body.Text("type")!, body.Root.GetProperty("widgets").GetArrayLength(), texts) // required by the shape
        {
            Base = BaseOf(body.Root), VersionName = body.Text("versionName"), VersionDescription = body.Text("versionDescription"),
        };
    }

    /// <summary>The published version that a draft says it came from.</summary>
    public static Guid? BaseOf(JsonElement root) =>
        root.TryGetProperty("extra", out var extra) && extra.ValueKind == JsonValueKind.Object
        && extra.TryGetProperty("base", out var based) && based.ValueKind == JsonValueKind.String && based.TryGetGuid(out var id)
            ? id
            : null;
}
