using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Unit.Query.Runs;

/// <summary>Makes the newest values of live runs.</summary>
static class LiveRows
{
    public static LiveValues Of(uint project, IReadOnlyList<StoredAttribute> rows)
    {
        string[] paths = [.. rows.Select(row => row.Path).Distinct()];
        return new LiveValues(paths, [.. rows.Select(row => new LiveAttribute
        {
            Run = row.Run,
            Project = project,
            Path = Array.IndexOf(paths, row.Path),
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

    /// <summary>Those at the paths, which each names by its place there.</summary>
    public static IReadOnlyList<LiveAttribute> At(IReadOnlyList<string> paths, LiveValues? live) =>
    [
        .. (live ?? LiveValues.None).Rows
            .Select(row => row with { Path = paths.ToList().IndexOf(live!.Paths[row.Path]) }) // Without it there are no rows.
            .Where(row => row.Path >= 0),
    ];
}
