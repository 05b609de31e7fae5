using System.Buffers.Binary;
using System.Text.Json;
using Google.Protobuf;
using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.LoadTests.Workloads;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Sql;
using NeptuneAlt.Wire.Api;

namespace NeptuneAlt.LoadTests.Reads;

/// <summary>What each scenario asks: as the web app or a client asks it, and last as the bare statement.</summary>
/// <param name="sysIds">Of the runs, in the order of their numbers.</param>
sealed class ReadQuestions(NeptuneClient client, ClickHouse store, LoadOptions load, IReadOnlyList<string> sysIds)
{
    const int Buckets = 1_000;
    const int TailBuckets = 64;
    const string Leaderboard = "/api/leaderboard/v1";
    const string Regex = "layers/0.*(entropy|std)/rank_[137]$";

    const int StepsNew = 10;
    const int Page = 10_000;

    static readonly string Metric = SeriesNames.Of(0);
    static readonly string Other = SeriesNames.Of(1);

    /// <summary><c>layers/0 &amp; entropy &amp; !rank_3 | activation/std &amp; !rank_[02468]</c>, as the web app sends it.</summary>
    static readonly object[] Extended =
    [
        new { mustMatchRegexes = new[] { "layers/0", "entropy" }, mustNotMatchRegexes = new[] { "rank_3" } },
        new { mustMatchRegexes = new[] { "activation/std" }, mustNotMatchRegexes = new[] { "rank_[02468]" } },
    ];

    readonly GrowingRuns _growing = new(client, load);
    int _formulas;

    public async Task<IReadOnlyList<ReadQuestion>> OfAsync(string scenario, CancellationToken cancellationToken)
    {
        var columns = await store.QueryAsync(
            "SELECT max(project) AS last_project, max(run) AS last_run FROM attributes", new SqlArguments(), cancellationToken);
        var (project, run) = (columns.Values<uint>("last_project")[0], columns.Values<ulong>("last_run")[0]);
        return scenario switch
        {
            "R1" or "R2" =>
            [
                new("chart (snapped edges)", stop => ChartAsync(0, stop)),
                new("clients' buckets (exact edges)", BucketsAsync),
                new("bare SQL", stop => RowsAsync(ChartSql(series: 1), stop)),
            ],
            "R3" =>
            [
                new("20 charts", ChartsAsync),
                new($"{StepsNew} steps more, until they are visible", GrowAsync),
                new("20 charts as they refresh", RefreshAsync),
                new("20 charts, asked for as a whole", ChartsAsync),
                new("bare SQL", stop => RowsAsync(ChartSql(series: 20), stop)),
            ],
            "R4" =>
            [
                new("page of 50 runs, sorted", stop => TableAsync("", stop)),
                new("the same, filtered", stop => TableAsync($"`{Metric}`:floatSeries > 0", stop)),
                .. load.Workload.Runs > 10_000 ? (ReadQuestion[])[] :
                [
                    new("the same, sorted by a formula", stop => FormulaTableAsync($"run_max(${{{Metric}}}) / 2", stop)),
                    new("the same, sorted by a formula over points", stop => FormulaTableAsync($"run_median(${{{Metric}}})", stop)),
                ],
                new("all runs, page by page", AllRunsAsync) { IsWhole = true },
                new("a value of all runs, page by page", stop => ValuesAsync([Metric], stop)) { IsWhole = true },
                new("bare SQL", stop => RowsAsync(
                    $"SELECT run FROM attributes FINAL WHERE project = {project} AND path = '{Metric}' ORDER BY float_value DESC LIMIT 50",
                    stop)),
            ],
            "R5" or "R7" =>
            [
                new("first 1,000 names that match", stop => DefinitionsAsync([new { mustMatchRegexes = new[] { Regex } }], stop)),
                new("the same, extended regex", stop => DefinitionsAsync(Extended, stop)),
                new("all names, page by page", AllDefinitionsAsync) { IsWhole = true },
                new("all values of the run, page by page", stop => ValuesAsync(null, stop)) { IsWhole = true },
                new("bare SQL", stop => RowsAsync(
                    $"SELECT path FROM definitions WHERE project = {project} AND match(path, '{Regex}') ORDER BY path LIMIT 1000", stop)),
            ],
            "R6" =>
            [
                new("all points of a run", PointsAsync),
                new("bare SQL", stop => RowsAsync(
                    $"SELECT series, step, ts, value FROM points WHERE run = {run} ORDER BY series, step", stop)),
            ],
            "R8" =>
            [
                new("two operands", stop => NewFormulaAsync($"${{{Metric}}} - ${{{Other}}}", stop)),
                new("two operands, asked before", stop => FormulaAsync($"${{{Metric}}} - ${{{Other}}}", stop)),
                new("bare SQL of two", stop => RowsAsync(ChartSql(series: 2), stop)),
                new("a window", stop => NewFormulaAsync($"roll_mean(${{{Metric}}}, 500)", stop)),
                new("a wide window", stop => NewFormulaAsync($"roll_mean(${{{Metric}}}, 50000)", stop)),
                new("a median", stop => NewFormulaAsync($"roll_median(${{{Metric}}}, 500)", stop)),
                new("a wide median", stop => NewFormulaAsync($"roll_median(${{{Metric}}}, 50000)", stop)),
                new("smoothed", stop => NewFormulaAsync($"ema(${{{Metric}}}, 2000)", stop)),
                new("best so far", stop => NewFormulaAsync($"cum_min(${{{Metric}}})", stop)),
                new("scaled", stop => NewFormulaAsync($"100 * ${{{Metric}}} - 1", stop)),
                new("bare SQL of one", stop => RowsAsync(ChartSql(series: 1), stop)),
            ],
            _ => throw new ArgumentException($"There is no scenario '{scenario}'."),
        };
    }

