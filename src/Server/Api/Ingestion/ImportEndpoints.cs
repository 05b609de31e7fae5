using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Ingestion;

/// <summary>
/// What moving in needs beside ordinary logging: runs with the ids, owners and times that they had elsewhere, and the note
/// that a run is there whole.
/// </summary>
static class ImportEndpoints
{
    const string Root = "/api/client/v1/import";

    /// <summary>A digest is a short text of the importer's own.</summary>
    const int DigestCharactersMax = 200;

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root, (
            HttpContext context, ILog log, ProjectDirectory projects, BodyBudget budget, TimeProvider time,
            [FromServices] RequestBoard? board, CancellationToken cancellationToken) => IngestEndpoints.SubmitAsync(
                LogRecordKind.Import, context, log, projects, budget, time, board, cancellationToken)).ReadsItsBody();
        routes.MapGet(Root + "/runs", ListAsync)
            .Describe("listImportedRuns", "Runs of a project that an import brought whole, with the digests of what they came from.")
            .Gives<ImportedRuns>();
        routes.MapPut(Root + "/runs", MarkAsync)
            .Describe("markImportedRun", "Notes that an import brought a run whole.").Gives<ImportedRun>();
    }

    static async Task<IResult> ListAsync(
        string projectIdentifier, CatalogProjects projects, CatalogImports imports, CancellationToken cancellationToken)
    {
        if (await projects.FindAsync(projectIdentifier, cancellationToken) is not { } project) return Missing(projectIdentifier);

        var marks = await imports.ListAsync(project.Number, cancellationToken);
        return Results.Json(new ImportedRuns([.. marks.Select(mark => new ImportedRun(mark.Key, mark.Value))]));
    }

    static async Task<IResult> MarkAsync(
        string projectIdentifier, ImportedRun body, CatalogProjects projects, CatalogRuns runs, CatalogImports imports,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (body is not { RunId: { } runId, Digest.Length: > 0 and <= DigestCharactersMax } || body.Digest.Contains('\0'))
            return ApiError.BadRequest($"Send runId and digest, a text of at most {DigestCharactersMax} characters.");
        if (await projects.FindAsync(projectIdentifier, cancellationToken) is not { } project) return Missing(projectIdentifier);
        if (await runs.FindAsync(new RunKey(project.Number, runId), cancellationToken) is not { } run)
            return ApiError.NotFound($"There is no run '{runId}' in project '{projectIdentifier}'.");

        await imports.MarkAsync(run.Number, body.Digest, time.GetUtcNow(), cancellationToken);
        return Results.Json(body);
    }

    static IResult Missing(string identifier) =>
        ApiError.NotFound($"There is no project '{identifier}'. Write it as workspace/project.");
}

sealed record ImportedRuns(IReadOnlyList<ImportedRun> Runs);

/// <param name="Digest">Of all that the run came from: the same digest, the same run.</param>
sealed record ImportedRun(string? RunId, string? Digest);
