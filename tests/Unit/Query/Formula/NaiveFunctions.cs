using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using Points = System.Collections.Generic.SortedDictionary<long, NeptuneAlt.Unit.Query.Formula.NaivePoint>;

namespace NeptuneAlt.Unit.Query.Formula;

/// <summary>The functions of formulas by their definitions, each point computed from the start.</summary>
static class NaiveFunctions
{
    static bool Holds(double x) => x is not (0 or double.NaN);

    public static double Elementwise(string name, double[] a)
    {
        var x = a[0];
        var y = a.Length > 1 ? a[1] : 0;
        return name switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" => x / y,
            "%" => y == 0 ? double.NaN : x - (y * Math.Truncate(x / y)),
            "^" or "pow" => Math.Pow(x, y),
            "neg" => -x,
            "<" => x < y ? 1 : 0,
            "<=" => x <= y ? 1 : 0,
            ">" => x > y ? 1 : 0,
            ">=" => x >= y ? 1 : 0,
            "==" => x == y ? 1 : 0,
            "!=" => double.IsNaN(x) || double.IsNaN(y) || x == y ? 0 : 1,
            "and" => Holds(x) && Holds(y) ? 1 : 0,
            "or" => Holds(x) || Holds(y) ? 1 : 0,
            "not" => Holds(x) ? 0 : 1,
            "abs" => Math.Abs(x),
            "sign" => x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : double.NaN,
            "floor" => Math.Floor(x),
            "ceil" => Math.Ceiling(x),
            "round" => Math.Round(x, (int)y, MidpointRounding.ToEven),
            "sqrt" => Math.Sqrt(x),
            "exp" => Math.Exp(x),
            "log" => Math.Log(x),
            "tanh" => Math.Tanh(x),
            "sigmoid" => 1 / (1 + Math.Exp(-x)),
            "relu" => double.IsNaN(x) ? x : x > 0 ? x : 0,
            "clamp" => a.Any(double.IsNaN) ? double.NaN : Math.Min(Math.Max(x, y), a[2]),
            "where" => Holds(x) ? y : a[2],
            "is_nan" => double.IsNaN(x) ? 1 : 0,
            "is_inf" => double.IsInfinity(x) ? 1 : 0,
            "is_finite" => double.IsFinite(x) ? 1 : 0,
            "nan_to" => double.IsNaN(x) ? y : x,
            "same" => x,
            "quantile" => Figure(name, a[1..], x),
            _ => Figure(name, a, double.NaN),
        };
    }

    public static double Figure(string name, double[] values, double q)
    {
        if (name == "count") return values.Length;
        if (values.Length == 0 || values.Any(double.IsNaN)) return double.NaN;

        var sorted = values.Order().ToArray();
        var mean = values.Sum() / values.Length;
        return name switch
        {
            "min" => sorted[0],
            "max" => sorted[^1],
            "sum" => values.Sum(),
            "mean" => mean,
            "median" => Quantile(sorted, 0.5),
            "quantile" => Quantile(sorted, q),
            "var" => values.Sum(value => (value - mean) * (value - mean)) / values.Length,
            "std" => Math.Sqrt(Figure("var", values, q)),
            "range" => sorted[^1] - sorted[0],
            _ => throw new NotSupportedException(name),
        };
    }

    static double Quantile(double[] sorted, double q)
    {
        var place = q * (sorted.Length - 1);
        var (low, high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return low == high ? low : low + ((high - low) * (place - Math.Floor(place)));
    }

    public static Points Outer(IReadOnlyList<Naive.Series> series, Func<double[], double> figure)
    {
        var points = new Points();
        foreach (var step in series.SelectMany(one => one.Points.Keys).Distinct())
        {
            var here = series.Where(one => one.Points.ContainsKey(step)).Select(one => one.Points[step]).ToArray();
            points[step] = new NaivePoint(
                figure([.. here.Select(point => point.Value)]), here.Max(point => point.Time), here.Min(point => point.Completion));
        }

        return points;
    }

    public static Naive Coalesce(IReadOnlyList<Naive> arguments)
    {
        var series = arguments.OfType<Naive.Series>().ToArray();
        var points = new Points();
        foreach (var step in series.SelectMany(one => one.Points.Keys).Distinct())
        {
            var present = series.First(one => one.Points.ContainsKey(step)).Points[step];
            var first = arguments.First(one => one is Naive.Scalar || (one is Naive.Series other && other.Points.ContainsKey(step)));
            points[step] = present with { Value = first is Naive.Scalar scalar ? scalar.Value : present.Value };
        }

        return new Naive.Series(points);
    }

    public static Func<long, long, long, NaivePoint?> Held(Points points, bool isStraight, FormulaWindow? limit) => (step, time, _) =>
    {
        var before = points.Where(point => point.Key <= step).ToArray();
        if (before.Length == 0) return null;

        var (at, last) = (before[^1].Key, before[^1].Value);
        if (!isStraight)
            return limit is not { } most ? last
                : (most.IsTime ? time - last.Time : step - at) <= most.Reach ? last : null;
        if (at == step) return last;

        var behind = points.Where(point => point.Key > step).ToArray();
        if (behind.Length == 0) return null;

        var (to, next) = (behind[0].Key, behind[0].Value);
        return new NaivePoint(
            last.Value + ((next.Value - last.Value) * ((double)(step - at) / (to - at))), Math.Max(last.Time, next.Time),
            new[] { last.Completion, next.Completion }.Min());
    };

    public static Naive Along(string name, Naive first, Naive? second, Dictionary<string, double> numbers, FormulaWindow window)
    {
        if (first is Naive.Nothing || second is Naive.Nothing) return new Naive.Nothing();

        var x = second is null ? ((Naive.Series)first).Points : NaiveFormula.Joined(first, second, (a, b) => a);
        var y = second is null ? null : NaiveFormula.Joined(first, second, (a, b) => b);
        if (x is null) return new Naive.Nothing();
        if (name is "first" or "last" or "at" or "first_where" or "steps" || name.StartsWith("run_", StringComparison.Ordinal))
            return Whole(name, [.. x.Where(point => point.Value.Completion is null)], y, numbers);

        if (window.Width is double.NaN or <= 0 && name is not ("delta" or "derivative" or "integral" or "shift" or "finite" or "since" or "ema_alpha")
            && !name.StartsWith("cum_", StringComparison.Ordinal)) return new Naive.Nothing();

        var rows = x.Select(point => new Row(point.Key, point.Value, y?[point.Key].Value ?? 0)).ToArray();
        var found = new Points();
        for (var i = 0; i < rows.Length; i++)
            if (At(name, rows, i, numbers, window) is { } value)
                found[name == "shift" ? rows[i].Step + (long)(numbers["n"] * 1e6) : rows[i].Step] = rows[i].Point with { Value = value };
        if (name == "shift") foreach (var step in found.Keys.Where(step => step < 0).ToArray()) found.Remove(step);
        return new Naive.Series(found);
    }

    sealed record Row(long Step, NaivePoint Point, double Y)
    {
        public double X => Point.Value;
    }

    static Naive Whole(string name, KeyValuePair<long, NaivePoint>[] x, Points? y, Dictionary<string, double> numbers)
    {
        if (x.Length == 0) return new Naive.Nothing();

        double[] finite = [.. x.Select(point => point.Value.Value).Where(double.IsFinite)];
        double? value = name switch
        {
            "first" => x[0].Value.Value,
            "last" => x[^1].Value.Value,
            "steps" => x[^1].Key / 1e6,
            "at" => x.Where(point => point.Key / 1e6 <= numbers["s"]).Select(point => (double?)point.Value.Value).LastOrDefault(),
            "first_where" => x.Where(point => Holds(point.Value.Value)).Select(point => (double?)y![point.Key].Value).FirstOrDefault(),
            "run_argmin" => x.Where(point => double.IsFinite(point.Value.Value)).OrderBy(point => point.Value.Value).ThenBy(point => point.Key)
                .Select(point => (double?)y![point.Key].Value).FirstOrDefault(),
            "run_argmax" => x.Where(point => double.IsFinite(point.Value.Value)).OrderByDescending(point => point.Value.Value).ThenBy(point => point.Key)
                .Select(point => (double?)y![point.Key].Value).FirstOrDefault(),
            "run_count" => finite.Length,
            _ => Figure(name["run_".Length..], finite, numbers.GetValueOrDefault("q")),
        };
        return value is { } known ? new Naive.Scalar(known) : new Naive.Nothing();
    }

    static double? At(string name, Row[] rows, int i, Dictionary<string, double> numbers, FormulaWindow window)
    {
        var (x, row) = (rows[i].X, rows[i]);
        double[] soFar = [.. rows[..(i + 1)].Select(one => one.X).Where(double.IsFinite)];
        double OrNaN(Func<double> figure) => soFar.Length == 0 ? double.NaN : figure();
        switch (name)
        {
            case "finite": return double.IsFinite(x) ? x : null;
            case "cum_min": return OrNaN(() => soFar.Min());
            case "cum_max": return OrNaN(() => soFar.Max());
            case "cum_sum": return OrNaN(() => soFar.Sum());
            case "cum_mean": return OrNaN(() => soFar.Sum() / soFar.Length);
            case "cum_count": return soFar.Length;
            case "since": return rows[..(i + 1)].LastOrDefault(one => Holds(one.X)) is { } last ? (row.Step - last.Step) / 1e6 : double.NaN;
            case "ema_alpha":
                return OrNaN(() => soFar.Select((value, place) => value * Math.Pow(numbers["a"], soFar.Length - 1 - place)).Sum()
                    / soFar.Select((_, place) => Math.Pow(numbers["a"], soFar.Length - 1 - place)).Sum());
            case "delta": return i >= numbers["n"] ? x - rows[i - (int)numbers["n"]].X : null;
            case "shift": return x;
            case "rate":
                return i == 0 || row.Point.Time <= rows[i - 1].Point.Time || x < rows[i - 1].X ? null
                    : (x - rows[i - 1].X) * window.Reach / (row.Point.Time - rows[i - 1].Point.Time);
            case "derivative": return i == 0 || row.Y - rows[i - 1].Y == 0 ? null : (x - rows[i - 1].X) / (row.Y - rows[i - 1].Y);
            case "integral":
                Row[] known = [.. rows[..(i + 1)].Where(one => double.IsFinite(one.X) && double.IsFinite(one.Y))];
                return known.Length == 0 ? double.NaN
                    : known.Zip(known.Skip(1), (a, b) => (b.Y - a.Y) * (a.X + b.X) / 2).Sum();
        }

        double PlaceOf(int at) => window.Unit == FormulaUnit.Points ? at
            : window.IsTime ? rows[..(at + 1)].Max(one => one.Point.Time) : rows[at].Step;
        var (place, reach) = (PlaceOf(i), window.Reach);
        (double Value, double Apart)[] Near(Func<double, bool> isIn) => [.. Enumerable.Range(0, rows.Length)
            .Select(at => (Value: rows[at].X, Apart: PlaceOf(at) - place)).Where(one => isIn(one.Apart) && double.IsFinite(one.Value))];
        if (name == "ema")
        {
            var before = Enumerable.Range(0, i + 1).Where(at => double.IsFinite(rows[at].X)).ToArray();
            // From the last value on: weights of what is far from this point are too small for doubles.
            double Weight(int at) => Math.Exp(-(PlaceOf(before[^1]) - PlaceOf(at)) / (reach / 2));
            return before.Length == 0 ? double.NaN : before.Sum(at => rows[at].X * Weight(at)) / before.Sum(Weight);
        }

        if (name == "gauss")
        {
            var around = Near(apart => Math.Abs(apart) <= reach / 2);
            double Weight(double apart) => Math.Exp(-0.5 * Math.Pow(apart / (reach / 6), 2));
            return around.Length == 0 ? double.NaN : around.Sum(one => one.Value * Weight(one.Apart)) / around.Sum(one => Weight(one.Apart));
        }

        var isCentered = numbers.GetValueOrDefault("centered") != 0;
        var inside = Near(apart => isCentered ? apart > -reach / 2 && apart <= reach / 2 : apart > -reach && apart <= 0)
            .Select(one => one.Value).ToArray();
        return Figure(name["roll_".Length..], inside, numbers.GetValueOrDefault("q"));
    }
}
