using System.Globalization;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Writes;

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

/// <summary>The result of a request.</summary>
/// <param name="IsDone">All its effects are visible to every read.</param>
/// <param name="Rejected">Rejected values by code; empty if all were accepted.</param>
public readonly record struct RequestOutcome(bool IsDone, IReadOnlyList<(IngestCode Code, long Count)> Rejected);

/// <summary>One rejected value of a request, or several of one code where <paramref name="Path"/> is empty.</summary>
public readonly record struct RejectedValue(RequestId Request, string Path, IngestCode Code, string Message);

/// <summary>Answers status checks for any request of any replica, before and after restarts.</summary>
public sealed class RequestStatuses(RequestBoard board, IngestErrors errors, PartitionRows partitions)
{
    /// <summary>The outcomes in the order asked.</summary>
    public async Task<RequestOutcome[]> CheckAsync(IReadOnlyList<RequestId> ids, CancellationToken cancellationToken)
    {
        var progress = new Dictionary<int, PartitionProgress>();
        foreach (var partition in ids.Select(id => id.Partition).Distinct())
            progress[partition] = board.Progress(partition)
                ?? await partitions.ProgressAsync(partition, cancellationToken);

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
        var rejections = await errors.ListAsync([.. ids.Select(id => (id.Partition, id.Offset))], after, limit, cancellationToken);
        return [.. rejections.Select(one => new RejectedValue(
            new RequestId(one.Partition, one.Offset), one.Path, one.Code, one.Message))];
    }

    async Task<Dictionary<RequestId, IReadOnlyList<(IngestCode, long)>>> RejectedAsync(
        IReadOnlyList<RequestId> ids, CancellationToken cancellationToken)
    {
        var rejected = new Dictionary<RequestId, List<(IngestCode, long)>>();
        foreach (var (partition, offset, code, count) in await errors.CountAsync(
            [.. ids.Select(id => (id.Partition, id.Offset))], cancellationToken))
        {
            var id = new RequestId(partition, offset);
            if (!rejected.TryGetValue(id, out var codes)) rejected[id] = codes = [];
            codes.Add((code, count));
        }

        return rejected.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<(IngestCode, long)>)pair.Value);
    }
}
