using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Dashboards;
using NeptuneAlt.Server.Api.Events;
using NeptuneAlt.Server.Hosting.Commands.Dashboards;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Jobs;

/// <summary>Makes a dashboard that is a file the newest version of the dashboard with its key, if it is not.</summary>
sealed class DashboardPublisher(CatalogDashboards dashboards, PatternChecks patterns, DashboardNews news, TimeProvider time)
{
    /// <summary>Owner of what the server publishes by itself.</summary>
    public const string Owner = "provisioned";

    /// <returns>Whether it was published; else it is there as it is.</returns>
    /// <exception cref="BadRequestException">The dashboard cannot be kept; the message says why.</exception>
    public async Task<bool> PublishAsync(Project project, FiledDashboard filed, CancellationToken cancellationToken)
    {
        var caller = new DashboardCaller(Owner, "", time.GetUtcNow());
        var present = await PresentAsync(project, filed.Key, caller, cancellationToken);
        if (present is var (_, text) && text == filed.Text) return false;

        var draft = await DraftAsync(filed, cancellationToken);
        var result = present is { Version: var former }
            ? await dashboards.AddVersionAsync(project.Number, former.Id, former.Branch, draft, caller, cancellationToken)
            : await dashboards.CreateAsync(project.Number, draft, caller, cancellationToken);
        if (result is not { Outcome: DashboardOutcome.Done, Version: { } made })
            throw new BadRequestException(DashboardRefusal.MessageOf(result));

        news.Tell(new DashboardChange(project.Number, made.Branch, made.Id, made.Owner, IsDraft: false, IsDeleted: false));
        return true;
    }

    /// <summary>The newest version of the dashboard with that key, and its text as a file.</summary>
    async Task<(DashboardVersion Version, string Text)?> PresentAsync(
        Project project, string key, DashboardCaller caller, CancellationToken cancellationToken)
    {
        var versions = await dashboards.ListAsync(project.Number, new DashboardQuery(), caller, cancellationToken);
        var settings = await dashboards.TextsAsync([.. versions.Select(one => one.Id)], withContent: false, cancellationToken);
        var byKey = DashboardKeys.Of(versions.Where(one => settings.ContainsKey(one.Id)).Select(
            one => JsonOf(one, settings[one.Id] with { Content = "{}" })));
        if (!byKey.TryGetValue(key, out var found)) return null;

        var version = versions.Single(one => one.Id == Guid.Parse((string)found["id"]!)); // it was written with one
        var texts = await dashboards.TextsAsync([version.Id], withContent: true, cancellationToken);
        return texts.TryGetValue(version.Id, out var whole) ? (version, DashboardFile.Print(JsonOf(version, whole))) : null;
    }

    /// <exception cref="BadRequestException">It cannot be kept.</exception>
    async Task<DashboardDraft> DraftAsync(FiledDashboard filed, CancellationToken cancellationToken)
    {
        var json = filed.Dashboard.DeepClone().AsObject();
        if (json["extra"] is not JsonObject extra) json["extra"] = extra = [];
        extra["key"] = filed.Key;
        using var body = KeptBody.Read(JsonSerializer.SerializeToUtf8Bytes(json), DashboardShapes.Document);
        var draft = body.ToDraft() with { VersionDescription = $"From {filed.File}" };
        await body.CheckPatternsAsync(patterns, cancellationToken);
        return draft;
    }

    static JsonObject JsonOf(DashboardVersion version, DashboardTexts texts)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) DashboardJson.Write(writer, version, texts);
        return JsonNode.Parse(buffer.ToArray())!.AsObject(); // it is an object
    }
}
