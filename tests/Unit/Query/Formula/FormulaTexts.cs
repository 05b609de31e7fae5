using System.Globalization;

namespace NeptuneAlt.Unit.Query.Formula;

/// <summary>
/// Random formulas whose kinds fit. What two ways of computing may tell apart by the last bit is not compared with anything and
/// not divided by: there, a bit would make another picture.
/// </summary>
sealed class FormulaTexts(Random random)
{
    /// <summary>How alike two ways of computing a part are.</summary>
    enum Alike
    {
        /// <summary>Sums are right to the last bit, whatever their order: small numbers of eighths.</summary>
        Sums,

        /// <summary>To the last bit.</summary>
        Bits,

        /// <summary>But for rounding.</summary>
        Rounded,
    }

    readonly record struct Part(string Text, Alike Alike, int Bits = 8);

    static readonly string[] Series = ["${a}", "${b/c}", "${d \\$\\{x\\}}"];
    static readonly string[] Widths = ["1", "2.5", "6", "20", "3pt", "1pt", "0.03s", "0.2s"];

    string _family = "";

    /// <summary>A line or a number.</summary>
    public string Next()
    {
        _family = One("$~{^[ab]}", "$~{.}");
        var depth = random.Next(1, 5);
        var part = random.Next(6) == 0 ? Scalar(depth) : Line(depth);
        if (random.Next(6) > 0) return part.Text;

        // The same with a part of it named.
        return $"let part = {part.Text}; {One("part", "part - part", "where(part > 0, part, -part)", "max(part, 0)")}";
    }

    Part Line(int depth)
    {
        if (depth <= 0) return new Part(One(Series), Alike.Sums);

        return random.Next(17) switch
        {
            0 or 1 or 2 => Arithmetic(depth),
            3 => Comparison(depth),
            4 => Choice(depth),
            5 => OfValue(Line(depth - 1)),
            6 => AcrossValues(depth),
            7 or 8 => AcrossFamily(depth),
            9 => Running(Line(depth - 1)),
            10 or 11 => Rolling(Line(depth - 1)),
            12 => Smooth(Line(depth - 1)),
            13 or 14 => Changes(depth),
            15 => Others(depth),
            _ => Arithmetic(depth),
        };
    }

    /// <summary>What may stand beside a line.</summary>
    Part Beside(int depth) => random.Next(6) switch
    {
        0 or 1 => Scalar(depth - 1),
        2 => Held(depth - 1),
        3 => One(new Part("step", Alike.Sums), new Part("seconds", Alike.Bits), new Part("clock", Alike.Bits)),
        _ => Line(depth - 1),
    };

    Part Held(int depth)
    {
        var inner = Line(depth);
        return random.Next(4) switch
        {
            0 => new Part($"interp({inner.Text})", Alike.Rounded),
            1 => inner with { Text = $"hold({inner.Text}, {One("1", "5", "0.05s")})" },
            _ => inner with { Text = $"hold({inner.Text})" },
        };
    }

    Part Arithmetic(int depth)
    {
        var (left, right) = (Line(depth - 1), Beside(depth));
        if (random.Next(2) == 0) (left, right) = (right, left);
        var most = Most(left, right);
        return random.Next(4) switch
        {
            0 => Exact(right) && Exact(left) ? new Part($"({left.Text} / {right.Text})", Alike.Bits) : Sum(left, right, most),
            1 when most == Alike.Sums && left.Bits + right.Bits < 30 =>
                new Part($"({left.Text} * {right.Text})", Alike.Sums, left.Bits + right.Bits),
            1 => most == Alike.Rounded ? Sum(left, right, most) : new Part($"({left.Text} * {right.Text})", Alike.Bits),
            _ => Sum(left, right, most),
        };
    }

    Part Sum(Part left, Part right, Alike most) =>
        new($"({left.Text} {One("+", "-")} {right.Text})", most, Math.Max(left.Bits, right.Bits) + 1);

    Part Comparison(int depth)
    {
        var (left, right) = (Sharp(Line(depth - 1)), Sharp(Beside(depth)));
        var symbol = One("<", "<=", ">", ">=", "==", "!=", "and", "or", "%");
        var text = $"({left.Text} {symbol} {right.Text})";
        return symbol == "%" ? new Part(text, Alike.Bits) : new Part(random.Next(4) == 0 ? $"(not {text})" : text, Alike.Sums, 1);
    }

