using System.Text.Json;
using System.Text.Json.Serialization;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Nql;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Which runs are shown: these, or the first that a query finds. The server itself looks for them, whoever looks at the
/// board.</summary>
/// <param name="These">Ids of runs; <c>null</c>: those that the query finds.</param>
/// <param name="Query">NQL.</param>
/// <param name="Count">How many of the query's.</param>
/// <param name="ExperimentsOnly">Only the newest run of each experiment, with lines that go through all runs of it.</param>
sealed record LinkRuns(
    IReadOnlyList<string>? These, string? Query = null, int? Count = null, bool? ExperimentsOnly = null,
    SortingRequest? Sorting = null, string? Baseline = null)
{
    public const int RunsMax = Limits.RunGroupMembersMax;
    const int QueryCharactersMax = 100_000;

    static readonly JsonSerializerOptions s_json = JsonSerializerOptions.Web;

    /// <summary>Whether <see cref="These"/> may be names of experiments, too, as in reports.</summary>
    [JsonIgnore]
    public bool NamesExperiments { get; init; }

    [JsonIgnore]
    public bool HasContinuousLines => These is null && ExperimentsOnly == true;

    [JsonIgnore]
    public int Limit => These is null ? Math.Clamp(Count ?? 1, 1, RunsMax) : Math.Max(1, These.Count * (NamesExperiments ? 2 : 1));

    public static LinkRuns? Parse(string json) => json.Length == 0 ? null : JsonSerializer.Deserialize<LinkRuns>(json, s_json);

    public string Print() => JsonSerializer.Serialize(this, s_json);

    /// <exception cref="BadRequestException">It makes no sense.</exception>
    /// <exception cref="NqlException">The query is wrong.</exception>
    public void Check()
    {
        if (These is { } these && (these.Count > RunsMax || these.Any(id => id.Length is 0 or > Limits.RunIdBytesMax)))
            throw new BadRequestException($"runs.these are ids of at most {RunsMax} runs.");
        if (These is null && Count is not (>= 1 and <= RunsMax))
            throw new BadRequestException($"runs needs these, which are ids of runs, or a query and a count of 1 to {RunsMax}.");
        if (Query?.Length > QueryCharactersMax) throw new BadRequestException($"runs.query has at most {QueryCharactersMax} characters.");
        if (SearchOrder.FormulasOf(Sorting).Any())
            throw new BadRequestException("Runs of a public link are not ordered by formulas: order them by attributes, or name them.");

        _ = Order;
        _ = FilterOf();
    }

    [JsonIgnore]
    public RunOrder Order => SearchOrder.Of(Sorting);

    /// <summary>What is archived or in the trash is not shown.</summary>
    public Filter FilterOf()
    {
        var found = These is null ? Parser.Parse(Query) : Filter.Or(These.SelectMany(Named));
        var isTrashed = Is(SystemPaths.Trashed, AttributeType.Bool, "true");
        var isArchived = Is(SystemPaths.Archived, AttributeType.Bool, "true");
        return Filter.And(
            These is null
                ? [found, Filter.Negate(isTrashed), Filter.Negate(isArchived)]
                : [found, Filter.Negate(isTrashed)]);
    }

    IEnumerable<Filter> Named(string name) =>
    [
        Is(SystemPaths.Id, AttributeType.String, name), Is(SystemPaths.CustomRunId, AttributeType.String, name),
        .. NamesExperiments
            ? (Filter[])
            [
                Filter.And(
                [
                    Is(SystemPaths.Name, AttributeType.String, name), Is(SystemPaths.ExperimentIsHead, AttributeType.Bool, "true"),
                ]),
            ]
            : [],
    ];

    static Filter Is(string path, AttributeType type, string value) => new Filter.Test(
        new FilterAttribute(path, type, SeriesAggregate.Unstated), FilterOperator.Equal, value);

    /// <summary>The runs in the order in which they are shown.</summary>
    public IEnumerable<SharedRun> Sorted(IEnumerable<SharedRun> runs)
    {
        if (These is null) return runs;

        var places = These.Select((name, at) => (name, at)).DistinctBy(one => one.name).ToDictionary(one => one.name, one => one.at);
        return runs.OrderBy(run => ((string[])[run.CustomId, run.Id, run.Name ?? ""])
            .Min(name => places.GetValueOrDefault(name, int.MaxValue)));
    }

    /// <summary>Whether a run stands for its experiment.</summary>
    public bool IsExperiment(SharedRun run) => run.Name is { } name
        && (These is null ? ExperimentsOnly == true : NamesExperiments && These.Contains(name));

    /// <summary>What a run is called in legends.</summary>
    public string LabelOf(SharedRun run) => IsExperiment(run) ? run.Name! : run.CustomId; // it is one by its name
}

/// <summary>A run as who has the link sees it.</summary>
/// <param name="Id">Its <c>sys/id</c>.</param>
/// <param name="Color">That somebody chose for it.</param>
/// <param name="Changed">When it logged last, in ms: another one means that there is more to read.</param>
sealed record SharedRun(string Id, string CustomId, string? Name, string Label, string? Color, long Changed);
