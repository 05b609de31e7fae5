namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Computes the first so many values from those of each argument.</summary>
delegate void Elementwise(double[][] arguments, double[] values, int count);

/// <summary>How functions compute a value from others, in IEEE arithmetic.</summary>
static class ElementwiseMath
{
    static readonly Dictionary<string, Elementwise> s_functions = new()
    {
        ["+"] = Two((x, y) => x + y),
        ["-"] = Two((x, y) => x - y),
        ["*"] = Two((x, y) => x * y),
        ["/"] = Two((x, y) => x / y),
        ["%"] = Two((x, y) => y == 0 ? double.NaN : x - (y * Math.Truncate(x / y))),
        ["^"] = Two(Math.Pow),
        ["neg"] = One(x => -x),
        ["<"] = Two((x, y) => x < y ? 1 : 0),
        ["<="] = Two((x, y) => x <= y ? 1 : 0),
        [">"] = Two((x, y) => x > y ? 1 : 0),
        [">="] = Two((x, y) => x >= y ? 1 : 0),
        ["=="] = Two((x, y) => x == y ? 1 : 0),
        ["!="] = Two((x, y) => x < y || x > y ? 1 : 0),
        ["and"] = Two((x, y) => Holds(x) && Holds(y) ? 1 : 0),
        ["or"] = Two((x, y) => Holds(x) || Holds(y) ? 1 : 0),
        ["not"] = One(x => Holds(x) ? 0 : 1),
        ["abs"] = One(Math.Abs),
        ["sign"] = One(x => double.IsNaN(x) ? x : Math.Sign(x)),
        ["floor"] = One(Math.Floor),
        ["ceil"] = One(Math.Ceiling),
        ["round"] = Two(Rounded),
        ["sqrt"] = One(Math.Sqrt),
        ["exp"] = One(Math.Exp),
        ["log"] = One(Math.Log),
        ["log2"] = One(Math.Log2),
        ["log10"] = One(Math.Log10),
        ["sin"] = One(Math.Sin),
        ["cos"] = One(Math.Cos),
        ["tan"] = One(Math.Tan),
        ["asin"] = One(Math.Asin),
        ["acos"] = One(Math.Acos),
        ["atan"] = One(Math.Atan),
        ["tanh"] = One(Math.Tanh),
        ["sigmoid"] = One(x => 1 / (1 + Math.Exp(-x))),
        ["logit"] = One(x => Math.Log(x / (1 - x))),
        ["softplus"] = One(x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)))),
        ["relu"] = One(x => Math.Max(x, 0)),
        ["pow"] = Two(Math.Pow),
        ["hypot"] = Two((x, y) => double.IsNaN(x) || double.IsNaN(y) ? double.NaN : double.Hypot(x, y)),
        ["clamp"] = Any(values => Math.Min(Math.Max(values[0], values[1]), values[2])),
        ["where"] = Any(values => Holds(values[0]) ? values[1] : values[2]),
        ["is_nan"] = One(x => double.IsNaN(x) ? 1 : 0),
        ["is_inf"] = One(x => double.IsInfinity(x) ? 1 : 0),
        ["is_finite"] = One(x => double.IsFinite(x) ? 1 : 0),
        ["nan_to"] = Two((x, y) => double.IsNaN(x) ? y : x),
        ["same"] = Two((x, _) => x),
    };

    /// <summary>Whether a value counts as true.</summary>
    public static bool Holds(double value) => value != 0 && !double.IsNaN(value);

    public static bool Has(string function) => s_functions.ContainsKey(function);

    /// <param name="function">An operator's symbol, or the name of a function that is elementwise, or that takes several values at
    /// a step.</param>
    public static Elementwise Of(string function) => s_functions.TryGetValue(function, out var compute) ? compute
        : function == "quantile" ? Any(values => Statistics.Quantile(values[0], values.AsSpan(1)))
        : Any(values => Statistics.Across(function, values, double.NaN));

    const int DigitsMax = 15;

    /// <summary>Halves go to the even neighbor. Decimals beyond what doubles hold change nothing.</summary>
    static double Rounded(double x, double digits)
    {
        if (double.IsNaN(digits)) return double.NaN;

        var places = (int)Math.Clamp(Math.Round(digits), -400, DigitsMax + 1);
        if (places > DigitsMax || !double.IsFinite(x)) return x;
        if (places >= 0) return Math.Round(x, places, MidpointRounding.ToEven);

        var unit = Math.Pow(10, -places);
        return double.IsInfinity(unit) ? 0 : Math.Round(x / unit, MidpointRounding.ToEven) * unit;
    }

    static Elementwise One(Func<double, double> compute) => (arguments, values, count) =>
    {
        var x = arguments[0];
        for (var i = 0; i < count; i++) values[i] = compute(x[i]);
    };

    static Elementwise Two(Func<double, double, double> compute) => (arguments, values, count) =>
    {
        var (x, y) = (arguments[0], arguments[1]);
        for (var i = 0; i < count; i++) values[i] = compute(x[i], y[i]);
    };

    static Elementwise Any(Func<double[], double> compute) => (arguments, values, count) =>
    {
        var row = new double[arguments.Length];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < row.Length; j++) row[j] = arguments[j][i];
            values[i] = compute(row);
        }
    };
}
