namespace NeptuneAlt.LoadTests.Reads;

/// <summary>One thing to ask, again and again.</summary>
/// <param name="AskAsync">Asks it once; the result is how many points, buckets or rows came back.</param>
sealed record ReadQuestion(string Name, Func<CancellationToken, Task<long>> AskAsync);

/// <summary>How long one question took.</summary>
/// <param name="FirstMs">The first time: caches of the store and of the server did not have it.</param>
/// <param name="Answers">What came back, the last time.</param>
/// <param name="RowsRead">What the engine read for it, the median.</param>
sealed record ReadFigures(
    string Question, double FirstMs, double MedianMs, double MinMs, double MaxMs, long Answers, long RowsRead)
{
    /// <summary>Median by the median of the bare statement; none for that itself.</summary>
    public double? RatioToBare { get; init; }
}

/// <summary>The figures of one scenario.</summary>
sealed record ReadReport(
    string Scenario, string What, int Runs, int Series, int Steps, int Rounds, IReadOnlyList<ReadFigures> Questions);
