using System.Globalization;
using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Computes bound formulas. What has been computed is kept, so that a part that several formulas share is computed once.
/// </summary>
/// <param name="columns">The points of a source.</param>
sealed class Evaluator(Func<FormulaSource, Column> columns)
{
    readonly Dictionary<Node, Outcome> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>The values of several parts at the steps where all of them have one.</summary>
    public (StepAxis? Axis, double[][] Values, FormulaDiagnostic? Why) Together(IReadOnlyList<Node> nodes) => Together(nodes, null);

    /// <summary>Forgets what it computed, but for what other formulas may share.</summary>
    public void Forget(Func<Node, bool> isKept)
    {
        foreach (var node in _known.Keys.Where(node => !isKept(node)).ToArray()) _known.Remove(node);
    }

    public Outcome Of(Node node) => Of(node, null);

    /// <summary>The points of each member of a family that has some.</summary>
    public IEnumerable<Column> MembersOf(Node family) => Enumerable.Range(0, family.Family!.Sources.Count) // It is one.
        .Select(place => Of(family, new Member(place))).OfType<Outcome.Points>().Select(points => points.Column);

    Outcome Of(Node node, Member? member)
    {
        var known = node.Family is null ? _known : member!.Known; // Families are computed member by member.
        if (known.TryGetValue(node, out var outcome)) return outcome;

        return known[node] = node switch
        {
            Constant constant => new Outcome.Scalar(constant.Value),
            Lacking lacking => new Outcome.Missing(lacking.Why),
            Source source => Read(source.Of, node),
            Members members => Read(members.Sources[member!.Place], node), // As above.
            Held held => Of(held.Inner, member),
            Map map => OfMap(map, member),
            Computed computed => OfComputed(computed, member),
            OverRuns runs => OfRuns(runs),
            _ => throw new System.Diagnostics.UnreachableException(node.Label),
        };
    }

    Outcome Read(FormulaSource source, Node node) => columns(source) is { Count: > 0 } column
        ? new Outcome.Points(column)
        : new Outcome.Missing(new FormulaDiagnostic(
            node.Span, FormulaCodes.NoPoints, $"{FormulaPrinter.Reference(source.Path)} has no point in this run, or none in the range of steps."));

    Outcome OfMap(Map map, Member? member)
    {
        var (axis, values, why) = Together([map], member);
        return why is not null ? new Outcome.Missing(why)
            : axis is null ? new Outcome.Scalar(values[0][0])
            : new Outcome.Points(new Column(axis, values[0]));
    }

    (StepAxis? Axis, double[][] Values, FormulaDiagnostic? Why) Together(IReadOnlyList<Node> nodes, Member? member) =>
        new Region(nodes).Evaluate(leaf => Of(leaf, member));

    Outcome OfComputed(Computed node, Member? member)
    {
        var name = node.Function.Name;
        if (node.Function.Group == FormulaGroup.Across) return Across(node);
        if (name == "coalesce") return Coalesce(node, member);

        // Numbers come in front or behind: they are the same at all points, so they need not meet.
        var number = double.NaN;
        if (node.Arguments.FirstOrDefault(argument => FormulaArguments.IsNumber(node, argument)) is { } scalar)
        {
            var outcome = Of(scalar, member);
            if (outcome is Outcome.Missing) return outcome;
            number = ((Outcome.Scalar)outcome).Value;
            if (FormulaArguments.Problem(node.Function, number) is { } problem) return Missing(scalar, FormulaCodes.Kind, problem);
        }

        var window = node.Window;
        if (window is { Width: not > 0 })
            return Missing(node, FormulaCodes.Kind, "The width of its window is not above 0 in this run.");

        Node[] series = [.. node.Arguments.Where(argument => !FormulaArguments.IsNumber(node, argument))];
        Column[] columns;
        if (series is [not Map and var only])
        {
            var outcome = Of(only, member);
            if (outcome is Outcome.Missing) return outcome;
            columns = [((Outcome.Points)outcome).Column];
        }
        else
        {
            var (axis, values, why) = Together(series, member);
            if (why is not null) return new Outcome.Missing(why);
            columns = [.. values.Select(one => new Column(axis!, one))]; // One of them is a series, which is checked.
        }

        return node.Function.Group == FormulaGroup.Whole ? Whole(node, columns, number) : Along(node, columns, number, window);
    }

