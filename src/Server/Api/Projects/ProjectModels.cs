using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Api.Projects;

/// <summary>
/// A project as Neptune's API shows it. There are no roles here: whoever has a token may do everything.
/// </summary>
sealed record ProjectWithRole(
    Guid Id, Guid OrganizationId, string OrganizationName, string OrganizationType, string Name, string ProjectKey,
    string Description, string Visibility, bool Archived, DateTimeOffset TimeOfCreation, DateTimeOffset LastActivity,
    int UserCount, string UserRoleInOrganization, string UserRoleInProject, string CodeAccess, bool Featured,
    string AvatarUrl, string AvatarSource, string BackgroundUrl, string DisplayClass, int Version)
{
    /// <summary>The number that Neptune gives to projects of its present structure.</summary>
    const int PresentVersion = 2;

    /// <summary>
    /// The catalog does not follow runs after their creation, so the last activity is the one it knows.
    /// </summary>
    public static ProjectWithRole Of(Project project) => new(
        project.Id, project.WorkspaceId, project.Workspace, "team", project.Name, project.Key, project.Description,
        project.Visibility, project.Archived, project.CreationTime, project.CreationTime, 1, "owner", "manager",
        "default", false, "", "default", "", "", PresentVersion);
}

/// <summary>A page of projects; both counts are of what matches, on all pages and in all.</summary>
sealed record ProjectList(IReadOnlyList<ProjectWithRole> Entries, int MatchingItemCount, int TotalItemCount);

sealed record NewProjectRequest(
    string? OrganizationIdentifier, string? Name, string? ProjectKey, string? Visibility, string? Description);

sealed record ProjectUpdateRequest(string? Name, string? Description, string? Visibility, bool? Archived);
