using static NeptuneAlt.Query.Formula.FormulaGroup;

namespace NeptuneAlt.Query.Formula;

/// <summary>The functions that there are.</summary>
public static class FormulaFunctions
{
    const string Spreads = "NaN where a value is.";
    const string Skips = "Values that are not finite are skipped; NaN where there is none else.";
    const string SkipsSoFar = "Values that are not finite are skipped; NaN before the first finite one.";
    const string FiniteOnly = "Over finite values; NaN if the run has points, but no finite one.";
    const string Kept = "Values are taken as they are, NaN included.";
    const string NoNumber = "NaN is no number to compare with: 0.";

    /// <summary>Those with a name, in the order of the documentation.</summary>
    public static IReadOnlyList<FormulaFunction> All { get; } =
    [
        .. OfEachValue(), .. Choosing(), .. Crossing(), .. OfWholeRuns(), .. Running(), .. Windows(), .. Smoothers(), .. Changes(),
        .. Aligning(), .. Others(),
    ];

    /// <summary>By symbol; the sign is <c>neg</c>.</summary>
    public static IReadOnlyDictionary<string, FormulaFunction> Operators { get; } = Operator(
        ("+", Spreads), ("-", Spreads), ("*", Spreads), ("/", "NaN where a value is, and of 0/0; x/0 is infinite."),
        ("%", "NaN where a value is, and of x % 0."), ("^", Spreads), ("neg", Spreads), ("<", NoNumber), ("<=", NoNumber),
        (">", NoNumber), (">=", NoNumber), ("==", NoNumber), ("!=", NoNumber), ("and", "NaN is not true."),
        ("or", "NaN is not true."), ("not", "NaN is not true: 1."));

    static readonly Dictionary<string, FormulaFunction> s_byName = ByName();

    /// <summary>Words that are no metric: numbers, and what is known of every point.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Words { get; } =
    [
        ("pi", "3.14159…"), ("e", "2.71828…"), ("inf", "Infinity."), ("nan", "Not a number."),
        ("step", "The step of each point."),
        ("seconds", "Seconds since the first run of the lineage was created, of each point."),
        ("clock", "Seconds since 1970, of each point."),
    ];

    public static FormulaFunction? Find(string name) => s_byName.GetValueOrDefault(name);

    static Dictionary<string, FormulaFunction> ByName()
    {
        var byName = All.ToDictionary(function => function.Name);
        byName["ln"] = byName["log"];
        return byName;
    }

    static Dictionary<string, FormulaFunction> Operator(params (string Symbol, string NaN)[] operators) =>
        operators.ToDictionary(one => one.Symbol, one => FormulaFunction.Of(
            one.Symbol, FormulaGroup.Operator, one.Symbol is "neg" or "not" ? "x" : "x, y", "", one.NaN, ""));

    static FormulaFunction Of(
        FormulaGroup group, string name, string signature, string meaning, string nan, string example) =>
        FormulaFunction.Of(name, group, signature, meaning, nan, example);

    static IEnumerable<FormulaFunction> OfEachValue() =>
    [
        Of(Elementwise, "abs", "x", "The value without its sign.", Spreads, "abs(${grad/mean})"),
        Of(Elementwise, "sign", "x", "-1, 0 or 1.", Spreads, "sign(${reward})"),
        Of(Elementwise, "floor", "x", "The next whole number below.", Spreads, "floor(${train/epoch})"),
        Of(Elementwise, "ceil", "x", "The next whole number above.", Spreads, "ceil(${train/epoch})"),
        Of(Elementwise, "round", "x, digits: scalar = 0", "The nearest number with so many decimals, halves to the even one.",
            Spreads, "round(${val/acc}, 2)"),
        Of(Elementwise, "sqrt", "x", "Square root.", "NaN where a value is, or is negative.", "sqrt(${grad/var})"),
        Of(Elementwise, "exp", "x", "e to the power of the value: of a loss, the perplexity.",
            Spreads, "exp(${val/loss})"),
        Of(Elementwise, "log", "x", "Natural logarithm, also written ln.",
            "NaN where a value is, or is negative; -Infinity of 0.", "log(${val/ppl})"),
        Of(Elementwise, "log2", "x", "Logarithm to the base 2.", "As log.", "log2(${train/tokens})"),
        Of(Elementwise, "log10", "x", "Logarithm to the base 10.",
            "As log.", "log10(${opt/update_norm} / ${model/weight_norm})"),
        Of(Elementwise, "sin", "x", "Sine, of radians.", Spreads, "sin(${angle})"),
        Of(Elementwise, "cos", "x", "Cosine, of radians.", Spreads, "cos(${angle})"),
        Of(Elementwise, "tan", "x", "Tangent, of radians.", Spreads, "tan(${angle})"),
        Of(Elementwise, "asin", "x", "The angle whose sine it is.",
            "NaN where a value is, or lies outside of -1 to 1.", "asin(${cosine})"),
        Of(Elementwise, "acos", "x", "The angle whose cosine it is.", "As asin.", "acos(${cosine})"),
        Of(Elementwise, "atan", "x", "The angle whose tangent it is.", Spreads, "atan(${slope})"),
        Of(Elementwise, "tanh", "x", "Hyperbolic tangent.", Spreads, "tanh(${logit})"),
        Of(Elementwise, "sigmoid", "x", "1 / (1 + exp(-x)).", Spreads, "sigmoid(${logit})"),
        Of(Elementwise, "logit", "x", "log(x / (1 - x)).",
            "NaN where a value is, or lies outside of 0 to 1.", "logit(${val/acc})"),
        Of(Elementwise, "softplus", "x", "log(1 + exp(x)), also where exp(x) is beyond all numbers.",
            Spreads, "softplus(${logit})"),
        Of(Elementwise, "relu", "x", "The value, or 0 where it is negative.", Spreads, "relu(${margin})"),
        Of(Elementwise, "pow", "x, y", "x to the power of y; also written x ^ y.",
            "NaN where a value is, except that pow(x, 0) and pow(1, y) are 1.", "pow(${val/loss}, 2)"),
        Of(Elementwise, "hypot", "x, y", "sqrt(x^2 + y^2).", Spreads, "hypot(${grad/x}, ${grad/y})"),
        Of(Elementwise, "clamp", "x, low, high", "The value, but not below low nor above high.",
            Spreads, "clamp(${val/loss}, 0, 10)"),
    ];

