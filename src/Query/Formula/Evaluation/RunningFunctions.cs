using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Functions that go along a line: from its first point, in windows, or from point to point.</summary>
static class RunningFunctions
{
    /// <summary>The finite values up to each point.</summary>
    public static Column SoFar(string function, Column x)
    {
        var values = new double[x.Count];
        var (count, sum, least, greatest) = (0L, 0.0, double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < values.Length; i++)
        {
            var value = x.Values[i];
            if (double.IsFinite(value))
                (count, sum, least, greatest) = (count + 1, sum + value, Math.Min(least, value), Math.Max(greatest, value));
            values[i] = function == "cum_count" ? count : count == 0 ? double.NaN : function switch
            {
                "cum_min" => least,
                "cum_max" => greatest,
                "cum_sum" => sum,
                _ => sum / count,
            };
        }

        return x with { Values = values };
    }

    public static Column Since(Column condition)
    {
        var values = new double[condition.Count];
        long? held = null;
        for (var i = 0; i < values.Length; i++)
        {
            var step = condition.Axis.Steps[i];
            if (ElementwiseMath.Holds(condition.Values[i])) held = step;
            values[i] = held is { } last ? new Step(step - last).ToDouble() : double.NaN;
        }

        return condition with { Values = values };
    }

    public static Column Rolling(string function, double q, Column x, FormulaWindow window, bool isCentered)
    {
        var frames = new Frames(x.Axis, window, isCentered);
        return x with
        {
            Values = function switch
            {
                "roll_median" => Quantiles(0.5, x.Values, frames),
                "roll_quantile" => Quantiles(q, x.Values, frames),
                "roll_min" => Folded<double, LeastFold>(x.Values, frames),
                "roll_max" => Folded<double, GreatestFold>(x.Values, frames),
                "roll_std" => Folded<Deviations, StdFold>(x.Values, frames),
                "roll_sum" => Folded<CountedSum, SumFold>(x.Values, frames),
                _ => Folded<CountedSum, MeanFold>(x.Values, frames),
            },
        };
    }

    static double[] Folded<T, TFold>(double[] values, Frames frames)
        where T : struct
        where TFold : struct, IFold<T>
    {
        var fold = new SlidingFold<T, TFold>(values);
        var folded = new double[values.Length];
        var (from, to) = (0, 0);
        for (var i = 0; i < folded.Length; i++)
        {
            frames.Move(i, folded.Length, ref from, ref to);
            folded[i] = fold.Of(from, to);
        }

        return folded;
    }

    static double[] Quantiles(double q, double[] values, Frames frames)
    {
        var quantiles = new double[values.Length];
        var window = new RankWindow(values);
        var (from, to) = (0, 0);
        for (var i = 0; i < quantiles.Length; i++)
        {
            frames.Move(i, quantiles.Length, ref from, ref to);
            window.Move(from, to);
            quantiles[i] = QuantileOf(q, window);
        }

        return quantiles;
    }

    static double QuantileOf(double q, RankWindow window)
    {
        if (window.Count == 0 || !(q >= 0 && q <= 1)) return double.NaN;

        var place = q * (window.Count - 1);
        var low = (int)place;
        return place == low ? window[low] : Statistics.Between(window[low], window[low + 1], place - low);
    }

    /// <summary>A value half a window back counts 1/e.</summary>
    public static Column Decaying(Column x, FormulaWindow window)
    {
        var places = Frames.PlacesOf(x.Axis, window);
        var reach = window.Reach / 2;
        var values = new double[x.Count];
        var (sum, weight, last) = (0.0, 0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var value = x.Values[i];
            if (double.IsFinite(value))
            {
                var place = places is null ? i : places[i];
                var decay = weight == 0 ? 0 : Math.Exp(-(place - last) / reach);
                (sum, weight, last) = ((sum * decay) + value, (weight * decay) + 1, place);
            }

            values[i] = weight == 0 ? double.NaN : sum / weight;
        }

        return x with { Values = values };
    }

