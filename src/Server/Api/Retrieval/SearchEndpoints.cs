using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Wire.Api;

namespace NeptuneAlt.Server.Api.Retrieval;

/// <summary>Finds runs of one project or of all, with some of their attributes.</summary>
static class SearchEndpoints
{
    // More than clients ask for at a time; answers are sent row by row, so length costs little.
    const int PageMax = 1_000_000;

    const int MatchingItemCountField = 1;
    const int EntriesField = 3;

    static readonly string[] Names = ["sys/id", "sys/name", "sys/custom_run_id"];

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/proto/leaderboard/entries/search", SearchProtoAsync);
        group.MapPost("/proto/leaderboard/entries/global/search", SearchGlobalAsync);
        group.MapPost("/leaderboard/entries/search", SearchJsonAsync);
    }

    static async Task SearchProtoAsync(
        HttpContext context, string? projectIdentifier, RunIdentifiers identifiers, RunTable table)
    {
        var body = await RetrievalJson.RequireAsync(context, RetrievalJson.Default.SearchBody);
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var page = await table.SearchAsync(RequestOf(body, [project], PathsOf(body)), context.RequestAborted);
        await WriteAsync(context, page);
    }

    static async Task SearchGlobalAsync(HttpContext context, ICatalog catalog, RunTable table)
    {
        var body = await RetrievalJson.RequireAsync(context, RetrievalJson.Default.SearchBody);
        var projects = await catalog.ListProjectsAsync(context.RequestAborted);
        var page = await table.SearchAsync(
            RequestOf(body, projects, [.. PathsOf(body), .. Names]), context.RequestAborted);
        await WriteAsync(context, page);
    }

    static async Task SearchJsonAsync(
        HttpContext context, string? projectIdentifier, RunIdentifiers identifiers, RunTable table)
    {
        var body = await RetrievalJson.RequireAsync(context, RetrievalJson.Default.SearchBody);
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var page = await table.SearchAsync(RequestOf(body, [project], PathsOf(body)), context.RequestAborted);

        await using var answer = new JsonAnswer(context);
        var json = answer.Writer;
        json.WriteStartObject();
        json.WriteNumber("matchingItemCount", page.Total);
        json.WriteStartArray("entries");
        await foreach (var entry in page.Entries)
        {
            Write(json, entry, body.TruncateStringTo ?? int.MaxValue);
            await answer.FlushIfFullAsync();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string[] PathsOf(SearchBody body) =>
        [.. (body.AttributeFilters ?? []).Select(filter => filter?.Path).OfType<string>()];

    /// <exception cref="BadQueryException">The page is none.</exception>
    static RunTableRequest RequestOf(SearchBody body, IReadOnlyCollection<Project> projects, string[] paths)
    {
        var limit = body.Pagination?.Limit ?? Limits.SearchPageMax;
        var offset = body.Pagination?.Offset ?? 0;
        if (limit < 0 || offset < 0) throw new BadQueryException("limit and offset must not be negative.");

        return new RunTableRequest(
            projects, body.Query?.Query, body.ExperimentLeader ?? false, OrderOf(body.Sorting),
            Math.Min(limit, PageMax), offset, paths);
    }

    static RunOrder OrderOf(SortingBody? sorting)
    {
        if (sorting?.SortBy?.Name is not { Length: > 0 } name) return RunOrder.Newest;

        // Clients put the aggregate in one place or the other, and "none" or "auto" for none.
        var mode = sorting.AggregationMode ?? sorting.SortBy.AggregationMode;
        var aggregate = Enum.TryParse<SeriesAggregate>(mode, ignoreCase: true, out var known)
            ? known
            : SeriesAggregate.Unstated;
        return new RunOrder(
            new FilterAttribute(name, AttributeTypes.Parse(sorting.SortBy.Type ?? ""), aggregate),
            !string.Equals(sorting.Dir, "ascending", StringComparison.OrdinalIgnoreCase));
    }

    static async Task WriteAsync(HttpContext context, RunTablePage page)
    {
        var answer = ProtoWriter.Begin(context);
        answer.Varint(MatchingItemCountField, (ulong)page.Total);
        await foreach (var entry in page.Entries)
        {
            answer.Message(EntriesField, new ProtoAttributesDTO
            {
                ExperimentId = entry.Id,
                Type = "run",
                ProjectId = entry.Project.Id.ToString(),
                OrganizationId = entry.Project.WorkspaceId.ToString(),
                ProjectName = entry.Project.Name,
                OrganizationName = entry.Project.Workspace,
                Attributes = { AttributeProto.Of(entry.Attributes) },
            });
            await answer.FlushIfFullAsync(context.RequestAborted);
        }
    }

    static void Write(Utf8JsonWriter json, RunEntry entry, int textLengthMax)
    {
        json.WriteStartObject();
        HolderEndpoints.WriteHeader(json, entry.Id, entry.Project);
        json.WriteStartArray("attributes");
        foreach (var attribute in entry.Attributes) AttributeJson.Write(json, attribute, textLengthMax);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
