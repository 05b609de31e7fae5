using System.Security.Cryptography;
using System.Text;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Auth;

/// <summary>Who the caller is, and which workspaces there are.</summary>
static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/backend/v1/userProfile", Profile)
            .Describe("getUserProfile", "Who the caller is.").Gives<UserProfile>();
        routes.MapGet("/api/backend/v1/myOrganizations", WorkspacesAsync)
            .Describe("listOrganizations", "The workspaces.").Gives<IReadOnlyList<Workspace>>();
    }

    static IResult Profile(HttpContext context) => Results.Json(UserProfile.Of(ApiError.Username(context)));

    static async Task<IResult> WorkspacesAsync(CatalogProjects catalog, CancellationToken cancellationToken)
    {
        var projects = await catalog.ListAsync(cancellationToken);
        return Results.Json(projects.GroupBy(project => (project.WorkspaceId, project.Workspace))
            .OrderBy(workspace => workspace.Key.Workspace, StringComparer.OrdinalIgnoreCase)
            .Select(workspace => Workspace.Of(
                workspace.Key.WorkspaceId, workspace.Key.Workspace, workspace.Min(project => project.CreationTime))));
    }
}

/// <summary>A user as Neptune's API shows one. Only the name is known here.</summary>
sealed record UserProfile(
    string Username, string UsernameHash, string Email, string FirstName, string LastName, string Biography,
    string ShortInfo, bool HasLoggedToCli, bool HasCreatedExperiments, DateTimeOffset Created, string AvatarUrl,
    string AvatarSource, string UserflowIdentityHash, string IntercomIdentityHash, UserLinks Links)
{
    public static UserProfile Of(string username) => new(
        username, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(username))), "", "", "", "", "", true,
        true, DateTimeOffset.UnixEpoch, "", "default", "", "", new UserLinks([]));
}

sealed record UserLinks(IReadOnlyList<string> Others);

/// <summary>A workspace as Neptune's API shows it to one of its owners, which everyone is.</summary>
/// <param name="Created">When the oldest of its projects was.</param>
sealed record Workspace(
    Guid Id, string Name, string OrganizationType, string UserRole, string PaymentStatus, string PricingPlan,
    bool LimitsEnforced, string AvatarUrl, string AvatarSource, DateTimeOffset Created)
{
    public static Workspace Of(Guid id, string name, DateTimeOffset created) =>
        new(id, name, "team", "owner", "active", "enterprise", false, "", "default", created);
}