    /// <summary>Makes the runs of live charts twice as long.</summary>
    /// <returns>What to ask then once more; nothing, if the scenario is not of live charts.</returns>
    public async Task<IReadOnlyList<ReadQuestion>> LaterAsync(string scenario, CancellationToken cancellationToken)
    {
        if (scenario != "R3") return [];

        await _growing.LogAsync(load.Workload.Steps, cancellationToken);
        return
        [
            new($"{StepsNew} more, twice the history", GrowAsync),
            new("as they refresh, twice the history", RefreshAsync),
            new("bare SQL, twice the history", stop => RowsAsync(ChartSql(series: 20), stop)),
        ];
    }

    string Identifier(int run) => $"{load.Project}/{sysIds[run]}";

    /// <summary>What a chart needs at the least, of the series of all runs.</summary>
    string ChartSql(int series)
    {
        var width = Math.Max(1, load.Workload.Steps * 1_000_000L / Buckets);
        return $"""
            SELECT run, series, intDiv(step, {width}) AS bucket, min(value) AS low, max(value) AS high, avg(value) AS mean,
                   count() AS points
            FROM points WHERE series <= {series} GROUP BY run, series, bucket
            """;
    }

    async Task<long> ChartsAsync(CancellationToken cancellationToken)
    {
        long buckets = 0;
        for (var series = 0; series < load.Workload.Series; series++) buckets += await ChartAsync(series, cancellationToken);
        return buckets;
    }

    /// <summary>As the web app refreshes live charts: the end of each line, in buckets as wide as those that it knows.</summary>
    async Task<long> RefreshAsync(CancellationToken cancellationToken)
    {
        var width = Math.Max(1.0, (double)load.Workload.Steps / Buckets);
        var from = Math.Floor(_growing.Steps / width) * width;
        long buckets = 0;
        for (var series = 0; series < load.Workload.Series; series++)
            buckets += await ChartAsync(
                series, new { from, to = from + (width * TailBuckets), maxUniqueX = TailBuckets }, cancellationToken);
        return buckets;
    }

