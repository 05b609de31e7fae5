using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Looks up what formulas refer to, all of a request at once.</summary>
sealed class FormulaLookup(CatalogRuns registry, SeriesResolver resolver, CurrentAttributes attributes)
{
    /// <param name="lines">Formulas and the runs that they are of.</param>
    /// <param name="runs">The runs of the chart, each once.</param>
    /// <exception cref="FormulaException">Families are too large.</exception>
    public async Task<FormulaWorld> FindAsync(
        IReadOnlyList<(FormulaLinks Links, Run Run)> lines, Run? baseline, IReadOnlyList<Run> runs, LineageScope scope,
        StepWindow window, CancellationToken cancellationToken)
    {
        var world = new FormulaWorld { Baseline = baseline, Runs = runs };
        await NameRunsAsync(world, lines, cancellationToken);
        await ParentsAsync(world, lines, cancellationToken);

        var needs = new FormulaNeeds(world);
        foreach (var (links, run) in lines) needs.Add(links, links.Tree.Body, run);
        await FamiliesAsync(world, needs, lines, cancellationToken);

        SeriesRequest[] wanted =
        [
            .. needs.Paths.Concat(needs.Families.SelectMany(family =>
                world.Families[(family.Run.Number, family.Pattern)].Select(path => (family.Run, Path: path))))
                .DistinctBy(one => (one.Run.Number, one.Path)).Select(one => new SeriesRequest(one.Run, one.Path, scope)),
        ];
        if (wanted.Length == 0) return world;

        var others = new List<SeriesRequest>();
        foreach (var (request, series) in wanted.Zip(await resolver.ResolveAsync(wanted, cancellationToken)))
        {
            world.Origins[request.Run.Number] = series.Root.CreationTime.ToUnixTimeMilliseconds();
            if (series.Type == AttributeType.FloatSeries)
                world.Series[(request.Run.Number, request.Path)] = new FormulaSource(request.Run.Number, request.Path, series);
            else if (series.Type != AttributeType.None) others.Add(request);
        }

        await ValuesAsync(world.Values, others, cancellationToken);
        // A summary is of all that a run has by now, its ancestors' included.
        if (scope == LineageScope.Full && window is { From: null, To: null } && AsOf.Moment is null)
            await ValuesAsync(
                world.Summaries,
                [
                    .. needs.Summaries.Where(one => world.Series.ContainsKey((one.Run.Number, one.Path)))
                        .Select(one => new SeriesRequest(one.Run, one.Path, scope)),
                ],
                cancellationToken);
        return world;
    }

    async Task NameRunsAsync(
        FormulaWorld world, IReadOnlyList<(FormulaLinks Links, Run Run)> lines, CancellationToken cancellationToken)
    {
        string[] ids = [.. lines.Select(line => line.Links).Distinct().SelectMany(links => FormulaNeeds.RunIds(links.Nodes)).Distinct()];
        if (ids.Length == 0) return;

        foreach (var project in lines.Select(line => line.Run.Project).Distinct())
        {
            var found = await registry.FindAsync(project, [.. ids, .. ids.Select(id => "CUSTOM/" + id)], cancellationToken);
            for (var i = 0; i < ids.Length; i++)
                world.Named[ids[i]] = found[i] ?? found[ids.Length + i] ?? world.Named.GetValueOrDefault(ids[i]);
        }
    }

    /// <summary>As many generations as formulas go back.</summary>
    async Task ParentsAsync(
        FormulaWorld world, IReadOnlyList<(FormulaLinks Links, Run Run)> lines, CancellationToken cancellationToken)
    {
        var generations = lines.Select(line => line.Links).Distinct()
            .Select(links => links.Nodes.OfType<FormulaSyntax.Call>().Count(call => call.Function.Name == "parent")).DefaultIfEmpty().Max();
        Run[] known =
        [
            .. lines.Select(line => line.Run), .. world.Runs, .. world.Named.Values.OfType<Run>(),
            .. world.Baseline is { } run ? (Run[])[run] : [],
        ];
        for (var generation = 0; generation < generations && known.Length > 0; generation++)
        {
            ulong[] numbers = [.. known.Select(one => one.Fork?.Parent).OfType<ulong>().Distinct()
                .Where(number => !world.Parents.ContainsKey(number))];
            if (numbers.Length == 0) return;

            var found = await registry.GetAsync(numbers, cancellationToken);
            foreach (var (number, parent) in found) world.Parents[number] = parent;
            known = [.. found.Values];
        }
    }

    async Task FamiliesAsync(
        FormulaWorld world, FormulaNeeds needs, IReadOnlyList<(FormulaLinks Links, Run Run)> lines, CancellationToken cancellationToken)
    {
        foreach (var group in needs.Families.GroupBy(family => (family.Run.Project, family.Pattern)))
        {
            var runs = group.Select(family => family.Run.Number).ToHashSet();
            var selection = new AttributeSelection(FormulaPattern.Names(group.Key.Pattern), Types: [AttributeType.FloatSeries]);
            var found = await attributes.PageAsync(
                group.Key.Project, runs, selection, null, Limits.FormulaSeriesMax + 1, cancellationToken);
            var members = found.ToLookup(one => one.Run, one => one.Path);
            foreach (var run in runs)
                world.Families[(run, group.Key.Pattern)] = [.. members[run].Order(StringComparer.Ordinal)];
        }

        var most = world.Families.Values.Select(family => family.Count).DefaultIfEmpty().Max();
        if (most <= Limits.FormulaFamilyMembersMax && world.Families.Values.Sum(family => family.Count) <= Limits.FormulaSeriesMax)
            return;

        var family = lines.SelectMany(line => line.Links.Nodes).OfType<FormulaSyntax.Family>().First();
        throw new FormulaException(family.Span, FormulaCodes.Cost,
            $"A family has at most {Limits.FormulaFamilyMembersMax} members in a run, and all together {Limits.FormulaSeriesMax}. Narrow the expression, or show fewer runs.");
    }

    async Task ValuesAsync(
        Dictionary<(ulong, string), StoredAttribute> found, List<SeriesRequest> others, CancellationToken cancellationToken)
    {
        if (others.Count == 0) return;

        var wanted = others.Select(one => (one.Run.Number, one.Path)).ToHashSet();
        var values = await attributes.ReadAsync(
            [.. others.Select(one => one.Run.Project).Distinct()], [.. others.Select(one => one.Run.Number).Distinct()],
            [.. others.Select(one => one.Path).Distinct()], cancellationToken);
        foreach (var value in values)
            if (wanted.Contains((value.Run, value.Path))) found[(value.Run, value.Path)] = value;
    }
}
