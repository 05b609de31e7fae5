using System.Globalization;
using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>
/// A part of a formula that computes each point by itself. What it is made of meets once, however many operations there are;
/// then values are computed in blocks that stay in the processor's cache.
/// </summary>
sealed class Region
{
    const int BlockRows = 2048;

    readonly IReadOnlyList<Node> _results;
    readonly List<Node> _leaves = [];
    readonly List<Map> _maps = [];
    readonly Dictionary<Node, int> _places = new(ReferenceEqualityComparer.Instance);

    /// <param name="results">What is wanted, all at the steps where all of it has a point. Of several, each that has steps is
    /// computed by itself first.</param>
    public Region(IReadOnlyList<Node> results)
    {
        _results = results;
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        foreach (var result in results)
            if (results.Count > 1 && result.Kind >= FormulaKind.Series && seen.Add(result)) _leaves.Add(result);
        foreach (var result in results) Add(result, seen);
    }

    void Add(Node node, HashSet<Node> seen)
    {
        if (!seen.Add(node)) return;
        if (node is not Map map)
        {
            _leaves.Add(node);
            return;
        }

        foreach (var argument in map.Arguments) Add(argument, seen);
        _maps.Add(map);
    }

    /// <param name="of">What a leaf is; of one that is held, what is held.</param>
    /// <returns>A column for each result, on one axis; if all leaves are scalars, of one row. Or why there is nothing.</returns>
    public (StepAxis? Axis, double[][] Values, FormulaDiagnostic? Why) Evaluate(Func<Node, Outcome> of)
    {
        var outcomes = new Outcome[_leaves.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = _leaves[i] is OfPoint ? new Outcome.Scalar(0) : of(_leaves[i]);
            if (outcomes[i] is Outcome.Missing missing) return (null, [], missing.Why);
        }

        var places = Enumerable.Range(0, outcomes.Length)
            .Where(i => outcomes[i] is Outcome.Points && _leaves[i] is not Held).ToArray();
        if (places.Length == 0) return (null, Compute(1, (_, _, _) => { }, outcomes), null);

        Column[] columns = [.. places.Select(i => ((Outcome.Points)outcomes[i]).Column)];
        var meeting = Meeting.Of([.. columns.Select(column => column.Axis)]);
        if (meeting.Axis.Count == 0 && columns.All(column => column.Count > 0))
            return (null, [], Apart(places, columns));

        var held = Enumerable.Range(0, outcomes.Length).Where(i => _leaves[i] is Held).ToDictionary(i => i, i =>
            HeldValues.At(meeting.Axis, ((Outcome.Points)outcomes[i]).Column, (Held)_leaves[i]));
        var (axis, kept) = Kept(meeting.Axis, [.. held.Values]);
        if (axis.Count == 0 && meeting.Axis.Count > 0)
            return (null, [], new FormulaDiagnostic(_leaves[held.Keys.First()].Span, FormulaCodes.NoCommonSteps,
                $"{_leaves[held.Keys.First()].Label} has no value at any step of the others: it begins behind them, or lies further back than its limit."));

        var rows = new int[]?[outcomes.Length];
        for (var i = 0; i < places.Length; i++) rows[places[i]] = Picked(meeting.Rows[i], kept);
        var values = Compute(axis.Count, Fill, outcomes);
        return (axis, values, null);

        void Fill(int leaf, int start, Span<double> block)
        {
            if (_leaves[leaf] is OfPoint word) FillWord(word, axis, start, block);
            else if (held.TryGetValue(leaf, out var older))
                for (var i = 0; i < block.Length; i++)
                    block[i] = older.Value(kept?[start + i] ?? start + i, axis.Steps[start + i]);
            else if (outcomes[leaf] is Outcome.Points points)
            {
                if (rows[leaf] is not { } picked) points.Column.Values.AsSpan(start, block.Length).CopyTo(block);
                else for (var i = 0; i < block.Length; i++) block[i] = points.Column.Values[picked[start + i]];
            }
        }
    }

    delegate void Filler(int leaf, int start, Span<double> block);

    double[][] Compute(int count, Filler fill, Outcome[] outcomes)
    {
        var buffers = new double[_leaves.Count + _maps.Count][];
        for (var i = 0; i < buffers.Length; i++)
        {
            buffers[i] = new double[Math.Min(count, BlockRows)];
            _places[i < _leaves.Count ? _leaves[i] : _maps[i - _leaves.Count]] = i;
            if (i < _leaves.Count && outcomes[i] is Outcome.Scalar scalar) Array.Fill(buffers[i], scalar.Value);
        }

        var arguments = _maps.Select(map => map.Arguments.Select(argument => buffers[_places[argument]]).ToArray()).ToArray();
        var results = _results.Select(_ => new double[count]).ToArray();
        for (var start = 0; start < count; start += BlockRows)
        {
            var rows = Math.Min(BlockRows, count - start);
            for (var i = 0; i < _leaves.Count; i++) fill(i, start, buffers[i].AsSpan(0, rows));
            for (var i = 0; i < _maps.Count; i++) _maps[i].Compute(arguments[i], buffers[_leaves.Count + i], rows);
            for (var i = 0; i < results.Length; i++)
                buffers[_places[_results[i]]].AsSpan(0, rows).CopyTo(results[i].AsSpan(start));
        }

        return results;
    }