    static IEnumerable<FormulaFunction> Choosing() =>
    [
        Of(Elementwise, "where", "cond, a, b", "a where the condition holds, else b.",
            "A condition that is NaN does not hold.", "where(${val/loss} < 3, ${val/loss}, 3)"),
        Of(Elementwise, "is_nan", "x", "1 where the value is NaN, else 0.",
            "That is what it tells.", "is_nan(${train/loss})"),
        Of(Elementwise, "is_inf", "x", "1 where the value is infinite, else 0.", "0 of NaN.", "is_inf(${train/loss})"),
        Of(Elementwise, "is_finite", "x", "1 where the value is a finite number, else 0.",
            "0 of NaN.", "is_finite(${train/loss})"),
        Of(Elementwise, "nan_to", "x, v", "The value, or v where it is NaN.",
            "That is what it replaces; infinite values stay.", "nan_to(${train/loss}, 0)"),
        Of(Choose, "finite", "x: points", "Only the points whose values are finite.",
            "Such points are left out.", "finite(${train/loss})"),
        Of(Choose, "coalesce", "x…", "At every step where any of them has a point: the value of the first that has one there.",
            Kept, "coalesce(${val/loss}, ${eval/loss})"),
    ];

    static IEnumerable<FormulaFunction> Crossing() =>
    [
        Of(Across, "min", "x…", "The least of several values, or of a family's members.",
            Spreads, "min($~{^layers/\\d+/loss$})"),
        Of(Across, "max", "x…", "The greatest of several values, or of a family's members.",
            Spreads, "max($~{^layers/\\d+/grad_norm$})"),
        Of(Across, "sum", "x…", "Their sum.", Spreads, "sum($~{^gpu/\\d+/power$})"),
        Of(Across, "mean", "x…", "Their mean.", Spreads, "mean($~{^gpu/\\d+/utilization$})"),
        Of(Across, "median", "x…", "The middle one, or the mean of the two in the middle.",
            Spreads, "median($~{^layers/\\d+/grad_norm$})"),
        Of(Across, "std", "x…", "Standard deviation (of the whole, not of a sample).",
            Spreads, "std($~{^gpu/\\d+/utilization$})"),
        Of(Across, "var", "x…", "Variance (of the whole, not of a sample).",
            Spreads, "var($~{^gpu/\\d+/utilization$})"),
        Of(Across, "quantile", "q: scalar, x…", "The value below which the share q of them lies, between two neighbors on a straight line.",
            Spreads, "quantile(0.9, $~{^layers/\\d+/grad_norm$})"),
        Of(Across, "count", "x…", "How many have a point at the step.",
            "Points are counted whatever their values.", "count($~{^layers/\\d+/grad_norm$})"),
        Of(Across, "range", "x…", "The greatest less the least.", Spreads, "range($~{^gpu/\\d+/utilization$})"),
        Of(Across, "argmax", "x: points", "The first number in the name of the member with the greatest value: which layer it is.",
            "NaN where a value is, and where the name has no number.", "argmax($~{^layers/\\d+/grad_norm$})"),
    ];

