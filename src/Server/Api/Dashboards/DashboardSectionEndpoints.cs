using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Attributes;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>What dynamic sections hold: names of attributes, matched and cut by the engine of all other filters.</summary>
static class DashboardSectionEndpoints
{
    const int SectionsMax = Limits.DashboardSectionsMax;
    const int EntriesDefault = 500;
    const int EntriesMax = 10_000;
    const int AttributesMax = 20_000;
    const int RunsMax = 1000;

    /// <summary>Sections that the store is asked for at a time: a page with many waits less, and others still get their turn.</summary>
    const int AtATime = 4;

    public static void Map(IEndpointRouteBuilder group) => group.MapPost("/sections", FindAsync)
        .Describe(
            "queryDashboardSections",
            "For each section the attributes whose names match all of must and none of mustNot, by name, or by what the first of must captures.")
        .Gives<DashboardSectionsResponse>();

    static async Task<IResult> FindAsync(
        DashboardSectionsRequest body, RunIdentifiers identifiers, AttributeFamilies families, CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(body.ProjectIdentifier, cancellationToken);
        var runs = await RunsAsync(body.Runs, project, identifiers, cancellationToken);
        return await AnswerAsync(families, new SectionSource(project, runs), body, cancellationToken);
    }

    public static async Task<IResult> AnswerAsync(
        AttributeFamilies families, SectionSource source, DashboardSectionsRequest body, CancellationToken cancellationToken)
    {
        var sections = body.Sections ?? throw new BadRequestException("'sections' is missing.");
        if (sections.Count > SectionsMax) throw new BadRequestException($"Ask for at most {SectionsMax} sections at a time.");
        var limit = body.Limit ?? EntriesDefault;
        if (limit is < 1 or > EntriesMax) throw new BadRequestException($"limit is 1 to {EntriesMax}.");

        var found = new DashboardSectionResponse[sections.Count];
        await Parallel.ForAsync(
            0, sections.Count, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (at, stopping) => found[at] = Answer(
                sections[at], await MatchAsync(families, source, sections[at], at, stopping), limit));
        return Results.Json(new DashboardSectionsResponse(found));
    }

    static async Task<IReadOnlyCollection<ulong>?> RunsAsync(
        IReadOnlyList<string>? names, Project project, RunIdentifiers identifiers, CancellationToken cancellationToken)
    {
        if (names is null) return null;
        if (names.Count > RunsMax) throw new BadRequestException($"Name at most {RunsMax} runs, or none for all of the project.");

        var runs = await identifiers.RunsAsync(names, [project], cancellationToken);
        return [.. runs.OfType<Run>().Where(run => run.Project == project.Number).Select(run => run.Number).Distinct()];
    }

    static async Task<IReadOnlyList<AttributeMatch>> MatchAsync(
        AttributeFamilies families, SectionSource source, DashboardSectionRequest section, int at,
        CancellationToken cancellationToken)
    {
        var (must, mustNot) = (section.Must ?? [], section.MustNot ?? []);
        if (must.Count + mustNot.Count > Limits.WidgetPatternsMax
            || must.Concat(mustNot).Any(pattern => pattern.Length > Limits.WidgetPatternCharactersMax))
            throw new BadRequestException(
                $"sections[{at}] has at most {Limits.WidgetPatternsMax} regular expressions of {Limits.WidgetPatternCharactersMax} characters.");

        var selection = new AttributeSelection(
            new NameFilter([new NameFilter.Alternative(must, mustNot)]), source.Names, FieldParser.TypesOf(section.Types));
        var captured = section.Capture == true && must.Count > 0 ? must[0] : null;
        try
        {
            return await families.MatchAsync(
                source.Project.Number, source.Runs, new AttributeSection(selection, captured), AttributesMax + 1,
                cancellationToken);
        }
        catch (BadQueryException exception)
        {
            throw new BadRequestException($"sections[{at}]: {exception.Message}", exception);
        }
    }

    static DashboardSectionResponse Answer(DashboardSectionRequest section, IReadOnlyList<AttributeMatch> matches, int limit)
    {
        var entries = matches.Take(AttributesMax).GroupBy(match => match.Key)
            .OrderBy(entry => entry.Key, NaturalOrder.Instance).ToArray();
        return new DashboardSectionResponse(
            section.Id,
            [
                .. entries.Take(limit).Select(entry => new DashboardEntryResponse(
                    entry.Key,
                    [.. entry.Select(match => new Definition(match.Attribute.Path, match.Attribute.Type.Name()))])),
            ],
            entries.Length > limit || matches.Count > AttributesMax);
    }
}

/// <summary>Where names are looked for.</summary>
/// <param name="Runs"><c>null</c>: all of the project.</param>
/// <param name="Names">Only these; <c>null</c>: all.</param>
readonly record struct SectionSource(Project Project, IReadOnlyCollection<ulong>? Runs, IReadOnlyCollection<string>? Names = null);

/// <param name="Runs">Only what these have; left out: all that the project has.</param>
/// <param name="Limit">Most entries of a section.</param>
sealed record DashboardSectionsRequest(
    string? ProjectIdentifier, IReadOnlyList<string>? Runs, IReadOnlyList<DashboardSectionRequest>? Sections, int? Limit);

/// <param name="Id">Given back with the answer.</param>
/// <param name="Must">Regular expressions, RE2, that all match a part of the name.</param>
/// <param name="MustNot">None of these does.</param>
/// <param name="Capture">Entries are what the groups of the first expression capture, else names.</param>
/// <param name="Types">Only attributes of these types.</param>
sealed record DashboardSectionRequest(
    string? Id, IReadOnlyList<string>? Must, IReadOnlyList<string>? MustNot, bool? Capture, string[]? Types);

sealed record DashboardSectionsResponse(IReadOnlyList<DashboardSectionResponse> Sections);

/// <param name="Entries">By key, numbers in them by size.</param>
/// <param name="More">There are more than these.</param>
sealed record DashboardSectionResponse(string? Id, IReadOnlyList<DashboardEntryResponse> Entries, bool More);

/// <param name="Key">The name, or the captures with a U+001F between them.</param>
/// <param name="Attributes">The first hundred.</param>
sealed record DashboardEntryResponse(string Key, IReadOnlyList<Definition> Attributes);
