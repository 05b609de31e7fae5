namespace NeptuneAlt.LoadTests.Reads;

/// <summary>One thing to ask, again and again.</summary>
/// <param name="AskAsync">Asks it once; the result is how many points, buckets or rows came back.</param>
sealed record ReadQuestion(string Name, Func<CancellationToken, Task<long>> AskAsync)
{
    /// <summary>It pages through all there is, so once is enough.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>How long one question took.</summary>
/// <param name="FirstMs">The first time after a start of the server: nothing of it is in its memory.</param>
/// <param name="Answers">What came back, the last time.</param>
/// <param name="RowsRead">What the engine read for it, the median.</param>
sealed record ReadFigures(
    string Question, double FirstMs, double MedianMs, double MinMs, double MaxMs, long Answers, long RowsRead)
{
    /// <summary>Median by the median of the bare statement; none for that itself.</summary>
    public double? RatioToBare { get; init; }

    /// <summary>CPU time of all processes of the server while it was answered: the mean, as the system counts in steps of
    /// 10 ms; and the same by that of the bare statement.</summary>
    public double CpuMs { get; init; }
    public double? CpuToBare { get; init; }

    /// <summary>The most memory of the server while it answered, and of the engine below it.</summary>
    public long ServerPeakBytes { get; init; }
    public long EnginePeakBytes { get; init; }
}

/// <summary>The figures of one scenario.</summary>
/// <param name="During">The workload that was written meanwhile, at its own pace; none: the server was idle.</param>
sealed record ReadReport(
    string Scenario, string What, string? During, int Runs, int Series, int Steps, int Rounds,
    IReadOnlyList<ReadFigures> Questions);