    static void FillWord(OfPoint word, StepAxis axis, int start, Span<double> block)
    {
        for (var i = 0; i < block.Length; i++)
        {
            block[i] = word.Word switch
            {
                "step" => new Step(axis.Steps[start + i]).ToDouble(),
                "clock" => axis.Times![start + i] / 1000.0, // Times are read for it.
                _ => (axis.Times![start + i] - word.OriginMillis) / 1000.0, // As above.
            };
        }
    }

    /// <summary>The rows at which all that is held has a value.</summary>
    /// <returns>The rows that are left; <c>null</c>: all.</returns>
    static (StepAxis Axis, int[]? Rows) Kept(StepAxis axis, HeldValues[] held)
    {
        if (held.Length == 0) return (axis, null);

        var rows = RowsOfAll(axis.Count, held);
        var count = rows?.Length ?? axis.Count;
        var completion = axis.Completion is null && Array.TrueForAll(held, one => one.Column.Axis.Completion is null)
            ? null
            : new float[count];
        var times = axis.Times is null ? null : new long[count];
        for (var i = 0; i < count && (completion ?? (Array?)times) is not null; i++)
        {
            var row = rows?[i] ?? i;
            var (latest, least) = (axis.Times?[row] ?? 0, axis.Completion?[row] ?? StepAxis.Committed);
            foreach (var one in held)
            {
                if (times is not null) latest = Math.Max(latest, one.TimeOf(row));
                least = Math.Min(least, one.CompletionOf(row));
            }

            if (times is not null) times[i] = latest;
            if (completion is not null) completion[i] = least;
        }

        var steps = axis.Steps;
        if (rows is not null) steps = Array.ConvertAll(rows, row => axis.Steps[row]);
        return (new StepAxis(steps, times, completion), rows);
    }

    /// <returns><c>null</c>: all rows.</returns>
    static int[]? RowsOfAll(int count, HeldValues[] held)
    {
        var (rows, kept) = (new int[count], 0);
        for (var row = 0; row < count; row++)
        {
            var isThere = true;
            foreach (var one in held) isThere &= one.From[row] >= 0;
            if (isThere) rows[kept++] = row;
        }

        return kept == count ? null : rows[..kept];
    }

    static int[]? Picked(int[]? rows, int[]? kept) => kept is null ? rows
        : rows is null ? kept : [.. kept.Select(row => rows[row])];

    /// <summary>Says how far columns without a common step are from each other.</summary>
    FormulaDiagnostic Apart(int[] places, Column[] columns)
    {
        var (a, b) = (0, 1);
        while (b < columns.Length && Meeting.Of([columns[a].Axis, columns[b].Axis]).Axis.Count > 0)
            if (++b == columns.Length && a + 2 < columns.Length) b = ++a + 1;

        b = Math.Min(b, columns.Length - 1);
        var (first, second) = (_leaves[places[a]], _leaves[places[b]]);
        var dense = columns[a].Count > columns[b].Count ? first : second;
        return new FormulaDiagnostic(dense.Span, FormulaCodes.NoCommonSteps,
            $"{first.Label} ({Range(columns[a])}) and {second.Label} ({Range(columns[b])}) have no step in common; the nearest are "
            + $"{Shown(Nearest(columns[a].Axis.Steps, columns[b].Axis.Steps))} apart. hold({dense.Label}) takes its last value.",
            new FormulaFix("Hold the last value", $"hold({dense.Label})"));
    }

    static string Range(Column column) => $"steps {Shown(column.Axis.Steps[0])} to {Shown(column.Axis.Steps[^1])}";

    static string Shown(long micros) => new Step(micros).ToDouble().ToString("R", CultureInfo.InvariantCulture);

    static long Nearest(long[] a, long[] b)
    {
        var (least, j) = (long.MaxValue, 0);
        foreach (var step in a)
        {
            while (j + 1 < b.Length && b[j + 1] <= step) j++;
            least = Math.Min(least, Math.Abs(step - b[j]));
            if (j + 1 < b.Length) least = Math.Min(least, b[j + 1] - step);
        }

        return least;
    }
}