    static Outcome Whole(Computed node, Column[] columns, double number) =>
        WholeFunctions.Of(node.Function.Name, columns, number) is { } value
            ? new Outcome.Scalar(value)
            : Missing(node, FormulaCodes.Missing, node.Function.Name switch
            {
                "first_where" => "The condition never holds in this run.",
                "at" => "There is no point up to that step in this run.",
                "run_argmin" or "run_argmax" => "There is no finite value in this run.",
                _ => "There is no committed point in this run.",
            });

    static Outcome Along(Computed node, Column[] columns, double number, FormulaWindow? window)
    {
        var (x, name) = (columns[0], node.Function.Name);
        var column = name switch
        {
            "finite" => x.At([.. Enumerable.Range(0, x.Count).Where(row => double.IsFinite(x.Values[row]))]),
            "since" => RunningFunctions.Since(x),
            "ema" => RunningFunctions.Decaying(x, window!.Value), // A parameter that has to be there.
            "ema_alpha" => RunningFunctions.DecayingByPoint(x, number),
            "gauss" => RunningFunctions.Bell(x, window!.Value), // As above.
            "delta" => RunningFunctions.Delta(x, (int)number),
            "rate" => RunningFunctions.Rate(x, window!.Value.Reach), // It has a default.
            "derivative" => RunningFunctions.Derivative(x, columns[1].Values),
            "integral" => RunningFunctions.Integral(x, columns[1].Values),
            "shift" => RunningFunctions.Shift(x, Step.FromDouble(number)),
            _ when node.Function.Group == FormulaGroup.SoFar => RunningFunctions.SoFar(name, x),
            _ => RunningFunctions.Rolling(name, number, x, window!.Value, node.IsCentered),
        };
        return column is null
            ? Missing(node, FormulaCodes.Cost, "The window holds too many points for a bell curve. Take a narrower one, or ema().")
            : column.Count > 0 ? new Outcome.Points(column)
            : Missing(node, FormulaCodes.NoPoints, $"{node.Function.Name}() leaves no point in this run.");
    }

    /// <summary>Over all members of a family that have a point at a step.</summary>
    Outcome Across(Computed node)
    {
        var family = node.Arguments[^1];
        var q = double.NaN;
        if (node.Arguments.Count > 1)
        {
            var share = Of(node.Arguments[0]);
            if (share is Outcome.Missing) return share;
            q = ((Outcome.Scalar)share).Value;
        }

        var (found, places) = (new List<Column>(), new List<int>());
        Outcome.Missing? missing = null;
        for (var place = 0; place < family.Family!.Sources.Count; place++) // It is one, which is checked.
        {
            switch (Of(family, new Member(place)))
            {
                case Outcome.Points points:
                    found.Add(points.Column);
                    places.Add(place);
                    break;
                case Outcome.Missing why:
                    missing ??= why;
                    break;
            }
        }

        if (found.Count == 0)
            return missing ?? Missing(family, FormulaCodes.UnknownMetric, $"No float series of this run matches {family.Family.Label}.");

        var name = node.Function.Name;
        double[] numbers = [.. places.Select(place => NumberIn(family.Family.Sources[place].Path))];
        return new Outcome.Points(OuterJoin.Of(found, name == "argmax"
            ? (present, values) => ArgMax(present, values, numbers)
            : (_, values) => Statistics.Across(name, values, q)));
    }

