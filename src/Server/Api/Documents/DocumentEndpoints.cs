using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Catalog;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Documents;

static class DocumentRoutes
{
    /// <summary>Lists, makes, reads, saves and deletes documents of a kind, shared by all who see their project.</summary>
    /// <typeparam name="TBody">JSON of a document that is saved.</typeparam>
    /// <typeparam name="TAnswer">JSON of a document, for the description.</typeparam>
    /// <typeparam name="TList">JSON of the list, for the description.</typeparam>
    public static RouteGroupBuilder MapDocuments<TBody, TAnswer, TList>(
        this IEndpointRouteBuilder endpoints, DocumentKind kind)
        where TBody : DocumentRequest
    {
        var (name, operation) = (kind.Name, kind.Operation);
        var documents = new DocumentEndpoints(kind, context => JsonBody.Require(context, BodyOf<TBody>()));
        var group = endpoints.MapGroup(kind.Route);
        group.MapGet("", documents.ListAsync)
            .Describe($"list{operation}s", $"The {name}s of a project.").Gives<TList>();
        group.MapPost("", documents.CreateAsync)
            .Describe($"create{operation}", $"Makes a {name}.").Takes<TBody>().Gives<TAnswer>(StatusCodes.Status201Created);
        group.MapGet("/{documentId}", documents.GetAsync)
            .Describe($"get{operation}", $"A {name}, with its revision as the ETag.").Gives<TAnswer>();
        group.MapPut("/{documentId}", documents.SaveAsync)
            .Describe(
                $"update{operation}",
                $"Saves a {name} over the revision that If-Match names. If somebody else saved it since, that is refused and answered with what is there (current).")
            .Takes<TBody>().Gives<TAnswer>().Gives<ApiError>(StatusCodes.Status409Conflict);
        group.MapDelete("/{documentId}", documents.DeleteAsync)
            .Describe($"delete{operation}", $"Deletes a {name} whose revision If-Match names.")
            .Produces(StatusCodes.Status200OK).Gives<ApiError>(StatusCodes.Status409Conflict);
        return group;
    }

    static JsonTypeInfo<TBody> BodyOf<TBody>() =>
        (JsonTypeInfo<TBody>)JsonSerializerOptions.Web.GetTypeInfo(typeof(TBody));
}

/// <param name="read">The document that a request holds.</param>
sealed class DocumentEndpoints(DocumentKind kind, Func<HttpContext, DocumentRequest> read)
{
    public async Task<IResult> ListAsync(
        string projectIdentifier, RunIdentifiers identifiers, CatalogDocuments documents,
        CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        var found = await documents.ListAsync(project.Number, kind.Name, cancellationToken);
        return Results.Json(new JsonObject
        {
            [kind.ListField] = new JsonArray([.. found.Select(document => DocumentJson.Of(kind, document))]),
        });
    }

    public async Task<IResult> CreateAsync(
        string projectIdentifier, RunIdentifiers identifiers, CatalogDocuments documents, TimeProvider time,
        HttpContext context)
    {
        var body = read(context);
        if (DocumentJson.Problem(kind, body, out var content) is { } problem) return ApiError.BadRequest(problem);

        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var document = await documents.AddAsync(
            new NewDocument(
                project.Number, kind.Name, body.Name!, content, body.MakesDefault() ?? false, // the name is checked above
                ApiError.Username(context), time.GetUtcNow()),
            context.RequestAborted);
        return Answer(context, document, StatusCodes.Status201Created);
    }

    public async Task<IResult> GetAsync(
        string documentId, string projectIdentifier, RunIdentifiers identifiers, CatalogDocuments documents,
        HttpContext context)
    {
        var key = await KeyAsync(documentId, projectIdentifier, identifiers, context.RequestAborted);
        return key is not null && await documents.FindAsync(key.Value, context.RequestAborted) is { } document
            ? Answer(context, document)
            : Missing(kind, documentId);
    }

    public async Task<IResult> SaveAsync(
        string documentId, string projectIdentifier, [FromHeader(Name = "If-Match")] string? ifMatch,
        RunIdentifiers identifiers, CatalogDocuments documents, TimeProvider time, HttpContext context)
    {
        var body = read(context);
        if (DocumentJson.Problem(kind, body, out var content) is { } problem) return ApiError.BadRequest(problem);

        var expected = Revision.Expected(ifMatch);
        var key = await KeyAsync(documentId, projectIdentifier, identifiers, context.RequestAborted);
        if (key is null) return Missing(kind, documentId);

        var change = new DocumentChange(
            body.Name!, content, body.MakesDefault(), ApiError.Username(context), time.GetUtcNow()); // the name is checked above
        var (document, isStale) = await documents.SaveAsync(key.Value, expected, change, context.RequestAborted);
        return document is null ? Missing(kind, documentId)
            : isStale ? Stale(context, document)
            : Answer(context, document);
    }

    public async Task<IResult> DeleteAsync(
        string documentId, string projectIdentifier, [FromHeader(Name = "If-Match")] string? ifMatch,
        RunIdentifiers identifiers, CatalogDocuments documents, HttpContext context)
    {
        var expected = Revision.Expected(ifMatch);
        var key = await KeyAsync(documentId, projectIdentifier, identifiers, context.RequestAborted);
        if (key is null) return Missing(kind, documentId);

        var (document, isStale) = await documents.DeleteAsync(key.Value, expected, context.RequestAborted);
        return document is null ? Missing(kind, documentId)
            : isStale ? Stale(context, document)
            : Results.Ok();
    }

    public static IResult Missing(DocumentKind kind, string? id) => ApiError.NotFound(
        $"There is no {kind.Name} '{id}' in this project. It may have been deleted: choose another, or save yours anew.");

    /// <returns><c>null</c> if there can be no such document.</returns>
    async Task<DocumentKey?> KeyAsync(
        string id, string projectIdentifier, RunIdentifiers identifiers, CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        return Guid.TryParse(id, out var parsed) ? new DocumentKey(project.Number, kind.Name, parsed) : null;
    }

    IResult Answer(HttpContext context, Document document, int status = StatusCodes.Status200OK)
    {
        Revision.Tell(context.Response, document.Revision);
        return Results.Json(DocumentJson.Of(kind, document), statusCode: status);
    }

    IResult Stale(HttpContext context, Document current)
    {
        Revision.Tell(context.Response, current.Revision);
        var who = current.UpdatedBy.Length == 0 ? "Somebody" : $"'{current.UpdatedBy}'";
        return new ApiError(
            StatusCodes.Status409Conflict, "DOCUMENT_CHANGED",
            $"{who} saved this {kind.Name} after you opened it. Reload it, save yours under another name, or overwrite it.")
        {
            Current = DocumentJson.Of(kind, current),
        }.ToResult();
    }
}
