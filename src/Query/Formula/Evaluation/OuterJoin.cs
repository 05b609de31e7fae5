namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>The value at a step from those of the columns that have a point there.</summary>
/// <param name="present">Which columns these are, in their order.</param>
delegate double Reducer(ReadOnlySpan<int> present, ReadOnlySpan<double> values);

/// <summary>Goes along several columns at once, at every step where any has a point.</summary>
static class OuterJoin
{
    /// <param name="takesFirst">Only the first column that has a point counts at a step, and so do its time and completion.
    /// </param>
    public static Column Of(IReadOnlyList<Column> columns, Reducer reduce, bool takesFirst = false)
    {
        var hasTimes = columns.All(column => column.Axis.Times is not null);
        var hasPreviews = columns.Any(column => column.Axis.Completion is not null);
        var least = columns.Max(column => column.Count);
        var (steps, values) = (new List<long>(least), new List<double>(least));
        var times = hasTimes ? new List<long>(least) : null;
        var completion = hasPreviews ? new List<float>(least) : null;
        var (places, present, found) = (new int[columns.Count], new int[columns.Count], new double[columns.Count]);
        while (NextStep(columns, places) is { } step)
        {
            var (count, time, ratio) = (0, long.MinValue, StepAxis.Committed);
            for (var i = 0; i < columns.Count; i++)
            {
                var row = places[i];
                if (row == columns[i].Count || columns[i].Axis.Steps[row] != step) continue;

                places[i]++;
                if (takesFirst && count > 0) continue;
                (present[count], found[count]) = (i, columns[i].Values[row]);
                count++;
                if (hasTimes) time = Math.Max(time, columns[i].Axis.Times![row]); // All have them.
                if (columns[i].Axis.Completion is { } all) ratio = Math.Min(ratio, all[row]);
            }

            steps.Add(step);
            values.Add(reduce(present.AsSpan(0, count), found.AsSpan(0, count)));
            times?.Add(time);
            completion?.Add(ratio);
        }

        return new Column(new StepAxis([.. steps], times?.ToArray(), completion?.ToArray()), [.. values]);
    }

    static long? NextStep(IReadOnlyList<Column> columns, int[] places)
    {
        long? next = null;
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] == columns[i].Count) continue;

            var step = columns[i].Axis.Steps[places[i]];
            if (next is null || step < next) next = step;
        }

        return next;
    }
}
