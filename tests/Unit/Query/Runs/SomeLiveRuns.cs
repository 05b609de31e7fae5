using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Unit.Query.Runs;

/// <summary>Live runs of one project whose newest values are these.</summary>
sealed class SomeLiveRuns : ILiveSummaries
{
    public uint Project { get; set; }

    public IReadOnlyList<StoredAttribute> Rows { get; set; } = [];

    public Task<IReadOnlyList<LiveAttribute>> ReadAsync(LiveQuery question, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LiveAttribute>>([.. Rows.Where(row => question.Paths.Contains(row.Path)).Select(row => new LiveAttribute
        {
            Run = row.Run,
            Project = Project,
            Path = question.Paths.ToList().IndexOf(row.Path),
            Type = row.Type,
            Int = row.IntValue,
            Float = row.FloatValue,
            Points = row.Points,
            Finite = row.Figures is null ? 0ul : 4,
            Min = row.Figures?.Min ?? 0,
            Max = row.Figures?.Max ?? 0,
            Total = 4 * (row.Figures?.Average ?? 0),
            SquaredDeviations = 4 * (row.Figures?.Variance ?? 0),
        })]);
}
