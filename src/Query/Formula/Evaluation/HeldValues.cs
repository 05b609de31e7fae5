namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Values of a column at steps of others.</summary>
/// <param name="From">For each step the row at or before it; -1: there is no value.</param>
/// <param name="To">The row at or behind it, if values lie between two.</param>
sealed record HeldValues(Column Column, int[] From, int[]? To)
{
    public static HeldValues At(StepAxis axis, Column column, Held held)
    {
        var (from, to) = (new int[axis.Count], held.IsStraight ? new int[axis.Count] : null);
        var next = 0;
        for (var i = 0; i < axis.Count; i++)
        {
            while (next < column.Count && column.Axis.Steps[next] <= axis.Steps[i]) next++;
            from[i] = next - 1;
            if (from[i] < 0) continue;

            var isAt = column.Axis.Steps[from[i]] == axis.Steps[i];
            if (to is not null) to[i] = isAt ? from[i] : next;
            if (to is not null ? to[i] == column.Count : IsTooOld(axis, i, column.Axis, from[i], held.Limit)) from[i] = -1;
        }

        return new HeldValues(column, from, to);
    }

    static bool IsTooOld(StepAxis axis, int row, StepAxis held, int heldRow, FormulaWindow? limit) => limit switch
    {
        null => false,
        { IsTime: true } time => axis.Times![row] - held.Times![heldRow] > time.Reach, // Times are read for it.
        { Unit: FormulaUnit.Points } => throw new System.Diagnostics.UnreachableException(),
        { } steps => axis.Steps[row] - held.Steps[heldRow] > steps.Reach,
    };

    public double Value(int row, long step)
    {
        var (values, steps) = (Column.Values, Column.Axis.Steps);
        if (To is null || To[row] == From[row]) return values[From[row]];

        var share = (double)(step - steps[From[row]]) / (steps[To[row]] - steps[From[row]]);
        return values[From[row]] + ((values[To[row]] - values[From[row]]) * share);
    }

    public float CompletionOf(int row) => Column.Axis.Completion is not { } completion ? StepAxis.Committed
        : Math.Min(completion[From[row]], To is null ? StepAxis.Committed : completion[To[row]]);

    public long TimeOf(int row) => Math.Max(Column.Axis.Times![From[row]], To is null ? long.MinValue : Column.Axis.Times[To[row]]);
}
