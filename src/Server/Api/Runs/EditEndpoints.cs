using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Wire.Ingest;
using Run = NeptuneAlt.Model.Run;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>Changes that users make to runs: archived or not, tags, description and other attributes.</summary>
static class EditEndpoints
{
    const int RunsMax = 10_000;

    static readonly string[] TagPaths = [SystemPaths.Tags, SystemPaths.GroupTags];

    public static void MapEditing(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/leaderboard/v1");
        group.MapPost("/runs:archive", Archive(true))
            .Describe("archiveRuns", "Archives runs.").Gives<BulkResponse>();
        group.MapPost("/runs:unarchive", Archive(false))
            .Describe("unarchiveRuns", "Takes runs out of the archive.").Gives<BulkResponse>();
        group.MapPost("/experiments/trash", Trash(true))
            .Describe("trashExperiments", "Moves runs to the trash.").Gives<BulkResponse>();
        group.MapPost("/experiments/trash/restore", Trash(false))
            .Describe("restoreExperiments", "Takes runs out of the trash.").Gives<BulkResponse>();
        group.MapPost("/runs:modifyTags", ModifyTagsAsync)
            .Describe("updateTagsBulk", "Adds and removes tags of runs, of several projects at once.")
            .Gives<TagsModifiedResponse>();
        group.MapPost("/attributes/operations", OperateAsync)
            .Describe("executeOperations", "Changes attributes of a run.").Gives<IReadOnlyList<OperationError>>();
    }

    static Delegate Archive(bool value) =>
        (RunListRequest body, HttpContext context, RunIdentifiers identifiers, RunEditor editor) =>
            SetFlagAsync(body.Runs, null, SystemPaths.Archived, value, context, identifiers, editor);

    static Delegate Trash(bool value) =>
        ([FromQuery] string projectIdentifier, [FromBody] IReadOnlyList<string> runs, HttpContext context,
            RunIdentifiers identifiers, RunEditor editor) =>
            SetFlagAsync(runs, projectIdentifier, SystemPaths.Trashed, value, context, identifiers, editor);

    static async Task<IResult> SetFlagAsync(
        IReadOnlyList<string>? names, string? project, string path, bool value, HttpContext context,
        RunIdentifiers identifiers, RunEditor editor)
    {
        var change = new UpdateRunSnapshot { Assign = { [path] = new Value { Bool = value } } };
        return Results.Json(await ApplyAsync(names ?? [], project, change, context, identifiers, editor));
    }

    static async Task<IResult> ModifyTagsAsync(
        ModifyTagsRequest body, HttpContext context, RunIdentifiers identifiers, RunEditor editor)
    {
        var answers = new Dictionary<string, BulkResponse>();
        foreach (var (project, tags) in body.UpdatePerProject ?? [])
        {
            if (tags is null) return ApiError.BadRequest($"What to change in project '{project}' is missing.");
            var path = tags.AttributePathToBeUpdated ?? TagPaths[0];
            if (!TagPaths.Contains(path))
                return ApiError.BadRequest($"Tags are in {SystemPaths.Tags} or {SystemPaths.GroupTags}, not in '{path}'.");

            var set = new ModifyStringSet();
            foreach (var tag in tags.TagsToAdd ?? []) set.Values[tag] = SET_OPERATION.Add;
            foreach (var tag in tags.TagsToDelete ?? []) set.Values[tag] = SET_OPERATION.Remove;
            var change = new UpdateRunSnapshot { ModifySets = { [path] = new ModifySet { String = set } } };
            answers[project] = await ApplyAsync(
                tags.ExperimentIdentifiers ?? [], project, change, context, identifiers, editor);
        }

        return Results.Json(new TagsModifiedResponse(answers));
    }