    async Task<long> GrowAsync(CancellationToken cancellationToken)
    {
        await _growing.LogAsync(StepsNew, cancellationToken);
        return (long)StepsNew * load.Workload.Runs * load.Workload.Series;
    }

    Task<long> ChartAsync(int series, CancellationToken cancellationToken) =>
        ChartAsync(series, new { maxUniqueX = Buckets }, cancellationToken);

    async Task<long> ChartAsync(int series, object view, CancellationToken cancellationToken)
    {
        var answer = await ChartQuery.AskAsync(
            client, Enumerable.Range(0, load.Workload.Runs).Select(Identifier), SeriesNames.Of(series), view, cancellationToken);
        using var head = JsonDocument.Parse(answer.AsMemory(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(answer)));
        return head.RootElement.GetProperty("series").EnumerateArray().Sum(line => line.GetProperty("length").GetInt64());
    }

    /// <summary>A formula that has not been asked for: its text is another one.</summary>
    Task<long> NewFormulaAsync(string formula, CancellationToken cancellationToken) =>
        FormulaAsync($"{formula} # {++_formulas}", cancellationToken);

    /// <summary>A chart of a formula, of all runs.</summary>
    async Task<long> FormulaAsync(string formula, CancellationToken cancellationToken)
    {
        var answer = await AskAsync("/attributes/timeseries/view", new
        {
            metrics = Enumerable.Range(0, load.Workload.Runs).Select(run => new
            {
                customId = $"{run}", holder = new { identifier = Identifier(run), type = "run" }, attributes = Array.Empty<string>(),
                customYFormula = formula, lineage = "FULL",
            }),
            view = new { maxUniqueX = Buckets },
            xaxis = new { steps = new { } },
        }, cancellationToken);
        using var chart = JsonDocument.Parse(answer);
        return chart.RootElement.GetProperty("customSeries").EnumerateArray().Sum(line => (long)line.GetProperty("values").GetArrayLength());
    }

    async Task<long> BucketsAsync(CancellationToken cancellationToken)
    {
        var request = new ProtoGetTimeseriesBucketsRequest
        {
            View = new ProtoView { MaxBuckets = Buckets, XAxis = new ProtoXAxis { Steps = new() }, XScale = ProtoScale.Linear },
        };
        for (var run = 0; run < load.Workload.Runs; run++)
            request.Expressions.Add(new ProtoCustomExpression
            {
                RequestId = $"{run}",
                RunId = Identifier(run),
                CustomYFormula = $"${{{Metric}}}",
                Lineage = ProtoLineage.Full,
            });
        var answer = await client.QueryAsync(
            Leaderboard + "/proto/attributes/timeseries/buckets", request.ToByteArray(), "application/x-protobuf", cancellationToken);
        return ProtoTimeseriesBucketsDTO.Parser.ParseFrom(answer).Entries.Sum(line => line.Bucket.Count);
    }

    async Task<long> TableAsync(string query, CancellationToken cancellationToken)
    {
        var path = $"/proto/leaderboard/entries/search/?projectIdentifier={Uri.EscapeDataString(load.Project)}&type=run";
        var answer = await AskAsync(path, new
        {
            attributeFilters = new[] { new { path = "sys/id" }, new { path = "sys/name" }, new { path = Metric } },
            experimentLeader = false,
            pagination = new { limit = 50, offset = 0 },
            query = new { query },
            sorting = new { dir = "descending", aggregationMode = "last", sortBy = new { name = Metric, type = "floatSeries" } },
        }, cancellationToken);
        return ProtoLeaderboardEntriesSearchResultDTO.Parser.ParseFrom(answer).Entries.Count;
    }

    /// <summary>A page of runs with a formula that has not been asked for, which also sorts them.</summary>
    async Task<long> FormulaTableAsync(string formula, CancellationToken cancellationToken)
    {
        formula = $"{formula} # {++_formulas}";
        var path = $"/leaderboard/entries/search?projectIdentifier={Uri.EscapeDataString(load.Project)}&type=run";
        var answer = await AskAsync(path, new
        {
            attributeFilters = new[] { new { path = "sys/id" }, new { path = "sys/name" } },
            pagination = new { limit = 50, offset = 0 },
            formulas = new[] { formula },
            sorting = new { dir = "descending", formula },
        }, cancellationToken);
        using var page = JsonDocument.Parse(answer);
        return page.RootElement.GetProperty("entries").GetArrayLength();
    }