    static double ArgMax(ReadOnlySpan<int> present, ReadOnlySpan<double> values, double[] numbers)
    {
        var best = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i])) return double.NaN;
            if (values[i] > values[best]) best = i;
        }

        return numbers[present[best]];
    }

    /// <summary>The first number in a name; NaN if it has none.</summary>
    public static double NumberIn(string path)
    {
        var from = path.AsSpan().IndexOfAnyInRange('0', '9');
        if (from < 0) return double.NaN;

        var digits = path.AsSpan(from);
        var to = digits.IndexOfAnyExceptInRange('0', '9');
        return double.Parse(to < 0 ? digits : digits[..to], CultureInfo.InvariantCulture);
    }

    Outcome Coalesce(Computed node, Member? member)
    {
        Outcome[] outcomes = [.. node.Arguments.Select(argument => Of(argument, member))];
        var places = Enumerable.Range(0, outcomes.Length).Where(place => outcomes[place] is Outcome.Points).ToArray();
        if (places.Length == 0) return outcomes.First(outcome => outcome is Outcome.Missing);

        // Behind a number nothing is looked at; it stands where none before it has a point.
        var number = Array.FindIndex(outcomes, outcome => outcome is Outcome.Scalar);
        var value = number < 0 ? double.NaN : ((Outcome.Scalar)outcomes[number]).Value;
        return new Outcome.Points(OuterJoin.Of(
            [.. places.Select(place => ((Outcome.Points)outcomes[place]).Column)],
            (present, values) => number >= 0 && number < places[present[0]] ? value : values[0], takesFirst: true));
    }

    Outcome OfRuns(OverRuns node)
    {
        var isRank = node.Function.Name == "runs_rank";
        var own = isRank ? Of(node.Own) : null;
        if (own is Outcome.Missing) return own;

        Outcome[] each = [.. node.Each.Select(Of)];
        if (each.All(outcome => outcome is Outcome.Missing)) return each.FirstOrDefault() ?? Of(node.Own);

        if (node.Function.Name is "best" or "who" or "count_runs") return OfChart(node, each);

        var figure = node.Function.Name["runs_".Length..];
        if (node.IsScalar)
        {
            double[] scalars = [.. each.OfType<Outcome.Scalar>().Select(one => one.Value)];
            return new Outcome.Scalar(isRank
                ? Rank(((Outcome.Scalar)own!).Value, scalars) // Known if it is a rank.
                : Statistics.Across(figure, scalars, double.NaN));
        }

        Column[] found = [.. each.OfType<Outcome.Points>().Select(one => one.Column)];
        if (found.Length == 0)
            return Missing(node, FormulaCodes.MixedTypes, "The runs have one number here, where this run has a series.");
        if (!isRank) return new Outcome.Points(OuterJoin.Of(found, (_, values) => Statistics.Across(figure, values, double.NaN)));

        var mine = ((Outcome.Points)own!).Column; // As above.
        var ranks = OuterJoin.Of([mine, .. found], (present, values) => present[0] == 0 ? Rank(values[0], values[1..]) : double.NaN);
        int[] rows = [.. Enumerable.Range(0, ranks.Count).Where(row => Array.BinarySearch(mine.Axis.Steps, ranks.Axis.Steps[row]) >= 0)];
        return new Outcome.Points(ranks.At(rows));
    }

    /// <summary>One number of all runs together.</summary>
    static Outcome OfChart(OverRuns node, Outcome[] each)
    {
        var found = each.Select((outcome, place) => (Value: (outcome as Outcome.Scalar)?.Value ?? double.NaN, Place: place))
            .Where(run => !double.IsNaN(run.Value)).ToArray();
        if (node.Function.Name == "count_runs") return new Outcome.Scalar(found.Count(run => run.Value != 0));

        // Of equals the first is taken.
        var best = found.Length == 0 ? default(int?)
            : (node.IsMost ? found.MaxBy(run => run.Value) : found.MinBy(run => run.Value)).Place;
        if (node.Function.Name == "best") return new Outcome.Scalar(best is { } place ? ((Outcome.Scalar)each[place]).Value : double.NaN);
        return best is { } who ? new Outcome.Scalar(node.Numbers[who])
            : Missing(node, FormulaCodes.Missing, "The number is NaN in all runs of the chart.");
    }

    static double Rank(double own, ReadOnlySpan<double> values)
    {
        if (double.IsNaN(own)) return own;

        var less = 0;
        foreach (var value in values)
            if (value < own) less++;
        return less + 1;
    }

    static Outcome.Missing Missing(Node node, string code, string message) =>
        new(new FormulaDiagnostic(node.Span, code, message));

    /// <summary>Which member of a family is computed, and what of it is known.</summary>
    sealed record Member(int Place)
    {
        public Dictionary<Node, Outcome> Known { get; } = new(ReferenceEqualityComparer.Instance);
    }
}
