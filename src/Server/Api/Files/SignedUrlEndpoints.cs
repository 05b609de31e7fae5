using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>
/// Signed addresses for files: one for each file asked for, there or not, in the order asked. The generic endpoint
/// names Google's protocol, whose uploads can be resumed, or Amazon's; the older one speaks only Azure's.
/// </summary>
static class SignedUrlEndpoints
{
    public const string Root = "/api/storagebridge/v1";

    public static void MapSignedUrls(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root + "/signedUrl", (
            SignedUrlsRequest request, HttpContext context, FileAddresses addresses, ProjectFinder projects) =>
            SignAsync(request, context, projects, (grant, file) =>
                addresses.GenericAsync(grant, file.ProjectIdentifier!, file.Size, context)))
            .Describe("signUrls", "Addresses that serve or take in files for a while.").Gives<SignedUrlsResponse>();
        routes.MapPost(Root + "/azure/signedUrl", (
            SignedUrlsRequest request, HttpContext context, FileAddresses addresses, ProjectFinder projects) =>
            SignAsync(request, context, projects, (grant, file) =>
                addresses.AzureAsync(grant, file.ProjectIdentifier!, context)));
    }

    static async Task<IResult> SignAsync(
        SignedUrlsRequest request, HttpContext context, ProjectFinder projects,
        Func<FileGrant, FileToSign, Task<SignedFile>> signAsync)
    {
        if (request.Files is not { } files) return ApiError.BadRequest("'files' is missing.");
        if (files.Count > Limits.SignedUrlsPerRequestMax)
            return new ApiError(
                StatusCodes.Status413PayloadTooLarge, "LIMIT_EXCEEDED",
                $"Ask for {Limits.SignedUrlsPerRequestMax} files at most.").ToResult();

        var holder = Credential.Of(context.User);
        var found = new Dictionary<(string, string), Project>();
        var signed = new List<SignedFile>(files.Count);
        foreach (var file in files)
        {
            if (file is not
                { ProjectIdentifier: { } identifier, Path: { Length: > 0 } path, Permission: { } permission })
                return ApiError.BadRequest("A file needs project_identifier, path and permission.");
            if (permission is not (FileGrant.Read or FileGrant.Write))
                return ApiError.BadRequest($"'{permission}' is no permission: use read or write.");
            if (file.Size < 0) return ApiError.BadRequest("The size of a file is not negative.");
            if (FileGrant.ProblemOf(path) is { } problem) return ApiError.BadRequest(problem);

            if (!found.TryGetValue((identifier, permission), out var project))
            {
                project = await projects.FindAsync(identifier, permission, context.RequestAborted);
                if (project is null) return ApiError.ProjectInaccessible(identifier);
                found.Add((identifier, permission), project);
            }

            signed.Add(await signAsync(new FileGrant(permission, project.Id, path) { Holder = holder }, file));
        }

        return Results.Json(new SignedUrlsResponse(signed));
    }
}
