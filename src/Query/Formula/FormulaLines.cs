using System.Runtime.CompilerServices;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula;

/// <summary>One formula of one run.</summary>
/// <param name="X">Of a custom axis.</param>
public sealed record FormulaLine(
    Run Run, FormulaTree Y, FormulaTree? X, LineageScope Scope, bool IncludePreview)
{
    /// <summary>A family need not be combined.</summary>
    public bool TakesFamily { get; init; }
}

/// <summary>Formulas that are bound to their runs.</summary>
public sealed class BoundFormulas
{
    readonly Dictionary<FormulaSource, int> _firsts = [];

    internal BoundFormulas(IReadOnlyList<FormulaPlan> plans, IReadOnlyList<FormulaLine> lines, StepWindow window) =>
        (Plans, Lines, Window) = (plans, lines, window);

    internal IReadOnlyList<FormulaPlan> Plans { get; }

    internal IReadOnlyList<FormulaLine> Lines { get; }

    internal StepWindow Window { get; }

    /// <summary>About how many points they read.</summary>
    public long Points => FormulaPlan.PointsOf(Plans.SelectMany(plan => plan.Sources).Distinct(), Window);

    /// <summary>The first line that needs a source.</summary>
    internal int FirstOf(FormulaSource source) => _firsts.TryGetValue(source, out var place) ? place : FindFirst(source);

    /// <summary>Some of the lines, in their order.</summary>
    internal BoundFormulas At(IReadOnlyList<int> places) =>
        new([.. places.Select(place => Plans[place])], [.. places.Select(place => Lines[place])], Window);

    /// <exception cref="FormulaException">They read too much.</exception>
    internal BoundFormulas Affordable()
    {
        if (Plans.Count > 0) FormulaPlan.CheckCost(Plans, Window);
        return this;
    }

    public FormulaKind KindOf(int line) => Plans[line].Y.Kind;

    /// <summary>From where relative time counts, in milliseconds since 1970.</summary>
    public long OriginOf(int line) => Plans[line].OriginMillis;

    int FindFirst(FormulaSource wanted)
    {
        for (var place = 0; place < Plans.Count; place++)
            foreach (var source in Plans[place].Sources) _firsts.TryAdd(source, place);
        return _firsts[wanted];
    }
}

/// <summary>What a formula is for one run: points, one number, or nothing and why.</summary>
/// <param name="X">Of a custom axis.</param>
sealed record FormulaResult(StepAxis? Axis, double[] Y, double[]? X, double? Scalar, FormulaDiagnostic? Why)
{
    public int Rows => Axis?.Count ?? 0;
}