    Part Choice(int depth)
    {
        var (a, b) = (Line(depth - 1), Beside(depth));
        return random.Next(5) switch
        {
            0 => a with { Text = $"finite({a.Text})" },
            1 => new Part($"coalesce({a.Text}, {Line(depth - 1).Text})", Alike.Rounded),
            2 => new Part($"same({b.Text}, {a.Text})", b.Alike, b.Bits),
            3 => new Part($"nan_to({a.Text}, 2)", a.Alike, a.Bits),
            _ => new Part($"where({Comparison(depth - 1).Text}, {a.Text}, {b.Text})", Most(a, b), Math.Max(a.Bits, b.Bits)),
        };
    }

    Part OfValue(Part x) => random.Next(7) switch
    {
        0 => x with { Text = $"abs({x.Text})" },
        1 => x with { Text = $"(-{x.Text})" },
        2 => x with { Text = $"clamp({x.Text}, -3, 4)" },
        3 => new Part($"{One("floor", "ceil", "sign", "round", "is_nan", "is_finite", "is_inf")}({Sharp(x).Text})", Alike.Sums),
        4 => new Part($"{One("sqrt", "log")}({Sharp(x).Text})", Alike.Bits),
        5 => x with { Text = $"relu({x.Text})" },
        _ => new Part($"{One("tanh", "sigmoid")}({x.Text})", x.Alike == Alike.Rounded ? Alike.Rounded : Alike.Bits),
    };

    Part AcrossValues(int depth)
    {
        var (a, b, c) = (Line(depth - 1), Beside(depth), Scalar(0));
        var function = One("min", "max", "sum", "mean", "median", "std", "var", "range", "count");
        var most = Most(a, Most(b, c) == Alike.Rounded ? new Part("", Alike.Rounded) : b);
        return Figure(function, $"{function}({a.Text}, {b.Text}, {c.Text})", most, Math.Max(a.Bits, Math.Max(b.Bits, c.Bits)));
    }

    Part AcrossFamily(int depth)
    {
        var family = Family(depth - 1);
        var function = One("min", "max", "sum", "mean", "median", "std", "var", "range", "count");
        return random.Next(8) == 0
            ? Figure("median", $"quantile({One("0", "0.25", "1")}, {family.Text})", family.Alike, family.Bits)
            : Figure(function, $"{function}({family.Text})", family.Alike, family.Bits);
    }

    Part Family(int depth)
    {
        if (depth <= 0) return new Part(_family, Alike.Sums);

        var inner = Family(depth - 1);
        if (!Exact(inner)) return inner with { Text = $"abs({inner.Text})" };

        return random.Next(6) switch
        {
            0 => Sum(inner, Scalar(0), Most(inner, new Part("", Alike.Bits))),
            1 => OfValue(inner),
            2 => Rolling(inner),
            3 => Running(inner),
            4 => Sum(inner, Line(0), Most(inner, new Part("", Alike.Sums))),
            _ => inner with { Text = $"finite({inner.Text})" },
        };
    }

    static Part Figure(string function, string text, Alike most, int bits) => function switch
    {
        "count" => new Part(text, Alike.Sums),
        "min" or "max" => new Part(text, most, bits),
        "std" or "var" => new Part(text, Alike.Rounded),
        "sum" or "range" or "median" => new Part(text, most == Alike.Sums ? Alike.Sums : Alike.Rounded, bits + 7),
        _ => new Part(text, most == Alike.Sums ? Alike.Bits : Alike.Rounded),
    };

    Part Running(Part x)
    {
        var function = One("min", "max", "sum", "mean", "count");
        if (random.Next(6) == 0) return new Part($"since({Sharp(x).Text})", Alike.Sums);
        return Figure(function, $"cum_{function}({x.Text})", x.Alike, x.Bits);
    }

