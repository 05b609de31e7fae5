using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Nql;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Attributes;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Wire.Api;
using ResultDTO = NeptuneAlt.Wire.Api.ProtoLeaderboardEntriesSearchResultDTO;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>Finds runs of one project or of all, with some of their attributes.</summary>
static class SearchEndpoints
{
    // More than clients ask for at a time; answers are sent row by row, so length costs little.
    const int PageMax = 1_000_000;
    const int SearchesMax = 100;
    const int TagsMax = 1000;

    static readonly string[] Names = [SystemPaths.Id, SystemPaths.Name, SystemPaths.CustomRunId];

    static readonly string[] HomePaths =
    [
        .. Names, SystemPaths.Owner, SystemPaths.CreationTime, SystemPaths.ModificationTime, SystemPaths.Description, SystemPaths.Tags,
        SystemPaths.GroupTags, SystemPaths.ExperimentIsHead, SystemPaths.Archived, SystemPaths.Trashed, RunStates.Path,
    ];

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/proto/leaderboard/entries/search", SearchProtoAsync);
        group.MapPost("/proto/leaderboard/entries/global/search", SearchGlobalAsync);
        group.MapPost("/leaderboard/entries/search", SearchJsonAsync)
            .Describe(
                "searchLeaderboardEntries",
                "Runs of a project that match, sorted, in pages or in groups; with formulas as columns, for sorting and as a filter.")
            .Takes<SearchRequest>().Gives<SearchResponse>();
        group.MapPost("/leaderboard/entries/msearch", MultiSearchAsync)
            .Describe("multiSearchLeaderboardEntries", "Several searches at once, answered in their order.")
            .Takes<IReadOnlyList<MultiSearchRequest>>().Gives<IReadOnlyList<SearchResponse>>();
        group.MapPost("/leaderboard/entries/searchUserRuns", SearchUserRunsAsync)
            .Describe("searchUserRuns", "Runs of all projects, or those of one user.").Gives<SearchResponse>();
        group.MapPost("/leaderboard/tags/search", TagsAsync)
            .Describe("searchLeaderboardTags", "Elements of a string set of runs that match, the most frequent first.")
            .Takes<QueryRequest>().Gives<TagsResponse>();
    }

    static async Task SearchProtoAsync(
        HttpContext context, string? projectIdentifier, RunIdentifiers identifiers, RunTable table, RunGroups groups)
    {
        var body = JsonBody.Require(context, RetrievalJson.Default.SearchRequest);
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        SearchFormulas.RefuseIn(body);
        var request = RequestOf(body, [project], PathsOf(body));
        if (body.Grouping is not { GroupBy.Count: > 0 } grouping)
        {
            var page = await table.SearchAsync(request, context.RequestAborted);
            await WriteAsync(context, page.Total, null, page.Entries, body.TruncateStringTo);
            return;
        }

        // The message has room for the number of groups and the runs of opened ones, not for the groups themselves.
        var found = await groups.SearchAsync(GroupJson.RequestOf(grouping, request), context.RequestAborted);
        await WriteAsync(
            context, found.TotalRuns, found.TotalGroups, found.Entries.ToAsyncEnumerable(), body.TruncateStringTo);
    }

    static async Task SearchGlobalAsync(HttpContext context, CatalogProjects catalog, RunTable table)
    {
        var body = JsonBody.Require(context, RetrievalJson.Default.SearchRequest);
        SearchFormulas.RefuseIn(body);
        var projects = await catalog.ListAsync(context.RequestAborted);
        var page = await table.SearchAsync(
            RequestOf(body, projects, [.. PathsOf(body), .. Names]), context.RequestAborted);
        await WriteAsync(context, page.Total, null, page.Entries, body.TruncateStringTo);
    }

    static async Task SearchJsonAsync(HttpContext context, string? projectIdentifier, [AsParameters] SearchServices services)
    {
        var body = JsonBody.Require(context, RetrievalJson.Default.SearchRequest);
        var write = await AnswerAsync(context, body, projectIdentifier, services);
        await using var answer = new JsonResponse(context);
        await write(answer);
    }

    static async Task MultiSearchAsync(HttpContext context, [AsParameters] SearchServices services)
    {
        var bodies = JsonBody.Require(context, RetrievalJson.Default.MultiSearchBodies);
        if (bodies.Count > SearchesMax)
            throw new BadRequestException($"Send at most {SearchesMax} searches in one request.");

        var answers = new List<Func<JsonResponse, Task>>();
        foreach (var one in bodies)
        {
            var body = one.SearchLeaderboardEntriesParamsDTO
                ?? throw new BadRequestException("Each search needs its searchLeaderboardEntriesParamsDTO.");
            answers.Add(await AnswerAsync(context, body, one.ProjectIdentifier, services));
        }

        await using var answer = new JsonResponse(context);
        answer.Writer.WriteStartArray();
        foreach (var write in answers) await write(answer);
        answer.Writer.WriteEndArray();
    }

    /// <summary>The home page: runs of all projects, or those of one user.</summary>
    static async Task SearchUserRunsAsync(UserRunsRequest body, HttpContext context, CatalogProjects catalog, RunTable table)
    {
        SearchFormulas.RefuseIn(body.Sorting);
        var search = new SearchRequest(null, body.ExperimentLeader, body.Pagination, body.Query, body.Sorting, null, null);
        var projects = await catalog.ListAsync(context.RequestAborted);
        var request = RequestOf(search, projects, HomePaths);
        if (!string.IsNullOrEmpty(body.Username))
            request = request with { Filter = Filter.And([request.Filter, OwnedBy(body.Username)]) };
        var page = await table.SearchAsync(request, context.RequestAborted);

        await using var answer = new JsonResponse(context);
        answer.Writer.WriteStartObject();
        await WriteAsync(answer, page.Total, page.Entries, int.MaxValue);
        answer.Writer.WriteEndObject();
    }

    static Filter.Test OwnedBy(string username) => new(
        new FilterAttribute(SystemPaths.Owner, AttributeType.String, SeriesAggregate.Unstated), FilterOperator.Equal, username);

    static async Task<IResult> TagsAsync(
        HttpContext context, string? projectIdentifier, string? attributePath, string? search,
        RunIdentifiers identifiers, RunTable table)
    {
        var body = JsonBody.Read(context, RetrievalJson.Default.SearchRequest);
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var tags = await table.ElementsAsync(
            project, body?.Query?.Query, attributePath ?? SystemPaths.Tags, search ?? "", TagsMax, context.RequestAborted);
        return Results.Json(new TagsResponse(tags));
    }

    /// <summary>Finds the runs, or the groups of them.</summary>
    /// <returns>Writes the response. Everything that can be refused has been checked before.</returns>
    static async Task<Func<JsonResponse, Task>> AnswerAsync(
        HttpContext context, SearchRequest body, string? projectIdentifier, SearchServices services)
    {
        var cancellationToken = context.RequestAborted;
        var project = await services.Identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        var formulas = await SearchFormulas.OfAsync(body, project, services, cancellationToken);
        var request = RequestOf(body, [project], PathsOf(body)) with { Formulas = formulas };
        using var turn = await services.Turns.TakeAsync(
            ApiError.Username(context), formulas?.Texts ?? [], cancellationToken);
        var textLengthMax = body.TruncateStringTo ?? int.MaxValue;
        if (body.Grouping is { GroupBy.Count: > 0 } grouping)
        {
            var found = await services.Groups.SearchAsync(GroupJson.RequestOf(grouping, request), cancellationToken);
            return async answer =>
            {
                answer.Writer.WriteStartObject();
                GroupJson.Write(answer.Writer, found);
                await WriteAsync(answer, found.TotalRuns, found.Entries.ToAsyncEnumerable(), textLengthMax);
                answer.Writer.WriteEndObject();
            };
        }

        var page = await services.Table.SearchAsync(request, cancellationToken);
        return async answer =>
        {
            answer.Writer.WriteStartObject();
            await WriteAsync(answer, page.Total, page.Entries, textLengthMax);
            answer.Writer.WriteEndObject();
        };
    }

    static async Task WriteAsync(JsonResponse answer, long total, IAsyncEnumerable<RunEntry> entries, int textLengthMax)
    {
        answer.Writer.WriteNumber("matchingItemCount", total);
        answer.Writer.WriteStartArray("entries");
        await foreach (var entry in entries)
        {
            Write(answer.Writer, entry, textLengthMax);
            await answer.FlushIfFullAsync();
        }

        answer.Writer.WriteEndArray();
    }

    static string[] PathsOf(SearchRequest body) =>
        [.. (body.AttributeFilters ?? []).Select(filter => filter?.Path).OfType<string>()];

    /// <exception cref="BadRequestException">The page is invalid.</exception>
    /// <exception cref="NqlException">The query is wrong.</exception>
    static RunTableRequest RequestOf(SearchRequest body, IReadOnlyCollection<Project> projects, string[] paths)
    {
        var limit = body.Pagination?.Limit ?? Limits.SearchPageMax;
        var offset = body.Pagination?.Offset ?? 0;
        if (limit < 0 || offset < 0) throw new BadRequestException("limit and offset must not be negative.");
        if (body.TruncateStringTo < 0) throw new BadRequestException("truncateStringTo must not be negative.");

        return new RunTableRequest(
            projects, Parser.Parse(body.Query?.Query), body.ExperimentLeader ?? false, SearchOrder.Of(body.Sorting),
            Math.Min(limit, PageMax), offset, paths);
    }

    static async Task WriteAsync(
        HttpContext context, long total, long? totalGroups, IAsyncEnumerable<RunEntry> entries, int? textLengthMax)
    {
        await using var answer = new ProtoResponse(context);
        answer.Writer.VarintField(ResultDTO.MatchingItemCountFieldNumber, (ulong)total);
        if (totalGroups is { } count) answer.Writer.VarintField(ResultDTO.TotalGroupCountFieldNumber, (ulong)count);
        await foreach (var entry in entries)
        {
            answer.Writer.Message(ResultDTO.EntriesFieldNumber, new ProtoAttributesDTO
            {
                ExperimentId = entry.Id,
                Type = "run",
                ProjectId = entry.Project.Id.ToString(),
                OrganizationId = entry.Project.WorkspaceId.ToString(),
                ProjectName = entry.Project.Name,
                OrganizationName = entry.Project.Workspace,
                Attributes = { AttributeProto.Of(entry.Attributes, textLengthMax ?? int.MaxValue) },
            });
            await answer.FlushIfFullAsync();
        }
    }

    static void Write(Utf8JsonWriter json, RunEntry entry, int textLengthMax)
    {
        json.WriteStartObject();
        RunAttributesEndpoints.WriteHeader(json, entry.Id, entry.Project);
        json.WriteStartArray("attributes");
        foreach (var attribute in entry.Attributes) AttributeJson.Write(json, attribute, textLengthMax);
        json.WriteEndArray();
        if (entry.Values.Count > 0) SearchFormulas.Write(json, entry.Values);
        json.WriteEndObject();
    }
}
