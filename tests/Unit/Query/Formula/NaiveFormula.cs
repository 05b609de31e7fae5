using System.Globalization;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Unit.Query.Series;
using Points = System.Collections.Generic.SortedDictionary<long, NeptuneAlt.Unit.Query.Formula.NaivePoint>;

namespace NeptuneAlt.Unit.Query.Formula;

/// <param name="Completion"><c>null</c> if it is no preview.</param>
readonly record struct NaivePoint(double Value, long Time, float? Completion);

/// <summary>What a formula is, by what its documentation says: the oracle. Lists of points and loops over all of them.</summary>
abstract record Naive
{
    /// <summary>No line, or no number.</summary>
    public sealed record Nothing : Naive;

    public sealed record Scalar(double Value) : Naive;

    public sealed record Series(Points Points) : Naive;

    /// <summary>A point at any step of others; <c>null</c>: none there. Told are the step, the latest time of those others, and that
    /// of all operands together.</summary>
    public sealed record Guest(Func<long, long, long, NaivePoint?> At) : Naive;

    public sealed record Family(IReadOnlyList<Naive> Members) : Naive;
}

/// <summary>Evaluates formulas over a world of points, without the store.</summary>
sealed class NaiveFormula(
    SeriesWorld world, FormulaTree tree, LineageScope scope, bool withPreviews, StepWindow window, Run? baseline, IReadOnlyList<Run> runs)
{
    public Naive Of(Run run) => Of(tree.Body, run);

    /// <summary>Two formulas where both have a point.</summary>
    public static Points? Joined(Naive y, Naive x, Func<double, double, double> pick) => Elementwise(
        [y, x], values => pick(values[0], values[1])) is Naive.Series series ? series.Points : null;

    Naive Of(FormulaSyntax node, Run run)
    {
        switch (node)
        {
            case FormulaSyntax.Number number: return new Naive.Scalar(number.Value);
            case FormulaSyntax.Reference reference: return Named(run, reference.Path);
            case FormulaSyntax.Family family:
                return new Naive.Family([.. world.Paths.Where(path => Matches(family.Pattern, path))
                    .Where(path => world.All(run, path).Any()).Select(path => Named(run, path))]);
            case FormulaSyntax.Word word: return OfWord(word.Name, run);
            case FormulaSyntax.Call call: return OfCall(call, run);
            default: throw new NotSupportedException(node.ToString());
        }
    }

    static bool Matches(string pattern, string path) => System.Text.RegularExpressions.Regex.IsMatch(path, pattern);

    Naive Named(Run run, string path)
    {
        if (path == SeriesWorld.Config) return world.ConfigOf(run) is { } config ? new Naive.Scalar(config) : new Naive.Nothing();

        var points = new Points();
        foreach (var point in world.Expected(run, path, scope, withPreviews))
            if (new Step(point.Step).ToDouble() is var step && !(step < window.From) && !(step > window.To))
                points[point.Step] = new NaivePoint(point.Value, point.Timestamp, point.Completion);
        return new Naive.Series(points);
    }

    Naive OfWord(string name, Run run)
    {
        if (tree.Lets.FirstOrDefault(let => let.Name == name) is { } let) return Of(let.Value, run);

        var origin = world.RootOf(run, scope).CreationTime.ToUnixTimeMilliseconds();
        return name switch
        {
            "pi" => new Naive.Scalar(Math.PI),
            "e" => new Naive.Scalar(Math.E),
            "inf" => new Naive.Scalar(double.PositiveInfinity),
            "nan" => new Naive.Scalar(double.NaN),
            "step" => new Naive.Guest((step, _, _) => new NaivePoint(step / 1e6, long.MinValue, null)),
            "clock" => new Naive.Guest((_, _, latest) => new NaivePoint(latest / 1000.0, long.MinValue, null)),
            _ => new Naive.Guest((_, _, latest) => new NaivePoint((latest - origin) / 1000.0, long.MinValue, null)),
        };
    }

    Naive OfCall(FormulaSyntax.Call call, Run run)
    {
        var (function, name) = (call.Function, call.Function.Name);
        FormulaSyntax? Argument(string parameter)
        {
            var place = function.Parameters.ToList().FindIndex(one => one.Name == parameter);
            return call.Arguments.FirstOrDefault(argument => argument.Name == parameter)?.Value
                ?? (place >= 0 && place < call.Arguments.Count && call.Arguments[place].Name is null ? call.Arguments[place].Value : null);
        }

        if (function.IsElementwise) return Region(call, run);
        if (name is "best" or "who" or "count_runs")
            return OfChart(name, Argument(name == "count_runs" ? "cond" : "x")!, Argument("goal") is FormulaSyntax.Text { Value: "max" });
        if (function.Group == FormulaGroup.OtherRuns) return OtherRuns(name, Argument("x")!, run);
        if (function.Group == FormulaGroup.Across) return Across(call, run);
        if (name == "coalesce") return NaiveFunctions.Coalesce([.. call.Arguments.Select(argument => Of(argument.Value, run))]);

        var x = Of(Argument(function.Parameters[0].Name == "q" ? "x" : function.Parameters[0].Name)!, run);
        if (name is "hold" or "interp")
            return x is Naive.Series held
                ? new Naive.Guest(NaiveFunctions.Held(held.Points, name == "interp", Argument("limit") is { } limit ? WindowOf(limit, run) : null))
                : x;

        var second = function.Parameters.FirstOrDefault(one => one.Default == "step" || (name == "first_where" && one.Name == "x"));
        var y = second is null ? null : Argument(second.Name) is { } written ? Of(written, run) : OfWord("step", run);
        var numbers = new Dictionary<string, double>();
        foreach (var parameter in function.Parameters.Where(one => one.Kind == FormulaParameterKind.Scalar))
        {
            var number = Argument(parameter.Name) is { } one ? Of(one, run) : new Naive.Scalar(double.Parse(parameter.Default!, CultureInfo.InvariantCulture));
            if (number is not Naive.Scalar scalar) return new Naive.Nothing();
            numbers[parameter.Name] = scalar.Value;
        }

        var width = function.Parameters.FirstOrDefault(one => one.Kind == FormulaParameterKind.Window) is { } w
            ? Argument(w.Name) is { } text ? WindowOf(text, run) : new FormulaWindow(1, FormulaUnit.Seconds) : default;
        return Mapped(x, one => NaiveFunctions.Along(name, one, y, numbers, width));
    }

    FormulaWindow WindowOf(FormulaSyntax node, Run run) => node is FormulaSyntax.Window written ? written.Width
        : Of(node, run) is Naive.Scalar scalar ? new FormulaWindow(scalar.Value, FormulaUnit.Steps) : new FormulaWindow(double.NaN, FormulaUnit.Steps);

    static Naive Mapped(Naive x, Func<Naive, Naive> compute) =>
        x is Naive.Family family ? new Naive.Family([.. family.Members.Select(compute)]) : compute(x);

    Naive OtherRuns(string name, FormulaSyntax x, Run run)
    {
        if (name == "baseline") return baseline is null ? new Naive.Nothing() : Of(x, baseline);
        if (name == "parent")
            return run.Fork?.Parent is { } number ? Of(x, world.Runs.Single(one => one.Number == number)) : new Naive.Nothing();

        var own = Of(x, run);
        Naive[] each = [.. runs.Select(one => Of(x, one))];
        double Figure(double[] values) => name switch
        {
            "runs_rank" => throw new NotSupportedException(),
            _ => NaiveFunctions.Figure(name["runs_".Length..], values, double.NaN),
        };
        double Rank(double value, IEnumerable<double> others) => double.IsNaN(value) ? value : 1 + others.Count(other => other < value);

        if (own is Naive.Scalar || each.Any(one => one is Naive.Scalar))
        {
            double[] scalars = [.. each.OfType<Naive.Scalar>().Select(one => one.Value)];
            if (scalars.Length == 0) return new Naive.Nothing();
            return name != "runs_rank" ? new Naive.Scalar(Figure(scalars))
                : own is Naive.Scalar mine ? new Naive.Scalar(Rank(mine.Value, scalars)) : new Naive.Nothing();
        }

        var all = each.OfType<Naive.Series>().ToArray();
        var points = NaiveFunctions.Outer(all, values => name == "runs_rank" ? 0 : Figure(values));
        if (name != "runs_rank") return new Naive.Series(points);

        var ranks = new Points();
        foreach (var (step, point) in own is Naive.Series line ? line.Points : new Points())
            ranks[step] = points[step] with
            {
                Value = Rank(point.Value, all.Where(one => one.Points.ContainsKey(step)).Select(one => one.Points[step].Value)),
            };
        return new Naive.Series(ranks);
    }

    Naive OfChart(string name, FormulaSyntax x, bool isMost)
    {
        var all = runs.Select(one => (Run: one, Value: Of(x, one) as Naive.Scalar)).Where(one => one.Value is not null)
            .Select(one => (one.Run, one.Value!.Value)).ToList();
        if (all.Count == 0) return new Naive.Nothing();

        var numbers = all.Where(one => !double.IsNaN(one.Value)).ToList();
        if (name == "count_runs") return new Naive.Scalar(numbers.Count(one => one.Value != 0));
        if (numbers.Count == 0) return name == "best" ? new Naive.Scalar(double.NaN) : new Naive.Nothing();

        var best = isMost ? numbers.Max(one => one.Value) : numbers.Min(one => one.Value);
        return new Naive.Scalar(name == "best" ? best
            : int.Parse(numbers.First(one => one.Value == best).Run.SysId.Split('-')[^1], CultureInfo.InvariantCulture));
    }

    Naive Across(FormulaSyntax.Call call, Run run)
    {
        var name = call.Function.Name;
        Naive[] arguments = [.. call.Arguments.Select(argument => Of(argument.Value, run))];
        var isQuantile = name == "quantile";
        if (arguments[^1] is not Naive.Family family) return Region(call, run);
        if (isQuantile && arguments[0] is not Naive.Scalar) return new Naive.Nothing();

        var q = isQuantile ? ((Naive.Scalar)arguments[0]).Value : double.NaN;
        return new Naive.Series(NaiveFunctions.Outer(
            [.. family.Members.OfType<Naive.Series>()], values => NaiveFunctions.Figure(name, values, q)));
    }

    /// <summary>All that computes each point by itself meets once.</summary>
    Naive Region(FormulaSyntax.Call top, Run run)
    {
        var leaves = new List<Naive>();
        Func<double[], double> Compile(FormulaSyntax node)
        {
            while (node is FormulaSyntax.Word word && tree.Lets.FirstOrDefault(let => let.Name == word.Name) is { } let) node = let.Value;
            if (node is FormulaSyntax.Call call && (call.Function.IsElementwise
                || (call.Function.Group == FormulaGroup.Across && call.Arguments.Count > 1 && Of(call.Arguments[^1].Value, run) is not Naive.Family)))
            {
                var inner = call.Arguments.Select(argument => Compile(argument.Value)).ToArray();
                return values => NaiveFunctions.Elementwise(call.Function.Name, [.. inner.Select(one => one(values))]);
            }

            leaves.Add(Of(node, run));
            var place = leaves.Count - 1;
            return values => values[place];
        }

        var compute = Compile(top);
        var families = leaves.OfType<Naive.Family>().ToArray();
        if (families.Length == 0) return Elementwise(leaves, compute);

        return new Naive.Family([.. Enumerable.Range(0, families[0].Members.Count).Select(member =>
            Elementwise([.. leaves.Select(leaf => leaf is Naive.Family one ? one.Members[member] : leaf)], compute))]);
    }

    static Naive Elementwise(IReadOnlyList<Naive> leaves, Func<double[], double> compute)
    {
        if (leaves.Any(leaf => leaf is Naive.Nothing)) return new Naive.Nothing();
        if (leaves.All(leaf => leaf is Naive.Scalar))
            return new Naive.Scalar(compute([.. leaves.Select(leaf => ((Naive.Scalar)leaf).Value)]));

        var series = leaves.OfType<Naive.Series>().ToArray();
        if (series.Length == 0)
            return new Naive.Guest((step, own, latest) => At(leaves, compute, step, own, latest));

        var points = new Points();
        foreach (var step in series.Select(one => one.Points.Keys.AsEnumerable()).Aggregate((a, b) => a.Intersect(b)))
            if (At(leaves, compute, step, null, null) is { } point) points[step] = point;
        return new Naive.Series(points);
    }

    /// <param name="own">The latest time of those that have steps; <c>null</c>: to be found among the leaves.</param>
    /// <param name="latest">The same of all operands.</param>
    static NaivePoint? At(IReadOnlyList<Naive> leaves, Func<double[], double> compute, long step, long? own, long? latest)
    {
        var time = own ?? leaves.OfType<Naive.Series>().Max(one => one.Points[step].Time);
        NaivePoint?[] Found(long all) => [.. leaves.Select(NaivePoint? (leaf) => leaf switch
        {
            Naive.Scalar scalar => new NaivePoint(scalar.Value, long.MinValue, null),
            Naive.Series one => one.Points[step],
            Naive.Guest guest => guest.At(step, time, all),
            _ => null,
        })];

        // Once to know the time of the row, and once more with it.
        var first = Found(time);
        if (first.Any(point => point is null)) return null;

        var last = first.Max(point => point!.Value.Time);
        var points = Found(latest ?? last);
        var completion = points.Select(point => point!.Value.Completion).OfType<float>().ToArray();
        return new NaivePoint(
            compute([.. points.Select(point => point!.Value.Value)]), last, completion.Length > 0 ? completion.Min() : null);
    }
}