    /// <summary>A value one point back counts <paramref name="alpha"/>; weights are made up to 1.</summary>
    public static Column DecayingByPoint(Column x, double alpha)
    {
        var values = new double[x.Count];
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(x.Values[i]))
                (sum, weight) = ((alpha * sum) + ((1 - alpha) * x.Values[i]), (alpha * weight) + (1 - alpha));
            values[i] = weight == 0 ? double.NaN : sum / weight;
        }

        return x with { Values = values };
    }

    /// <summary>Weighed by a bell curve that is cut at three deviations, half a window to each side, both ends included.</summary>
    /// <returns><c>null</c> if that is more work than one question may be.</returns>
    public static Column? Bell(Column x, FormulaWindow window)
    {
        const long workMax = 2_000_000_000;
        var places = Frames.PlacesOf(x.Axis, window);
        var half = window.Reach / 2;
        var values = new double[x.Count];
        var (from, to, work) = (0, 0, 0L);
        for (var i = 0; i < values.Length; i++)
        {
            var place = places is null ? i : places[i];
            while ((places is null ? from : places[from]) < place - half) from++;
            while (to < values.Length && (places is null ? to : places[to]) <= place + half) to++;
            if ((work += to - from) > workMax) return null;

            var (sum, weight) = (0.0, 0.0);
            for (var j = from; j < to; j++)
            {
                if (!double.IsFinite(x.Values[j])) continue;

                var apart = 3 * ((places is null ? j : places[j]) - place) / half;
                var share = Math.Exp(-0.5 * apart * apart);
                (sum, weight) = (sum + (share * x.Values[j]), weight + share);
            }

            values[i] = weight == 0 ? double.NaN : sum / weight;
        }

        return x with { Values = values };
    }

    public static Column Delta(Column x, int back)
    {
        int[] rows = [.. Enumerable.Range(0, x.Count).Skip(back)];
        var changes = x.At(rows);
        for (var i = 0; i < rows.Length; i++) changes.Values[i] = x.Values[rows[i]] - x.Values[rows[i] - back];
        return changes;
    }

    /// <summary>Per so many milliseconds; no point where a counter falls or no time has passed.</summary>
    public static Column Rate(Column x, double unitMillis)
    {
        var times = x.Axis.Times!; // Times are read for it.
        int[] rows = [.. Enumerable.Range(1, Math.Max(0, x.Count - 1))
            .Where(i => times[i] > times[i - 1] && !(x.Values[i] < x.Values[i - 1]))];
        var rates = x.At(rows);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            rates.Values[i] = (x.Values[row] - x.Values[row - 1]) / ((times[row] - times[row - 1]) / unitMillis);
        }

        return rates;
    }

    /// <summary>No point where the other series did not change.</summary>
    public static Column Derivative(Column y, double[] by)
    {
        int[] rows = [.. Enumerable.Range(1, Math.Max(0, y.Count - 1)).Where(i => by[i] - by[i - 1] != 0)];
        var slopes = y.At(rows);
        for (var i = 0; i < rows.Length; i++)
            slopes.Values[i] = (y.Values[rows[i]] - y.Values[rows[i] - 1]) / (by[rows[i]] - by[rows[i] - 1]);
        return slopes;
    }

    /// <summary>Trapezoids between points at which both are finite.</summary>
    public static Column Integral(Column y, double[] by)
    {
        var values = new double[y.Count];
        var (area, last) = (double.NaN, -1);
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(y.Values[i]) && double.IsFinite(by[i]))
            {
                area = last < 0 ? 0 : area + ((by[i] - by[last]) * (y.Values[i] + y.Values[last]) / 2);
                last = i;
            }

            values[i] = area;
        }

        return y with { Values = values };
    }

    /// <summary>Moved along the steps; what would lie outside of them is left out.</summary>
    public static Column Shift(Column x, Step by)
    {
        int[] rows = [.. Enumerable.Range(0, x.Count)
            .Where(i => x.Axis.Steps[i] + by.Micros is >= 0 and < Step.MicrosMax)];
        var moved = x.At(rows);
        for (var i = 0; i < rows.Length; i++) moved.Axis.Steps[i] += by.Micros;
        return moved;
    }
}
