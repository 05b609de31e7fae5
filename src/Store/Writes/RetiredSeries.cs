using System.Globalization;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Writes;

/// <summary>
/// Numbers that series no longer have, because points were removed from them: their rows are to go, too. They stand in
/// <c>run_attributes</c> as rows of run 0, path <c>retired/RUN/SERIES</c>, written with the rows under the new number.
/// </summary>
public sealed class RetiredSeries(ClickHouse store)
{
    const string Prefix = "retired/";
    static readonly string[] Tables = ["points", "previews", "strings", "histograms", "files", "chunks"];

    public static string MarkerPath(ulong run, uint series) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{run}/{series}");

    /// <summary>All that are still to go.</summary>
    public async Task<IReadOnlyList<(ulong Run, uint Series)>> ListAsync(CancellationToken cancellationToken)
    {
        var columns = await store.QueryAsync(
            "SELECT DISTINCT path FROM run_attributes WHERE run = 0 AND startsWith(path, {prefix:String})",
            new SqlArguments().Add("prefix", Prefix), cancellationToken);
        var paths = columns.Strings("path");
        return [.. Enumerable.Range(0, columns.Rows).Select(row => paths.Text(row).Split('/')).Select(parts => (
            ulong.Parse(parts[1], CultureInfo.InvariantCulture), uint.Parse(parts[2], CultureInfo.InvariantCulture)))];
    }

    /// <summary>Removes their rows, then what tells of them. Safe to repeat.</summary>
    public async Task RemoveAsync(IReadOnlyCollection<(ulong Run, uint Series)> series, CancellationToken cancellationToken)
    {
        // Statements that change rows take no parameters; these are numbers of our own.
        var list = string.Join(',', series.Select(one => string.Create(CultureInfo.InvariantCulture, $"({one.Run},{one.Series})")));
        foreach (var table in Tables) await store.DeleteAsync(table, $"(run, series) IN ({list})", cancellationToken);

        var paths = string.Join(',', series.Select(one => $"'{MarkerPath(one.Run, one.Series)}'"));
        await store.DeleteAsync("run_attributes", $"run = 0 AND path IN ({paths})", cancellationToken);
    }
}
