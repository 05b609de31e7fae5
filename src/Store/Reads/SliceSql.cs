using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Conditions that pick the rows of slices out of a table of points.</summary>
static class SliceSql
{
    /// <summary>The most ranges that are passed on to the primary index.</summary>
    const int HintsMax = 16;

    /// <summary>
    /// Divides slices into rounds that contain each series at most once: runs forked off one parent read different
    /// ranges of the parent's series. Within a round, the run and series of a row determine its slice.
    /// </summary>
    /// <returns>Indices into the slices, without the empty ones.</returns>
    public static List<List<int>> Rounds(IReadOnlyList<SeriesSlice> slices)
    {
        var rounds = new List<List<int>>();
        var uses = new Dictionary<(ulong, uint), int>();
        for (var i = 0; i < slices.Count; i++)
        {
            if (slices[i].IsEmpty) continue;

            var key = (slices[i].Run, slices[i].Series);
            uses[key] = uses.GetValueOrDefault(key) + 1;
            if (uses[key] > rounds.Count) rounds.Add([]);
            rounds[uses[key] - 1].Add(i);
        }

        return rounds;
    }

    /// <summary>The condition that a row lies in one of the slices.</summary>
    /// <param name="slices">At least one, no series twice.</param>
    public static string Condition(SqlText sql, IReadOnlyCollection<SeriesSlice> slices)
    {
        var first = slices.First();
        // A request reads as of one moment.
        var series = Of(sql, slices) + (first.AsOf is { } moment ? $" AND {moment.Condition(sql)}" : "");
        if (slices.All(slice => slice.After == first.After && slice.To == first.To))
            return series + Within(sql, first.After, first.To);

        // The hint, which is not evaluated, lets the primary index skip; the bounds are looked up row by row.
        var (key, keys) = Keys(sql, slices);
        var hint = string.Join(" OR ", Alike(slices).Select(group =>
            $"({Of(sql, group)}{Within(sql, group.Min(slice => slice.After), group.Max(slice => slice.To))})"));
        return $"{series} AND indexHint({hint}) "
            + $"AND step > {Lookup(key, keys, sql.Bind([.. slices.Select(slice => slice.After)]))} "
            + $"AND step <= {Lookup(key, keys, sql.Bind([.. slices.Select(slice => slice.To)]))}";
    }

    static string Of(SqlText sql, IReadOnlyCollection<SeriesSlice> slices) =>
        Series(sql, [.. slices.Select(slice => (slice.Run, slice.Series))]);

    /// <summary>A bound is only named where there is one: each is a comparison a row.</summary>
    public static string Within(SqlText sql, long after, long to) =>
        (after < 0 ? "" : $" AND step > {sql.Bind(after)}") + (to == long.MaxValue ? "" : $" AND step <= {sql.Bind(to)}");

    /// <summary>Slices in few groups, each of slices that begin close to each other: cut where the gaps are
    /// largest.</summary>
    static List<List<SeriesSlice>> Alike(IReadOnlyCollection<SeriesSlice> slices)
    {
        SeriesSlice[] ordered = [.. slices.OrderBy(slice => slice.After)];
        var cuts = Enumerable.Range(1, ordered.Length - 1).Where(at => ordered[at].After > ordered[at - 1].After)
            .OrderByDescending(at => ordered[at].After - ordered[at - 1].After).Take(HintsMax - 1).ToHashSet();
        var groups = new List<List<SeriesSlice>> { new() };
        for (var at = 0; at < ordered.Length; at++)
        {
            if (cuts.Contains(at)) groups.Add([]);
            groups[^1].Add(ordered[at]);
        }

        return groups;
    }

    /// <summary>The condition that a row is of one of the series.</summary>
    /// <param name="series">At least one.</param>
    public static string Series(SqlText sql, IReadOnlyCollection<(ulong Run, uint Series)> series)
    {
        ulong[] runs = [.. series.Select(one => one.Run).Distinct()];
        uint[] numbers = [.. series.Select(one => one.Series).Distinct()];
        // Columns that are compared one by one cost a third of pairs that are looked up in a set.
        return series.Distinct().Count() == (long)runs.Length * numbers.Length
            ? $"run {(runs.Length == 1 ? $"= {sql.Bind(runs[0])}" : $"IN {sql.Bind(runs)}")} "
                + $"AND series {(numbers.Length == 1 ? $"= {sql.Bind(numbers[0])}" : $"IN {sql.Bind(numbers)}")}"
            : $"(run, series) IN arrayZip({sql.Bind([.. series.Select(one => one.Run)])}, "
                + $"{sql.Bind([.. series.Select(one => one.Series)])})";
    }

    /// <summary>An expression that is a different UInt64 for each of the slices' series, and its value for each.
    /// </summary>
    public static (string Expression, string Values) Keys(SqlText sql, IReadOnlyCollection<SeriesSlice> slices)
    {
        // A run's number and a series' number may not fit into 64 bits together: the run's rank does.
        var runs = slices.Select(slice => slice.Run).Distinct().ToArray();
        var ranks = new Dictionary<ulong, ulong>();
        foreach (var run in runs) ranks[run] = (ulong)ranks.Count;

        var rank = runs.Length == 1
            ? "toUInt64(0)"
            : $"transform(run, {sql.Bind(runs)}, {sql.Bind([.. runs.Select(run => ranks[run])])}, toUInt64(0))";
        return ($"bitOr(bitShiftLeft({rank}, 32), series)",
            sql.Bind([.. slices.Select(slice => (ranks[slice.Run] << 32) | slice.Series)]));
    }

    /// <summary>The value that belongs to a key.</summary>
    /// <param name="values">Of <c>Int64</c>, in the order of the keys.</param>
    public static string Lookup(string key, string keys, string values) =>
        $"transform({key}, {keys}, {values}, toInt64(0))";
}
