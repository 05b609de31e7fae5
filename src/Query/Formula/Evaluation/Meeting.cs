namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Where columns meet: the steps that all of them have, and the row of each column there.</summary>
/// <param name="Rows">For each axis, in the order given; <c>null</c>: its rows are those of the meeting.</param>
sealed record Meeting(StepAxis Axis, int[]?[] Rows)
{
    /// <summary>A merge of axes, which are sorted by step.</summary>
    public static Meeting Of(IReadOnlyList<StepAxis> axes)
    {
        var steps = axes[0].Steps;
        if (axes.All(axis => axis == axes[0])) return new Meeting(axes[0], new int[]?[axes.Count]);

        var areSame = axes.All(axis => axis.Steps.AsSpan().SequenceEqual(steps));
        var rows = areSame ? new int[]?[axes.Count] : Common(axes);
        var count = rows[0]?.Length ?? steps.Length;
        if (rows[0] is { } first) steps = [.. first.Select(row => axes[0].Steps[row])];
        return new Meeting(new StepAxis(steps, Latest(axes, rows, count), Least(axes, rows, count)), rows);
    }

    static int[][] Common(IReadOnlyList<StepAxis> axes)
    {
        var places = new int[axes.Count];
        var found = axes.Select(_ => new List<int>(axes.Min(axis => axis.Count))).ToArray();
        while (true)
        {
            var (step, isCommon) = (long.MinValue, true);
            for (var i = 0; i < axes.Count; i++)
            {
                if (places[i] == axes[i].Count) return [.. found.Select(rows => rows.ToArray())];

                var at = axes[i].Steps[places[i]];
                if (i > 0 && at != step) isCommon = false;
                step = Math.Max(step, at);
            }

            for (var i = 0; i < axes.Count; i++)
            {
                if (isCommon) found[i].Add(places[i]++);
                else while (places[i] < axes[i].Count && axes[i].Steps[places[i]] < step) places[i]++;
            }
        }
    }

    static long[]? Latest(IReadOnlyList<StepAxis> axes, int[]?[] rows, int count)
    {
        if (axes.Any(axis => axis.Times is null)) return null;

        var latest = new long[count];
        Array.Fill(latest, long.MinValue);
        for (var axis = 0; axis < axes.Count; axis++)
        {
            var times = axes[axis].Times!; // All have them.
            for (var i = 0; i < count; i++) latest[i] = Math.Max(latest[i], times[rows[axis]?[i] ?? i]);
        }

        return latest;
    }

    static float[]? Least(IReadOnlyList<StepAxis> axes, int[]?[] rows, int count)
    {
        if (axes.All(axis => axis.Completion is null)) return null;

        var least = new float[count];
        Array.Fill(least, StepAxis.Committed);
        for (var axis = 0; axis < axes.Count; axis++)
        {
            if (axes[axis].Completion is not { } completion) continue;
            for (var i = 0; i < count; i++) least[i] = Math.Min(least[i], completion[rows[axis]?[i] ?? i]);
        }

        return least;
    }
}
