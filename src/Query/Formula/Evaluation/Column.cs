namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Where the points of a column lie, lowest step first. Never changed: columns share it.</summary>
/// <param name="Steps">Micro-steps, each once.</param>
/// <param name="Times">Milliseconds since 1970; <c>null</c> if nobody asks for them.</param>
/// <param name="Completion">How far each point is, if there are previews: 0 to 1, or <see cref="Committed"/>.</param>
sealed record StepAxis(long[] Steps, long[]? Times, float[]? Completion)
{
    /// <summary>Stands for the completion of a point that is no preview.</summary>
    public const float Committed = 2;

    public int Count => Steps.Length;

    public bool IsCommitted(int row) => Completion is null || Completion[row] >= Committed;
}

/// <summary>The values of a series or of a part of a formula, for one run.</summary>
sealed record Column(StepAxis Axis, double[] Values)
{
    public int Count => Values.Length;

    /// <summary>Some of the rows, in their order.</summary>
    public Column At(ReadOnlySpan<int> rows)
    {
        var (steps, values) = (new long[rows.Length], new double[rows.Length]);
        var times = Axis.Times is null ? null : new long[rows.Length];
        var completion = Axis.Completion is null ? null : new float[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            steps[i] = Axis.Steps[rows[i]];
            values[i] = Values[rows[i]];
            if (times is not null) times[i] = Axis.Times![rows[i]]; // As above.
            if (completion is not null) completion[i] = Axis.Completion![rows[i]]; // As above.
        }

        return new Column(new StepAxis(steps, times, completion), values);
    }

    /// <summary>The rows of points that are no previews.</summary>
    public Column Committed()
    {
        if (Axis.Completion is null) return this;

        var rows = Enumerable.Range(0, Count).Where(Axis.IsCommitted).ToArray();
        return rows.Length == Count ? this : At(rows);
    }
}

/// <summary>What a part of a formula is for one run.</summary>
abstract record Outcome
{
    public sealed record Scalar(double Value) : Outcome;

    public sealed record Points(Column Column) : Outcome;

    /// <summary>Nothing, and why.</summary>
    public sealed record Missing(FormulaDiagnostic Why) : Outcome;
}
