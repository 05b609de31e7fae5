using System.Text.Json.Serialization;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.LoadTests.Oracle;

namespace NeptuneAlt.LoadTests.Reports;

/// <summary>The figures of one <c>run</c>, as its JSON file has them. Times are ms, sizes bytes, unless the name says more.</summary>
sealed record RunReport
{
    public required string Workload { get; init; }
    public required string Mode { get; init; }
    public required ulong Seed { get; init; }
    public required int Runs { get; init; }
    public required int SeriesPerRun { get; init; }
    public required int StepsPerRun { get; init; }
    public required int ClientsPerRun { get; init; }
    public required long PointsAcknowledged { get; init; }

    /// <summary>Of the series compared; all of them unless a sample was asked for.</summary>
    public long? PointsReadBack { get; init; }

    /// <summary>Acknowledged points of the series compared.</summary>
    public long? PointsCompared { get; init; }
    public long? Lost { get; init; }
    public long? Doubled { get; init; }
    public long? Wrong { get; init; }
    public bool? ChecksumMatches { get; init; }

    /// <summary>Requests of which the status check told other verdicts than the rules ask for.</summary>
    public required int VerdictsWrong { get; init; }

    /// <summary>All acknowledged points became visible while the test waited.</summary>
    public required bool AllVisible { get; init; }

    /// <summary>From the first request until the last point was visible.</summary>
    public required double PointsPerSecond { get; init; }

    /// <summary>From the first request until the last acknowledgement.</summary>
    public required double PointsPerSecondAcknowledged { get; init; }
    public double? CpuSeconds { get; init; }
    public double? PointsPerCpuSecond { get; init; }

    /// <summary>All series of the load are new: the fewer points each has, the more this says of what a series costs.</summary>
    public double? NewSeriesPerCpuSecond { get; init; }
    /// <summary>Of what follows once runs are over: their last rows, and merges.</summary>
    public double? RestCpuSeconds { get; init; }
    public Percentiles? AckMs { get; init; }
    public Percentiles? VisibleMs { get; init; }
    public Percentiles? PointVisibleMs { get; init; }

    /// <summary>20 live charts of 10 runs, together.</summary>
    public Percentiles? DashboardMs { get; init; }

    /// <summary>Of the server's processes, from the first request until the last point was visible.</summary>
    public double? Cores { get; init; }
    public double? BytesPerPoint { get; init; }
    public long? RssPeakBytes { get; init; }

    /// <summary>The mean of the last minute of the load; only of loads that last.</summary>
    public long? RssEndBytes { get; init; }

    /// <summary>How memory went in the second half of the load; only of loads that last.</summary>
    public double? RssBytesPerHour { get; init; }
    public double? ReadBackPointsPerSecond { get; init; }
    public required long Requests { get; init; }
    public required long RequestBytes { get; init; }
    public required long RequestsRefused { get; init; }
    public required long RequestsFailed { get; init; }
    public required long RequestsRepeated { get; init; }
    public required long ClientsKilled { get; init; }

    /// <summary>The first few faults.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    [JsonIgnore]
    public bool IsClean => Faults.Count == 0 && AllVisible && VerdictsWrong == 0;

    public static RunReport Of(LoadOptions options, LoadOutcome outcome, Findings? findings, long? storeBytes, long? rssPeakBytes)
    {
        var points = outcome.Counts.Points;
        return new RunReport
        {
            Workload = options.Workload.Name,
            Mode = options.Rate is { } rate ? $"paced, {rate:F0} points a second" : "max",
            Seed = options.Seed,
            Runs = options.Workload.Runs,
            SeriesPerRun = options.Workload.Series,
            StepsPerRun = options.Workload.Steps,
            ClientsPerRun = options.Workload.WritersPerRun,
            PointsAcknowledged = points,
            PointsReadBack = findings?.Read,
            PointsCompared = findings?.Expected,
            Lost = findings?.Lost,
            Doubled = findings?.Doubled,
            Wrong = findings?.Wrong,
            ChecksumMatches = findings is null ? null : findings.Checksum == findings.ChecksumExpected,
            VerdictsWrong = outcome.VerdictsWrong,
            AllVisible = outcome.IsVisible,
            PointsPerSecond = Math.Round(points / outcome.UntilVisible.TotalSeconds),
            PointsPerSecondAcknowledged = Math.Round(points / outcome.Acknowledged.TotalSeconds),
            CpuSeconds = outcome.CpuSeconds,
            PointsPerCpuSecond = outcome.CpuSeconds is > 0 and var cpu ? Math.Round(points / cpu) : null,
            NewSeriesPerCpuSecond = outcome.CpuSeconds is > 0 and var used ? Math.Round(options.Workload.SeriesInAll / used) : null,
            AckMs = outcome.Ack,
            VisibleMs = outcome.Visible,
            PointVisibleMs = outcome.PointVisible,
            DashboardMs = outcome.Dashboard,
            Cores = outcome.CpuSeconds is { } seconds ? Math.Round(seconds / outcome.UntilVisible.TotalSeconds, 3) : null,
            BytesPerPoint = storeBytes is { } bytes && points > 0 ? Math.Round((double)bytes / points, 3) : null,
            RssPeakBytes = rssPeakBytes,
            RssEndBytes = outcome.ResidentBytesAtEnd,
            RssBytesPerHour = outcome.ResidentBytesPerHour is { } slope ? Math.Round(slope) : null,
            ReadBackPointsPerSecond = findings is null ? null : Math.Round(findings.Read / findings.Time.TotalSeconds),
            Requests = outcome.Counts.Requests,
            RequestBytes = outcome.Counts.Bytes,
            RequestsRefused = outcome.Counts.Refused,
            RequestsFailed = outcome.Counts.Failed,
            RequestsRepeated = outcome.Counts.Repeated,
            ClientsKilled = outcome.Counts.Killed,
            Faults = [.. findings?.Described ?? [], .. outcome.WrongVerdicts],
        };
    }
}