    Part Rolling(Part x)
    {
        var function = One("min", "max", "sum", "mean", "std", "median", "quantile");
        var share = function == "quantile" ? One("0, ", "0.25, ", "0.75, ") : "";
        return Figure(
            function == "quantile" ? "median" : function,
            $"roll_{function}({share}{x.Text}, {One(Widths)}{(random.Next(3) == 0 ? ", centered=1" : "")})", x.Alike, x.Bits);
    }

    Part Smooth(Part x) => new(random.Next(3) switch
    {
        0 => $"ema({x.Text}, {One(Widths)})",
        1 => $"ema_alpha({x.Text}, {One("0", "0.5", "0.9")})",
        _ => $"gauss({x.Text}, {One(Widths)})",
    }, Alike.Rounded);

    Part Changes(int depth)
    {
        var (x, by) = (Line(depth - 1), random.Next(3) == 0 ? ", " + Sharp(Line(depth - 1)).Text : random.Next(3) == 0 ? ", seconds" : "");
        return random.Next(5) switch
        {
            0 => new Part($"delta({x.Text}{One("", ", 2", ", n=3")})", x.Alike, x.Bits + 1),
            1 => new Part($"rate({Sharp(x).Text}{One("", ", 1m", ", 10s")})", Alike.Rounded),
            2 => new Part($"derivative({x.Text}{by})", Alike.Rounded),
            3 => new Part($"integral({x.Text}{by})", Alike.Rounded),
            _ => x with { Text = $"shift({x.Text}, {One("1", "-2.5", "0.5", "100")})" },
        };
    }

    Part Others(int depth)
    {
        var x = Line(depth - 1);
        var function = One("mean", "min", "max", "std");
        return random.Next(4) switch
        {
            0 => x with { Text = $"baseline({x.Text})" },
            1 => x with { Text = $"parent({x.Text})" },
            2 => new Part($"runs_rank({Sharp(x).Text})", Alike.Sums),
            _ => Figure(function, $"runs_{function}({x.Text})", x.Alike, x.Bits),
        };
    }

    Part Scalar(int depth)
    {
        if (depth <= 0)
            return random.Next(3) == 0
                ? new Part("${k/lr}", Alike.Sums)
                : new Part($"({(random.Next(-16, 17) / 8.0).ToString("R", CultureInfo.InvariantCulture)})", Alike.Sums);

        var x = Line(depth - 1);
        var function = One("min", "max", "sum", "mean", "std", "var", "median", "count");
        return random.Next(9) switch
        {
            0 or 1 => x with { Text = $"{One("first", "last")}({x.Text})" },
            2 => x with { Text = $"at({x.Text}, {One("0", "3.5", "12")})" },
            3 => new Part($"first_where({Comparison(depth - 1).Text}, {Beside(depth).Text})", Alike.Rounded),
            4 => new Part($"{One("run_argmin", "run_argmax")}({Sharp(x).Text}{One("", ", clock", ", " + Series[0])})", Alike.Bits),
            5 => new Part($"steps({x.Text})", Alike.Sums),
            6 => new Part($"{One("baseline", "parent", "runs_max", "best")}({Scalar(depth - 1).Text})", Alike.Rounded),
            7 => OfChart(depth),
            _ => Figure(function, $"run_{function}({x.Text})", x.Alike, x.Bits),
        };
    }

    /// <summary>One number of all runs together, of numbers whose bits are known.</summary>
    Part OfChart(int depth)
    {
        var value = $"{One("first", "last", "run_min", "run_max", "steps")}({Sharp(Line(depth - 1)).Text})";
        return One(
            new Part($"best({value}{One("", ", \"min\"", ", \"max\"", ", goal=\"max\"")})", Alike.Bits),
            new Part($"who({value}{One("", ", \"min\"", ", \"max\"")})", Alike.Sums),
            new Part($"count_runs({value} {One("<", ">=", "==")} {One("0", "0.5", "-1")})", Alike.Sums));
    }

    /// <summary>A part whose bits are known; another one in place of it if they are not.</summary>
    Part Sharp(Part part) => Exact(part) ? part : new Part(One(Series), Alike.Sums);

    static bool Exact(Part part) => part.Alike != Alike.Rounded;

    static Alike Most(Part a, Part b) => a.Alike > b.Alike ? a.Alike : b.Alike;

    T One<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