    static IEnumerable<FormulaFunction> OfWholeRuns() =>
    [
        Of(Whole, "first", "x: points", "The value of the first point.", Kept, "${train/loss} / first(${train/loss})"),
        Of(Whole, "last", "x: points", "The value of the last point.", Kept, "last(${val/loss})"),
        Of(Whole, "run_min", "x: points", "The least value.", FiniteOnly, "run_min(${val/loss})"),
        Of(Whole, "run_max", "x: points", "The greatest value.", FiniteOnly, "run_max(${val/acc})"),
        Of(Whole, "run_mean", "x: points", "The mean.", FiniteOnly, "run_mean(${gpu/power})"),
        Of(Whole, "run_median", "x: points", "The middle value.", FiniteOnly, "run_median(${train/step_time})"),
        Of(Whole, "run_sum", "x: points", "The sum.", FiniteOnly, "run_sum(${train/batch_tokens})"),
        Of(Whole, "run_std", "x: points", "Standard deviation (of the whole, not of a sample).",
            FiniteOnly, "run_std(${train/loss})"),
        Of(Whole, "run_var", "x: points", "Variance (of the whole, not of a sample).",
            FiniteOnly, "run_var(${train/loss})"),
        Of(Whole, "run_count", "x: points", "How many finite values there are.",
            "Values that are not finite are not counted.", "run_count(${train/loss})"),
        Of(Whole, "run_quantile", "q: scalar, x: points", "The value below which the share q of all lies.",
            FiniteOnly, "run_quantile(0.99, ${train/step_time})"),
        Of(Whole, "at", "x: points, s: scalar", "The value at the last point up to step s.",
            Kept, "at(${val/loss}, 10000)"),
        Of(Whole, "first_where", "cond, x", "x at the first point where the condition holds.",
            "A condition that is NaN does not hold.", "first_where(${val/loss} < 2.5, seconds)"),
        Of(Whole, "run_argmin", "x: points, y = step", "y where x is least, by default the step.",
            "Values of x that are not finite are skipped.", "run_argmin(${val/loss})"),
        Of(Whole, "run_argmax", "x: points, y = step", "y where x is greatest, by default the step.",
            "Values of x that are not finite are skipped.", "run_argmax(${val/acc})"),
        Of(Whole, "steps", "x: points", "The last step.",
            "The point counts whatever its value.", "steps(${train/loss})"),
    ];

    static IEnumerable<FormulaFunction> Running() =>
    [
        Of(SoFar, "cum_min", "x: points", "The least value so far.", SkipsSoFar, "cum_min(${val/loss})"),
        Of(SoFar, "cum_max", "x: points", "The greatest value so far.", SkipsSoFar, "cum_max(${val/acc})"),
        Of(SoFar, "cum_sum", "x: points", "The sum so far.", SkipsSoFar, "cum_sum(${train/batch_tokens})"),
        Of(SoFar, "cum_mean", "x: points", "The mean so far.", SkipsSoFar, "cum_mean(${train/loss})"),
        Of(SoFar, "cum_count", "x: points", "How many finite values there were so far.",
            "Values that are not finite are not counted.", "cum_count(${train/loss})"),
        Of(SoFar, "since", "cond: points", "Steps since the condition last held, this point included.",
            "NaN before it held; a condition that is NaN does not hold.", "since(${val/loss} == cum_min(${val/loss}))"),
    ];

    static IEnumerable<FormulaFunction> Windows() =>
    [
        Of(Window, "roll_mean", "x: points, w: window, centered: scalar = 0", "The mean of the last w.",
            Skips, "roll_mean(${train/loss}, 500)"),
        Of(Window, "roll_min", "x: points, w: window, centered: scalar = 0", "The least of the last w.",
            Skips, "roll_min(${train/loss}, 500)"),
        Of(Window, "roll_max", "x: points, w: window, centered: scalar = 0", "The greatest of the last w.",
            Skips, "roll_max(${train/loss}, 10m)"),
        Of(Window, "roll_sum", "x: points, w: window, centered: scalar = 0", "The sum of the last w.",
            Skips, "roll_sum(${train/batch_tokens}, 1h)"),
        Of(Window, "roll_std", "x: points, w: window, centered: scalar = 0",
            "Standard deviation of the last w (of the whole, not of a sample).", Skips, "roll_std(${train/loss}, 500)"),
        Of(Window, "roll_median", "x: points, w: window, centered: scalar = 0", "The middle value of the last w.",
            Skips, "roll_median(${train/loss}, 100pt)"),
        Of(Window, "roll_quantile", "q: scalar, x: points, w: window, centered: scalar = 0",
            "The value below which the share q of the last w lies.", Skips, "roll_quantile(0.9, ${train/loss}, 500)"),
    ];

