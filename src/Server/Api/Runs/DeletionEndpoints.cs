using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>Deletes runs for good. Only runs in the trash that no other run needs are deleted.</summary>
static class DeletionEndpoints
{
    const int RunsMax = 1000;
    const string TrashedPath = SystemPaths.Trashed;

    public static void MapRunDeletion(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/leaderboard/v1/experiments/trash/delete", DeleteAsync)
            .Describe("deleteExperiments", "Deletes runs that are in the trash, with their points and files.")
            .Gives<BulkResponse>();

    static async Task<IResult> DeleteAsync(
        [FromQuery] string projectIdentifier, [FromBody] IReadOnlyList<string> names, RunIdentifiers identifiers,
        CatalogDeletedRuns deletedRuns, CurrentAttributes attributes, TimeProvider time, CancellationToken cancellationToken)
    {
        if (names.Count > RunsMax) throw new BadRequestException($"Delete at most {RunsMax} runs at once.");

        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        var found = await identifiers.RunsAsync(names, [project], cancellationToken);
        var runs = found.OfType<Run>().Where(run => run.Project == project.Number).Select(run => run.Number).ToHashSet();
        var flags = await attributes.ReadAsync([project.Number], runs, [TrashedPath], cancellationToken);
        var trashed = flags.Where(flag => flag is { Type: AttributeType.Bool, IntValue: not 0 })
            .Select(flag => flag.Run).ToHashSet();
        var deleted = (await deletedRuns.DeleteAsync(project.Number, trashed, time.GetUtcNow(), cancellationToken))
            .ToHashSet();

        var refused = names.Zip(found).Select(pair => Refusal(pair.First, pair.Second, runs, trashed, deleted));
        return Results.Json(new BulkResponse(
            [.. refused.OfType<BulkError>()],
            [.. names.Zip(found).Where(pair => pair.Second is { } run && deleted.Contains(run.Number)).Select(pair => pair.First)]));
    }

    static BulkError? Refusal(
        string name, Run? run, HashSet<ulong> known, HashSet<ulong> trashed, HashSet<ulong> deleted) =>
        run is null || !known.Contains(run.Number) ? new BulkError(name, "NOT_EXISTS", $"There is no run '{name}'.")
        : deleted.Contains(run.Number) ? null
        : !trashed.Contains(run.Number)
            ? new BulkError(name, "NOT_IN_TRASH", $"Run '{name}' is not in the trash. Move it there first.")
        : new BulkError(
            name, "IN_USE",
            $"Run '{name}' has forks that inherit from it, or heads an experiment that has other runs. Delete these with it.");
}