    static async Task<BulkResponse> ApplyAsync(
        IReadOnlyList<string> names, string? project, UpdateRunSnapshot change, HttpContext context,
        RunIdentifiers identifiers, RunEditor editor)
    {
        if (names.Count > RunsMax) throw new BadRequestException($"Change at most {RunsMax} runs at once.");

        var cancellationToken = context.RequestAborted;
        IReadOnlyList<Project> projects = project is null ? [] : [await identifiers.ProjectAsync(project, cancellationToken)];
        var found = await identifiers.RunsAsync(names, projects, cancellationToken);
        Run[] runs = [.. found.OfType<Run>().DistinctBy(run => run.Number)];
        var rejected = await editor.ApplyAsync(runs, change, ApiError.Username(context), cancellationToken);
        if (rejected.Count > 0) throw new BadRequestException(rejected[0].Message);

        var missing = names.Zip(found).Where(pair => pair.Second is null).Select(pair => pair.First);
        return new BulkResponse(
            [.. missing.Select(name => new BulkError(name, "NOT_EXISTS", $"There is no run '{name}'."))],
            [.. names.Zip(found).Where(pair => pair.Second is not null).Select(pair => pair.First)]);
    }

    static async Task<IResult> OperateAsync(
        string? holderIdentifier, string? experimentId, IReadOnlyList<OperationRequest> operations, HttpContext context,
        RunIdentifiers identifiers, RunEditor editor, RunNames names)
    {
        var holder = holderIdentifier ?? experimentId;
        if (await identifiers.RunAsync(holder, context.RequestAborted) is not { } run)
            return ApiError.NotFound($"There is no run '{holder}'.");

        var change = new UpdateRunSnapshot();
        var errors = new List<OperationError>();
        foreach (var operation in operations)
        {
            if (Problem(run, operation) is { } problem) errors.Add(new OperationError(problem));
            else if (operation is { Path: SystemPaths.ExperimentName, AssignString.Value: { } name })
            {
                var author = ApiError.Username(context);
                if (await names.RenameExperimentAsync(run, name, author, context.RequestAborted) is { } said)
                    errors.Add(new OperationError(said));
            }
            else if (!TryAdd(change, operation))
                errors.Add(new OperationError($"What to do with '{operation.Path}' is nothing that this server can do."));
        }

        if (change.Assign.Count > 0 || change.ModifySets.Count > 0)
        {
            var rejected = await editor.ApplyAsync([run], change, ApiError.Username(context), context.RequestAborted);
            errors.AddRange(rejected.Select(one => new OperationError(one.Message)));
        }

        return Results.Json(errors);
    }

    static string? Problem(Run run, OperationRequest operation) => operation switch
    {
        { Path: SystemPaths.ExperimentIsHead } => "The newest run of an experiment heads it.",
        { Path: SystemPaths.ExperimentName } when run.Experiment is null => $"Run '{run.SysId}' is of no experiment.",
        { Path: SystemPaths.Name or SystemPaths.ExperimentName, AssignString.Value: { } name } => RunNames.Problem(name),
        _ => null,
    };

    static bool TryAdd(UpdateRunSnapshot change, OperationRequest operation)
    {
        if (string.IsNullOrEmpty(operation.Path)) return false;

        Value? value = operation switch
        {
            { AssignString.Value: { } text } => new Value { String = text },
            { AssignBool.Value: { } flag } => new Value { Bool = flag },
            { AssignInt.Value: { } number } => new Value { Int64 = number },
            { AssignFloat.Value: { } number } => new Value { Float64 = number },
            { AssignDatetime.ValueMilliseconds: { } ms } => new Value { Timestamp = TimeAt(ms) },
            { ClearStringSet: not null } => new Value { StringSet = new StringSet() },
            _ => null,
        };
        if (value is not null)
        {
            change.Assign[operation.Path] = value;
            return true;
        }

        if ((operation.InsertStrings ?? operation.RemoveStrings)?.Values is null) return false;

        var set = change.ModifySets.TryGetValue(operation.Path, out var known) ? known : new ModifySet { String = new() };
        foreach (var item in operation.InsertStrings?.Values ?? []) set.String.Values[item] = SET_OPERATION.Add;
        foreach (var item in operation.RemoveStrings?.Values ?? []) set.String.Values[item] = SET_OPERATION.Remove;
        change.ModifySets[operation.Path] = set;
        return true;
    }

    /// <summary>Any time, even one that no calendar has: it is the run that refuses it, with its reason.</summary>
    static Timestamp TimeAt(long unixMs)
    {
        var (seconds, ms) = Math.DivRem(unixMs, 1000);
        return ms < 0
            ? new Timestamp { Seconds = seconds - 1, Nanos = (int)(ms + 1000) * 1_000_000 }
            : new Timestamp { Seconds = seconds, Nanos = (int)ms * 1_000_000 };
    }
}