    static IEnumerable<FormulaFunction> Smoothers() =>
    [
        Of(Smoothing, "ema", "x: points, w: window", "Exponential average: a value half a window back counts 1/e. It is the charts' own.",
            SkipsSoFar, "ema(${train/loss}, 2000)"),
        Of(Smoothing, "ema_alpha", "x: points, a: scalar", "Exponential average by point, as in TensorBoard: a value one point back counts a, and the start is not pulled to 0.",
            SkipsSoFar, "ema_alpha(${train/loss}, 0.99)"),
        Of(Smoothing, "gauss", "x: points, w: window", "Average weighed by a bell curve around each point, cut at three deviations: half a window to each side.",
            Skips, "gauss(${train/loss}, 500)"),
    ];

    static IEnumerable<FormulaFunction> Changes() =>
    [
        Of(Change, "delta", "x: points, n: scalar = 1", "The value less that of the n-th point before. The first n points have none.",
            Spreads, "delta(${train/tokens})"),
        Of(Change, "rate", "x: points, unit: window = 1s", "Change per second, or per unit, since the point before. Where a counter falls, or no time has passed, there is no point.",
            Spreads, "rate(${train/tokens})"),
        Of(Change, "derivative", "y: points, by = step", "Change of y by change of another series, by default the step, since the point before. Where that did not change there is no point.",
            Spreads, "derivative(${train/loss}, ${train/tokens})"),
        Of(Change, "integral", "y: points, by = step", "Area under y so far, in trapezoids between points; 0 at the first.",
            "Points where either is not finite are skipped; NaN before the first other.", "integral(${gpu/power}, seconds)"),
        Of(Change, "shift", "x: points, n: scalar", "The line moved right by n steps: at step s stands the value of step s - n.",
            Kept, "${val/loss} - shift(${val/loss}, 1000)"),
    ];

    static IEnumerable<FormulaFunction> Aligning() =>
    [
        Of(Align, "hold", "x: points, limit: window?", "The last value at or before each step of what it is combined with; no older than limit.",
            Kept, "${val/loss} - hold(${train/loss})"),
        Of(Align, "interp", "x: points", "The straight line between the points on both sides of each step of what it is combined with.",
            "NaN between points of which one is.", "${val/loss} - interp(${train/loss})"),
        Of(Elementwise, "same", "x, y", "x, where y has a point, too.", Kept, "same(${train/loss}, ${val/loss})"),
    ];

    static IEnumerable<FormulaFunction> Others() =>
    [
        Of(OtherRuns, "baseline", "x", "x of the chart's reference run.",
            Kept, "100 * (1 - ${val/loss} / baseline(${val/loss}))"),
        Of(OtherRuns, "run", "id: text, x", "x of the run with that id.",
            Kept, "${val/loss} - run(\"RUN-12\", ${val/loss})"),
        Of(OtherRuns, "parent", "x", "x of the run that this one was forked from, its points behind the fork included.",
            Kept, "${val/loss} - parent(${val/loss})"),
        Of(OtherRuns, "runs_mean", "x", "The mean over the runs of the chart that have a point at the step.",
            Spreads, "${val/loss} - runs_mean(${val/loss})"),
        Of(OtherRuns, "runs_min", "x", "The least over the runs of the chart.", Spreads, "runs_min(${val/loss})"),
        Of(OtherRuns, "runs_max", "x", "The greatest over the runs of the chart.", Spreads, "runs_max(${val/loss})"),
        Of(OtherRuns, "runs_std", "x", "Standard deviation over the runs of the chart (of the whole, not of a sample).",
            Spreads, "runs_std(${val/loss})"),
        Of(OtherRuns, "runs_rank", "x", "The place of this run among the runs of the chart that have a point at the step: 1 is the least value.",
            "NaN where this run's value is; other runs whose value is do not count.", "runs_rank(${val/loss})"),
        Of(OtherRuns, "best", "x: scalar, goal: text = \"min\"",
            "The least of one number a run over the runs of the chart; with \"max\" the greatest.",
            "Runs whose number is NaN are skipped; NaN if it is everywhere.", "best(run_min(${val/loss}))"),
        Of(OtherRuns, "who", "x: scalar, goal: text = \"min\"",
            "Which run of the chart has the least of one number a run (12 of RUN-12), the first of several; with \"max\" the greatest.",
            "Runs whose number is NaN are skipped.", "who(run_min(${val/loss}))"),
        Of(OtherRuns, "count_runs", "cond: scalar", "For how many runs of the chart the condition holds.",
            "A condition that is NaN does not hold.", "count_runs(last(${val/loss}) < 2.5)"),
    ];
}
