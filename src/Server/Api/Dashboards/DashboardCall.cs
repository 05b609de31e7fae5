using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Events;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>What all calls on dashboards and reports have in common: the project, the caller, and whom a change is told to.</summary>
/// <param name="Session">The browser's own random id: drafts are of a user and a browser.</param>
readonly record struct DashboardCall(
    HttpContext Context, [FromQuery(Name = "projectIdentifier")] string ProjectIdentifier,
    [FromHeader(Name = "X-Neptunealt-Session")] string? Session, RunIdentifiers Identifiers, PatternChecks PatternChecks,
    DashboardNews News, TimeProvider Time)
{
    const int SessionCharactersMax = 64;

    public CancellationToken Aborted => Context.RequestAborted;

    /// <exception cref="BadRequestException">The header of the session is none.</exception>
    public DashboardCaller Caller => (Session ?? "") is var session && session.Length <= SessionCharactersMax
        && !session.Any(char.IsControl)
            ? new(ApiError.Username(Context), session, Time.GetUtcNow())
            : throw new BadRequestException($"X-Neptunealt-Session has at most {SessionCharactersMax} characters.");

    public Task<Project> ProjectAsync() => Identifiers.ProjectAsync(ProjectIdentifier, Aborted);

    /// <exception cref="BadRequestException">The project is archived.</exception>
    public async Task<Project> ChangedProjectAsync() => await ProjectAsync() is { Archived: false } project
        ? project
        : throw new BadRequestException("The project is archived, so nothing in it changes. Take it out of the archive first.")
        {
            Status = StatusCodes.Status403Forbidden, ErrorType = "WRITE_ACCESS_DENIED_TO_ARCHIVED_PROJECT",
        };

    /// <exception cref="BadRequestException">It is no id.</exception>
    public static Guid Id(string text, string field) => Guid.TryParseExact(text, "D", out var id)
        ? id
        : throw new BadRequestException($"{field} is no id, which is a UUID like 0198c7a2-53f0-7000-8000-000000000001.") { ErrorType = "INCORRECT_IDENTIFIER" };

    /// <summary>Revision of the version that the caller means to change.</summary>
    /// <param name="ifMatch">The version's ETag as the caller knows it.</param>
    /// <returns><c>null</c>: whichever is there. 0, which no version has, if it is not that version.</returns>
    public static long? Expected(Guid id, string? ifMatch)
    {
        if (string.IsNullOrWhiteSpace(ifMatch) || ifMatch.Trim() == "*") return null;

        // Proxies that compress make tags weak.
        var text = EntityTagHeaderValue.TryParse(ifMatch, out var tag) ? HeaderUtilities.RemoveQuotes(tag.Tag).ToString() : "";
        return text.StartsWith($"{id}.", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(text.AsSpan(text.LastIndexOf('.') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
                ? revision
                : 0;
    }

    /// <exception cref="BadRequestException">A regular expression of the dashboard is wrong.</exception>
    public Task CheckPatternsAsync(KeptBody body) => body.CheckPatternsAsync(PatternChecks, Aborted);

    /// <summary>Tells open pages of a change of a version.</summary>
    public void Tell(Project project, DashboardVersion version, bool isDeleted = false) => News.Tell(
        new DashboardChange(project.Number, version.Branch, version.Id, version.Owner, version.IsDraft, isDeleted));

    /// <summary>Tells open pages that a dashboard went into the trash, or came back.</summary>
    public void Tell(Project project, Guid branch, bool isDeleted) => News.Tell(
        new DashboardChange(project.Number, branch, null, ApiError.Username(Context), false, isDeleted));
}
