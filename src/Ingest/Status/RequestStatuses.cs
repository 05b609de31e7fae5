using System.Globalization;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Ingest.Status;

/// <summary>The place of a request in the log, which is its id: <c>partition-offset</c>.</summary>
public readonly record struct RequestId(int Partition, long Offset)
{
    public static bool TryParse(string text, out RequestId id)
    {
        id = default;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash <= 0 || !int.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            || !long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return false;

        id = new RequestId(partition, offset);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}-{Offset}");
}

/// <summary>What became of a request.</summary>
/// <param name="IsDone">All its effects are visible to every read.</param>
/// <param name="Rejected">Rejected values by code; empty if all were accepted.</param>
public readonly record struct RequestOutcome(bool IsDone, IReadOnlyList<(IngestCode Code, long Count)> Rejected);

/// <summary>One rejected value of a request, or several of one code where <paramref name="Path"/> is empty.</summary>
public readonly record struct RejectedValue(RequestId Request, string Path, IngestCode Code, string Message);

/// <summary>Answers status checks for any request of any replica, before and after restarts.</summary>
public sealed class RequestStatuses(RequestBoard board, ClickHouse store, BlockWriter writer)
{
    /// <summary>The outcomes in the order asked.</summary>
    public async Task<RequestOutcome[]> CheckAsync(IReadOnlyList<RequestId> ids, CancellationToken cancellationToken)
    {
        var progress = new Dictionary<int, PartitionProgress>();
        foreach (var partition in ids.Select(id => id.Partition).Distinct())
            progress[partition] = board.Progress(partition)
                ?? await writer.ReadProgressAsync(partition, cancellationToken);

        var done = ids.Where(id => id.Offset <= progress[id.Partition].Stored).ToHashSet();
        var unknown = done.Where(id => !board.IsKnownGood(id.Partition, id.Offset)).ToList();
        var rejected = unknown.Count > 0 ? await RejectedAsync(unknown, cancellationToken) : [];
        return [.. ids.Select(id => new RequestOutcome(done.Contains(id), rejected.GetValueOrDefault(id) ?? []))];
    }

    /// <summary>The rejected values of finished requests, ordered by request and place in it.</summary>
    /// <param name="after">How many to pass over.</param>
    public async Task<IReadOnlyList<RejectedValue>> DetailsAsync(
        IReadOnlyList<RequestId> ids, int after, int limit, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT part, off, path, code, message FROM ingest_errors FINAL
            WHERE part IN {parts:Array(UInt64)} AND off IN {offs:Array(UInt64)}
              AND (part, off) IN (SELECT arrayJoin(arrayZip({parts:Array(UInt64)}, {offs:Array(UInt64)})))
            ORDER BY part, off, seq LIMIT {limit:UInt64} OFFSET {after:UInt64}
            """;
        var columns = await store.QueryAsync(
            sql, Places(ids).Add("limit", (ulong)limit).Add("after", (ulong)after), cancellationToken);
        var values = new RejectedValue[columns.Rows];
        for (var i = 0; i < values.Length; i++)
            values[i] = new RejectedValue(
                new RequestId(columns.Values<ushort>("part")[i], (long)columns.Values<ulong>("off")[i]),
                columns.Strings("path").Text(i), (IngestCode)columns.Values<byte>("code")[i], columns.Strings("message").Text(i));
        return values;
    }

    async Task<Dictionary<RequestId, IReadOnlyList<(IngestCode, long)>>> RejectedAsync(
        IReadOnlyList<RequestId> ids, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT part, off, code, sum(count) AS total FROM ingest_errors FINAL
            WHERE part IN {parts:Array(UInt64)} AND off IN {offs:Array(UInt64)}
              AND (part, off) IN (SELECT arrayJoin(arrayZip({parts:Array(UInt64)}, {offs:Array(UInt64)})))
            GROUP BY part, off, code ORDER BY part, off, code
            """;
        var columns = await store.QueryAsync(sql, Places(ids), cancellationToken);
        var rejected = new Dictionary<RequestId, List<(IngestCode, long)>>();
        for (var i = 0; i < columns.Rows; i++)
        {
            var id = new RequestId(columns.Values<ushort>("part")[i], (long)columns.Values<ulong>("off")[i]);
            if (!rejected.TryGetValue(id, out var codes)) rejected[id] = codes = [];
            codes.Add(((IngestCode)columns.Values<byte>("code")[i], (long)columns.Values<ulong>("total")[i]));
        }

        return rejected.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<(IngestCode, long)>)pair.Value);
    }

    static SqlArguments Places(IReadOnlyList<RequestId> ids) => new SqlArguments()
        .Add("parts", ids.Select(id => (ulong)id.Partition).ToArray())
        .Add("offs", ids.Select(id => (ulong)id.Offset).ToArray());
}
