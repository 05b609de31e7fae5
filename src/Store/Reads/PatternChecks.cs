using System.Collections.Concurrent;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Finds regular expressions that the store cannot match with, before somebody relies on them.</summary>
public sealed class PatternChecks(ClickHouse store)
{
    const int AtATime = 50;

    /// <summary>Sound patterns that are remembered: a document is saved again and again with the same ones.</summary>
    const int KnownMax = 10_000;

    readonly ConcurrentDictionary<string, bool> _known = new();

    /// <returns>The place of the first wrong one in the list, and what is wrong with it; <c>null</c>: all are sound.</returns>
    public async Task<(int At, string What)?> FindFaultAsync(
        IReadOnlyList<string> patterns, CancellationToken cancellationToken)
    {
        int[] unknown = [.. Enumerable.Range(0, patterns.Count).Where(at => patterns[at] != "" && !_known.ContainsKey(patterns[at]))];
        foreach (var places in unknown.Chunk(AtATime))
        {
            if (await FindAmongAsync(patterns, places, cancellationToken) is { } fault) return fault;

            if (_known.Count > KnownMax) _known.Clear();
            foreach (var at in places) _known[patterns[at]] = true;
        }

        return null;
    }

    /// <summary>The engine names no place: halves lead to it.</summary>
    async Task<(int At, string What)?> FindAmongAsync(
        IReadOnlyList<string> patterns, ArraySegment<int> places, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var matches = places.Select(at => $"match('', {PatternSql.Bind(sql, patterns[at])})");
        try
        {
            await Queries.RunAsync(store, $"SELECT {string.Join(", ", matches)}", sql.Arguments, cancellationToken);
            return null;
        }
        catch (BadQueryException exception)
        {
            if (places.Count == 1) return (places[0], exception.Message);
        }

        var half = places.Count / 2;
        return await FindAmongAsync(patterns, places[..half], cancellationToken)
            ?? await FindAmongAsync(patterns, places[half..], cancellationToken);
    }
}
