using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula;

/// <summary>What is known of a formula before it is computed.</summary>
/// <param name="Kind"><c>null</c> if it is wrong.</param>
/// <param name="Points">About how many points it reads for the runs.</param>
public sealed record FormulaCheck(
    FormulaKind? Kind, IReadOnlyList<FormulaReference> References, IReadOnlyList<FormulaDiagnostic> Diagnostics, long Points);

/// <summary>A metric or a family that a formula names.</summary>
/// <param name="Text">Path or expression.</param>
/// <param name="Types">What it is in the runs, or in the project if no runs are given.</param>
/// <param name="RunsWith">How many of the runs have it; without runs, 1 if the project has.</param>
/// <param name="Members">Of a family, the most in one run.</param>
public sealed record FormulaReference(
    FormulaSpan Span, string Text, bool IsFamily, IReadOnlyList<AttributeType> Types, int RunsWith, int Members);

/// <summary>Where a formula stands.</summary>
public enum FormulaRole : byte
{
    Y,
    X,

    /// <summary>One number a run is wanted.</summary>
    Scalar,

    /// <summary>How values are spread: a family need not be combined.</summary>
    Histogram,
}

/// <summary>Tells what a formula is and what is wrong with it, while it is written.</summary>
public sealed class FormulaChecks(
    CatalogRuns registry, SeriesResolver resolver, CurrentAttributes values, AttributeReads attributes, AttributeNames names,
    FormulaLines lines)
{
    /// <summary>Runs of which it is tried whether operands meet, and the most points that are read for that.</summary>
    const int TriedRunsMax = 3;
    const long TriedPointsMax = 400_000;

    readonly FormulaLookup _lookup = new(registry, resolver, values);

    /// <param name="runs">Of the project; none: the whole project counts as one run that has all its attributes.</param>
    public async Task<FormulaCheck> CheckAsync(
        Project project, string text, IReadOnlyList<Run> runs, FormulaRole role, FormulaSetting setting,
        CancellationToken cancellationToken)
    {
        FormulaLinks links;
        try
        {
            links = FormulaLinks.Of(FormulaParser.Parse(text), setting.Saved);
        }
        catch (FormulaException exception)
        {
            return new FormulaCheck(null, [], exception.Diagnostics, 0);
        }

        try
        {
            Run[] each = [.. runs.DistinctBy(run => run.Number)];
            var world = each.Length == 0
                ? await WholeAsync(project, links, setting, cancellationToken)
                : await _lookup.FindAsync(
                    [.. each.Select(run => (links, run))], setting.Baseline, each, LineageScope.Full, default, cancellationToken);
            var check = await CheckAsync(project, links, world, role, cancellationToken);
            var apart = check.Diagnostics.Count > 0 || role is FormulaRole.X or FormulaRole.Histogram ? null
                : await ApartAsync(links.Tree, [.. each.Take(TriedRunsMax)], setting, cancellationToken);
            return apart is null ? check : check with { Diagnostics = [apart with { IsWarning = true }] };
        }
        catch (BadQueryException exception) when (links.Nodes.OfType<FormulaSyntax.Family>().FirstOrDefault() is { } family)
        {
            return new FormulaCheck(null, [], [new FormulaDiagnostic(family.Span, FormulaCodes.Syntax, exception.Message)], 0);
        }
        catch (FormulaException exception)
        {
            return new FormulaCheck(null, [], exception.Diagnostics, 0);
        }
    }

    async Task<FormulaCheck> CheckAsync(
        Project project, FormulaLinks links, FormulaWorld world, FormulaRole role, CancellationToken cancellationToken)
    {
        FormulaReference[] references = [.. links.Tree.Nodes.Select(node => ReferenceOf(node, world)).OfType<FormulaReference>()];
        var diagnostics = new List<FormulaDiagnostic>();
        foreach (var reference in references)
        {
            if (reference.RunsWith == 0) diagnostics.Add(await UnknownAsync(project, reference, cancellationToken));
            else if (reference.Types.Contains(AttributeType.FloatSeries) && reference.Types.Count > 1)
                diagnostics.Add(new FormulaDiagnostic(
                    reference.Span, FormulaCodes.MixedTypes,
                    $"{FormulaPrinter.Reference(reference.Text)} is a series in some of the runs and one number in others; each is computed as it is there.",
                    IsWarning: true));
        }

        FormulaKind? kind = null;
        var plans = new List<FormulaPlan>();
        try
        {
            var binder = new FormulaBinder(links, world);
            foreach (var run in world.Runs)
            {
                var node = binder.Bind(links.Tree.Body, run);
                if (!node.IsOpen) kind = kind is { } known && known > node.Kind ? known : node.Kind;
                Require(node, links.Tree, role);
                plans.Add(new FormulaPlan(node, null, 0));
            }

            if (plans.Count > 0) FormulaPlan.CheckCost(plans, default);
        }
        catch (FormulaException exception)
        {
            diagnostics.InsertRange(0, exception.Diagnostics);
        }

        var points = FormulaPlan.PointsOf(plans.SelectMany(plan => plan.Sources).Distinct(), default);
        return new FormulaCheck(kind, references, diagnostics, points);
    }

    /// <returns>Why no run has a line, if that is because operands do not meet.</returns>
    async Task<FormulaDiagnostic?> ApartAsync(
        FormulaTree tree, Run[] runs, FormulaSetting setting, CancellationToken cancellationToken)
    {
        if (runs.Length == 0) return null;

        var bound = await lines.BindAsync(
            [.. runs.Select(run => new FormulaLine(run, tree, null, LineageScope.Full, false))], setting, default, cancellationToken);
        if (bound.Points > TriedPointsMax) return null;

        FormulaDiagnostic? apart = null;
        await foreach (var (_, result) in lines.ReadAsync(
            bound, [.. Enumerable.Range(0, runs.Length)], withTimes: false, cancellationToken))
        {
            if (result.Why is null) return null;
            if (result.Why.Code == FormulaCodes.NoCommonSteps) apart ??= result.Why;
        }

        return apart;
    }

    static void Require(Node node, FormulaTree tree, FormulaRole role)
    {
        if (role == FormulaRole.Scalar)
        {
            RequireNumber(node, tree);
            return;
        }

        if (role == FormulaRole.Histogram)
        {
            if (node is { IsOpen: false }) FormulaKinds.RequireSteps([node], "A histogram");
            return;
        }

        FormulaKinds.RequireOne(node);
        // The x of a line meets the steps of its y.
        if (role == FormulaRole.Y && !node.IsScalar) FormulaKinds.RequireSteps([node], "A line");
    }

    /// <exception cref="FormulaException">It is not one number a run.</exception>
    internal static void RequireNumber(Node node, FormulaTree tree)
    {
        if (node.IsScalar) return;

        var inner = FormulaPrinter.Print(tree.Body);
        throw new FormulaException(tree.Body.Span, FormulaCodes.Kind,
            node.Kind == FormulaKind.Family
                ? "One number a run is wanted here. Combine the family and take one of its points, as in last(mean($~{…}))."
                : "One number a run is wanted here. Take one of a line: last(…), run_min(…), run_max(…) or run_mean(…).",
            node.Kind == FormulaKind.Series ? new FormulaFix("Take the last value", $"last({inner})") : null)
        {
            Text = tree.Text,
        };
    }

    static FormulaReference? ReferenceOf(FormulaSyntax node, FormulaWorld world)
    {
        if (node is FormulaSyntax.Family family)
        {
            var counts = world.Families.Where(one => one.Key.Pattern == family.Pattern).Select(one => one.Value.Count).ToArray();
            return new FormulaReference(
                family.Span, family.Pattern, true, [AttributeType.FloatSeries], counts.Count(count => count > 0),
                counts.DefaultIfEmpty().Max());
        }

        if (node is not FormulaSyntax.Reference reference) return null;

        ulong[] series = [.. world.Series.Keys.Where(key => key.Path == reference.Path).Select(key => key.Run)];
        var values = world.Values.Where(one => one.Key.Path == reference.Path).ToArray();
        var types = values.Select(one => one.Value.Type).Distinct();
        return new FormulaReference(
            reference.Span, reference.Path, false, [.. series.Length > 0 ? types.Prepend(AttributeType.FloatSeries) : types],
            series.Concat(values.Select(one => one.Key.Run)).Distinct().Count(), 0);
    }

    async Task<FormulaDiagnostic> UnknownAsync(Project project, FormulaReference reference, CancellationToken cancellationToken)
    {
        if (reference.IsFamily)
            return new FormulaDiagnostic(
                reference.Span, FormulaCodes.UnknownMetric, "No float series matches this expression. The syntax is RE2's.");

        var near = await names.NearestAsync(project.Number, reference.Text, cancellationToken);
        var first = near.Count == 0 ? null : FormulaPrinter.Reference(near[0]);
        return new FormulaDiagnostic(
            reference.Span, FormulaCodes.UnknownMetric,
            $"No run has {FormulaPrinter.Reference(reference.Text)}."
            + (first is null ? "" : $" Did you mean {string.Join(" or ", near.Select(FormulaPrinter.Reference))}?"),
            first is null ? null : new FormulaFix($"Write {first}", first));
    }

    /// <summary>A world of one run that has all that the project has.</summary>
    async Task<FormulaWorld> WholeAsync(Project project, FormulaLinks links, FormulaSetting setting, CancellationToken cancellationToken)
    {
        var run = new Run(0, Guid.Empty, project.Number, "", "", null, null, null, project.CreationTime);
        var world = new FormulaWorld { Baseline = setting.Baseline ?? run, Runs = [run] };
        foreach (var id in FormulaNeeds.RunIds(links.Nodes)) world.Named[id] = run;

        string[] paths = [.. links.Nodes.OfType<FormulaSyntax.Reference>().Select(one => one.Path).Distinct()];
        var found = paths.Length == 0 ? [] : await attributes.DefinitionsAsync(
            [project.Number], null, new AttributeSelection(Paths: paths), null, paths.Length * 13, cancellationToken);
        foreach (var definition in found.Where(one => one.Type != AttributeType.FloatSeries))
            world.Values[(0, definition.Path)] = new StoredAttribute(0, definition.Path, definition.Type);
        var series = found.Where(one => one.Type == AttributeType.FloatSeries).Select(one => one.Path).ToList();
        foreach (var pattern in links.Nodes.OfType<FormulaSyntax.Family>().Select(one => one.Pattern).Distinct())
        {
            var members = await attributes.DefinitionsAsync(
                [project.Number], null, new AttributeSelection(FormulaPattern.Names(pattern), Types: [AttributeType.FloatSeries]), null,
                Limits.FormulaFamilyMembersMax, cancellationToken);
            world.Families[(0, pattern)] = [.. members.Select(member => member.Path)];
            series.AddRange(members.Select(member => member.Path));
        }

        foreach (var path in series)
            world.Series[(0, path)] = new FormulaSource(0, path, new ResolvedSeries(AttributeType.FloatSeries, [], 0, run, false));
        return world;
    }
}