/// <summary>Computes formulas over all points of the series that they name.</summary>
/// <param name="batchPointsMax">Points that are read at a time, about 32 bytes each. A line that has more is read by itself, and by
/// ranges of steps if it can be.</param>
public sealed class FormulaLines(
    CatalogRuns registry, SeriesResolver resolver, CurrentAttributes attributes, FloatReads floats, PointCache points, FormulaCache cache,
    long batchPointsMax = FormulaLines.BatchPointsMax)
{
    const long BatchPointsMax = 600_000;

    readonly FormulaLookup _lookup = new(registry, resolver, attributes);
    readonly FormulaColumns _columns = new(floats, points);
    readonly StepSlices _slices = new(new FormulaColumns(floats, points), batchPointsMax);

    internal FormulaCache Cache => cache;

    /// <exception cref="FormulaException">A name or a kind is wrong, or they read too much.</exception>
    public async Task<BoundFormulas> BindAsync(
        IReadOnlyList<FormulaLine> lines, FormulaSetting setting, StepWindow window, CancellationToken cancellationToken) =>
        (await BindAnyAsync(lines, setting, window, cancellationToken)).Affordable();

    /// <summary>Binds formulas whose points may never be read.</summary>
    /// <exception cref="FormulaException">A name or a kind is wrong.</exception>
    internal async Task<BoundFormulas> BindAnyAsync(
        IReadOnlyList<FormulaLine> lines, FormulaSetting setting, StepWindow window, CancellationToken cancellationToken)
    {
        var links = new Dictionary<FormulaTree, FormulaLinks>(ReferenceEqualityComparer.Instance);
        foreach (var tree in lines.SelectMany(line => line.X is null ? [line.Y] : (FormulaTree[])[line.Y, line.X]))
            if (!links.ContainsKey(tree)) links[tree] = Said(tree, () => FormulaLinks.Of(tree, setting.Saved));

        Run[] runs = [.. lines.Select(line => line.Run).DistinctBy(run => run.Number)];
        var plans = new FormulaPlan[lines.Count];
        foreach (var group in Enumerable.Range(0, lines.Count).GroupBy(place => (lines[place].Scope, lines[place].IncludePreview)))
        {
            var world = await _lookup.FindAsync(
                [.. group.SelectMany(place => FormulasOf(lines[place], links))], setting.Baseline, runs, group.Key.Scope,
                window, cancellationToken);
            var binders = new Dictionary<FormulaTree, FormulaBinder>(ReferenceEqualityComparer.Instance);
            foreach (var place in group) plans[place] = Bind(lines[place], links, binders, world);
        }

        return new BoundFormulas(plans, lines, window);
    }

    internal IAsyncEnumerable<(int Place, FormulaResult Result)> ReadAsync(
        BoundFormulas bound, IReadOnlyList<int> places, bool withTimes, CancellationToken cancellationToken) =>
        ReadAsync(bound, places, withTimes, new Dictionary<int, long>(), cancellationToken);

    /// <summary>In batches: first what is known, then the others in the order of the lines.</summary>
    /// <param name="places">Which lines; each once, in order.</param>
    /// <param name="withTimes">Whether the points' times are wanted.</param>
    /// <param name="behind">Of some lines, the step behind which alone points are wanted, in micro-steps. There may be others.</param>
    internal async IAsyncEnumerable<(int Place, FormulaResult Result)> ReadAsync(
        BoundFormulas bound, IReadOnlyList<int> places, bool withTimes, IReadOnlyDictionary<int, long> behind,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var plans = bound.Plans;
        var entries = places.ToDictionary(place => place, place => EntryOf(bound, place));
        var left = new List<int>();
        foreach (var place in places)
        {
            if (cache.Find(entries[place]) is { } known) yield return (place, known);
            else left.Add(place);
        }

        var steps = Behind(plans, left, behind);
        withTimes = withTimes || left.Any(place => plans[place].NeedsTimes);
        var large = left.Where(place => _slices.Takes(plans[place], steps)).ToHashSet();
        places = [.. left.Where(place => !large.Contains(place))];
        // What is left unshared is forgotten with its batch.
        var uses = places.SelectMany(place => plans[place].Nodes).CountBy(node => node).Where(node => node.Value > 1)
            .Select(node => node.Key).ToHashSet<Node>(ReferenceEqualityComparer.Instance);
        var shared = places.SelectMany(place => plans[place].Sources.Distinct()).CountBy(source => source)
            .Where(source => source.Value > 1).Select(source => source.Key).ToHashSet();
        var loaded = new Dictionary<FormulaSource, Column>();
        await LoadAsync(loaded, [.. shared], bound, steps, withTimes, cancellationToken);

        var evaluator = new Evaluator(source => loaded[source]);
        foreach (var batch in Batches(plans, places, shared, steps))
        {
            FormulaSource[] own = [.. batch.SelectMany(place => plans[place].Sources).Where(source => !shared.Contains(source)).Distinct()];
            await LoadAsync(loaded, own, bound, steps, withTimes, cancellationToken);
            // Lines that share a part are computed one after the other: the part once.
            foreach (var some in batch.Chunk(uses.Count == 0 ? Environment.ProcessorCount : 1))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var results = some is [var one]
                    ? [ResultOf(evaluator, plans[one])]
                    : await Task.WhenAll(some.Select(
                        place => Task.Run(() => ResultOf(new Evaluator(source => loaded[source]), plans[place]), cancellationToken)));
                foreach (var (place, result) in some.Zip(results))
                {
                    cache.Keep(entries[place], result);
                    yield return (place, result);
                }

                evaluator.Forget(uses.Contains);
            }

            foreach (var source in own) loaded.Remove(source);
        }

        foreach (var alike in large.GroupBy(place => plans[place].Sources.ToHashSet(), HashSet<FormulaSource>.CreateSetComparer()))
            await foreach (var known in _slices.ReadAsync(bound, [.. alike], steps, withTimes, cancellationToken)) yield return known;
    }

    /// <summary>All points of each line with their times, one line after the other; of a family, a column for each member.</summary>
    internal async IAsyncEnumerable<(int Line, IReadOnlyList<Column> Columns, FormulaDiagnostic? Why)> ColumnsAsync(
        BoundFormulas bound, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var line = 0; line < bound.Plans.Count; line++)
        {
            var (plan, loaded) = (bound.Plans[line], new Dictionary<FormulaSource, Column>());
            await LoadAsync(
                loaded, [.. plan.Sources.Distinct()], bound, new Dictionary<FormulaSource, long>(), withTimes: true, cancellationToken);
            var evaluator = new Evaluator(source => loaded[source]);
            if (plan.Y.Family is not null)
            {
                yield return (line, [.. evaluator.MembersOf(plan.Y)], null);
                continue;
            }

            var result = ResultOf(evaluator, plan);
            yield return (line, result.Axis is { } axis ? [new Column(axis, result.Y)] : [], result.Why);
        }
    }

    /// <summary>Under which name the result of a line is kept that is one number.</summary>
    static FormulaEntry<FormulaResult> EntryOf(BoundFormulas bound, int place) => bound.Plans[place] is { X: null, Y.IsScalar: true } plan
        ? new FormulaEntry<FormulaResult>(FormulaKey.Settled(plan, bound.Lines[place], bound.Window))
        : default;

    /// <summary>The least step behind which lines want points of a source.</summary>
    static Dictionary<FormulaSource, long> Behind(
        IReadOnlyList<FormulaPlan> plans, IReadOnlyList<int> places, IReadOnlyDictionary<int, long> behind)
    {
        var steps = new Dictionary<FormulaSource, long>();
        if (behind.Count == 0) return steps;

        foreach (var place in places)
            foreach (var source in plans[place].Sources.Distinct())
                steps[source] = Math.Min(steps.GetValueOrDefault(source, long.MaxValue), behind.GetValueOrDefault(place, -1));
        return steps;
    }

    async Task LoadAsync(
        Dictionary<FormulaSource, Column> loaded, FormulaSource[] sources, BoundFormulas bound,
        IReadOnlyDictionary<FormulaSource, long> behind, bool withTimes, CancellationToken cancellationToken)
    {
        if (sources.Length == 0) return;

        // A source belongs to lines that are alike in what they want of it.
        var withPreviews = sources.ToLookup(source => bound.Lines[bound.FirstOf(source)].IncludePreview);
        foreach (var group in withPreviews)
            foreach (var (source, column) in await _columns.ReadAsync(
                [.. group], bound.Window, behind, group.Key, withTimes, cancellationToken))
                loaded[source] = column;
    }

    IEnumerable<List<int>> Batches(
        IReadOnlyList<FormulaPlan> plans, IReadOnlyList<int> places, HashSet<FormulaSource> shared,
        IReadOnlyDictionary<FormulaSource, long> behind)
    {
        var (batch, points) = (new List<int>(), 0L);
        foreach (var place in places)
        {
            var more = plans[place].Sources.Where(source => !shared.Contains(source)).Distinct()
                .Sum(source => FormulaPlan.PointsOf(source.Series, default, behind.GetValueOrDefault(source, -1)));
            if (batch.Count > 0 && points + more > batchPointsMax)
            {
                yield return batch;
                (batch, points) = ([], 0);
            }

            batch.Add(place);
            points += more;
        }

        if (batch.Count > 0) yield return batch;
    }

    internal static FormulaResult ResultOf(Evaluator evaluator, FormulaPlan plan)
    {
        if (plan.X is null && plan.Y is not Map)
        {
            return evaluator.Of(plan.Y) switch
            {
                Outcome.Scalar scalar => new FormulaResult(null, [], null, scalar.Value, null),
                Outcome.Points points => new FormulaResult(points.Column.Axis, points.Column.Values, null, null, null),
                Outcome.Missing missing => new FormulaResult(null, [], null, null, missing.Why),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        var (axis, values, why) = evaluator.Together(plan.X is null ? [plan.Y] : [plan.Y, plan.X]);
        return why is not null ? new FormulaResult(null, [], null, null, why)
            : axis is null ? new FormulaResult(null, [], null, values[0][0], null)
            : new FormulaResult(axis, values[0], plan.X is null ? null : values[1], null, null);
    }

    static IEnumerable<(FormulaLinks, Run)> FormulasOf(FormulaLine line, Dictionary<FormulaTree, FormulaLinks> links) =>
        line.X is null ? [(links[line.Y], line.Run)] : [(links[line.Y], line.Run), (links[line.X], line.Run)];

    static FormulaPlan Bind(
        FormulaLine line, Dictionary<FormulaTree, FormulaLinks> links, Dictionary<FormulaTree, FormulaBinder> binders,
        FormulaWorld world)
    {
        Node Bound(FormulaTree tree)
        {
            if (!binders.TryGetValue(tree, out var binder)) binders[tree] = binder = new FormulaBinder(links[tree], world);
            var node = binder.Bind(tree.Body, line.Run);
            if (!line.TakesFamily) FormulaKinds.RequireOne(node);
            else if (node is { IsScalar: true, IsOpen: false }) FormulaKinds.RequireSteps([node], "A histogram");
            return node;
        }

        var (y, x) = (Said(line.Y, () => Bound(line.Y)), line.X is null ? null : Said(line.X, () => Bound(line.X)));
        Node[] both = x is null ? [y] : [y, x];
        return both.All(node => node.IsScalar)
            ? new FormulaPlan(y, x, world.OriginOf(line.Run))
            : Said(line.Y, () =>
            {
                FormulaKinds.RequireSteps(both, "A line");
                return new FormulaPlan(y, x, world.OriginOf(line.Run));
            });
    }

    /// <summary>A fault says which formula it is of.</summary>
    internal static T Said<T>(FormulaTree tree, Func<T> bind)
    {
        try
        {
            return bind();
        }
        catch (FormulaException exception)
        {
            exception.Text ??= tree.Text;
            throw;
        }
    }
}