    async Task<long> AllRunsAsync(CancellationToken cancellationToken) =>
        (await client.SysIdsAsync(load.Project, cancellationToken)).Count;

    async Task<long> DefinitionsAsync(object[] alternatives, CancellationToken cancellationToken)
    {
        var answer = await AskAsync("/leaderboard/attributes/definitions/query", new
        {
            projectIdentifiers = new[] { load.Project },
            attributeNameFilter = new { mustMatchAny = alternatives },
            nextPage = new { limit = 1_000 },
        }, cancellationToken);
        using var page = JsonDocument.Parse(answer);
        return page.RootElement.GetProperty("entries").GetArrayLength();
    }

    async Task<long> AllDefinitionsAsync(CancellationToken cancellationToken)
    {
        long names = 0;
        for (string? token = null; ;)
        {
            var answer = await AskAsync("/leaderboard/attributes/definitions/query", new
            {
                projectIdentifiers = new[] { load.Project },
                nextPage = new { limit = Page, nextPageToken = token },
            }, cancellationToken);
            using var page = JsonDocument.Parse(answer);
            names += page.RootElement.GetProperty("entries").GetArrayLength();
            token = page.RootElement.GetProperty("nextPage").TryGetProperty("nextPageToken", out var next) ? next.GetString() : null;
            if (token is null) return names;
        }
    }

    /// <summary>Values of attributes of all runs.</summary>
    /// <param name="names">null: all there are.</param>
    async Task<long> ValuesAsync(string[]? names, CancellationToken cancellationToken)
    {
        long values = 0;
        for (string? token = null; ;)
        {
            var answer = await AskAsync(
                $"/proto/leaderboard/attributes/query?projectIdentifier={Uri.EscapeDataString(load.Project)}",
                new { attributeNamesFilter = names, nextPage = new { limit = Page, nextPageToken = token } }, cancellationToken);
            var page = ProtoQueryAttributesResultDTO.Parser.ParseFrom(answer);
            values += page.Entries.Sum(entry => entry.Attributes.Count);
            token = page.NextPage?.NextPageToken;
            if (string.IsNullOrEmpty(token)) return values;
        }
    }

    /// <summary>As neptune-query reads: groups of series, page after page, until all have ended.</summary>
    async Task<long> PointsAsync(CancellationToken cancellationToken)
    {
        const int seriesAtOnce = 100;
        const int pointsMax = 1_000_000;
        long points = 0;
        for (var first = 0; first < load.Workload.Series; first += seriesAtOnce)
        {
            List<(string Name, double? After)> series =
                [.. Enumerable.Range(first, Math.Min(seriesAtOnce, load.Workload.Series - first))
                    .Select(i => (SeriesNames.Of(i), (double?)null))];
            while (series.Count > 0)
            {
                var limit = pointsMax / series.Count;
                var answers = await SeriesQuery.PageAsync(client, Identifier(0), series, limit, cancellationToken);
                points += answers.Sum(answer => answer.Count);
                series = [.. series.Zip(answers).Where(pair => pair.Second.Count >= limit)
                    .Select(pair => (pair.First.Name, (double?)pair.Second[^1].Step))];
            }
        }

        return points;
    }

    async Task<long> RowsAsync(string sql, CancellationToken cancellationToken) =>
        (await store.QueryAsync(sql, new SqlArguments(), cancellationToken)).Rows;

    Task<byte[]> AskAsync(string path, object body, CancellationToken cancellationToken) => client.QueryAsync(
        Leaderboard + path, JsonSerializer.SerializeToUtf8Bytes(body), "application/json", cancellationToken);
}
