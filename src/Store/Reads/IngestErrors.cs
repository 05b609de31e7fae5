using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Rejected values of one record that share a code.</summary>
public readonly record struct RejectionCount(int Partition, long Offset, IngestCode Code, long Count);

/// <summary>One rejected value of a record, or several of one code where <paramref name="Path"/> is empty.</summary>
public readonly record struct Rejection(int Partition, long Offset, string Path, IngestCode Code, string Message);

/// <summary>Reads which values of records were rejected.</summary>
public sealed class IngestErrors(ClickHouse store)
{
    const string OfPlaces = """
        FROM ingest_errors FINAL
        WHERE part IN {parts:Array(UInt64)} AND off IN {offs:Array(UInt64)}
          AND (part, off) IN (SELECT arrayJoin(arrayZip({parts:Array(UInt64)}, {offs:Array(UInt64)})))
        """;

    /// <summary>The rejected values of the records by code. Records without one are left out.</summary>
    /// <param name="places">Partition and offset of each record.</param>
    public async Task<IReadOnlyList<RejectionCount>> CountAsync(
        IReadOnlyList<(int Partition, long Offset)> places, CancellationToken cancellationToken)
    {
        const string sql = $"SELECT part, off, code, sum(count) AS total {OfPlaces} GROUP BY part, off, code ORDER BY part, off, code";
        var columns = await store.QueryAsync(sql, Arguments(places), cancellationToken);
        return [.. Enumerable.Range(0, columns.Rows).Select(row => new RejectionCount(
            columns.Values<ushort>("part")[row], (long)columns.Values<ulong>("off")[row],
            (IngestCode)columns.Values<byte>("code")[row], (long)columns.Values<ulong>("total")[row]))];
    }

    /// <summary>The rejected values of the records, ordered by record and place in it.</summary>
    /// <param name="places">Partition and offset of each record.</param>
    /// <param name="after">How many to pass over.</param>
    public async Task<IReadOnlyList<Rejection>> ListAsync(
        IReadOnlyList<(int Partition, long Offset)> places, int after, int limit, CancellationToken cancellationToken)
    {
        const string sql = $$"""
            SELECT part, off, path, code, message {{OfPlaces}}
            ORDER BY part, off, seq LIMIT {limit:UInt64} OFFSET {after:UInt64}
            """;
        var columns = await store.QueryAsync(
            sql, Arguments(places).Add("limit", (ulong)limit).Add("after", (ulong)after), cancellationToken);
        return [.. Enumerable.Range(0, columns.Rows).Select(row => new Rejection(
            columns.Values<ushort>("part")[row], (long)columns.Values<ulong>("off")[row], columns.Strings("path").Text(row),
            (IngestCode)columns.Values<byte>("code")[row], columns.Strings("message").Text(row)))];
    }

    static SqlArguments Arguments(IReadOnlyList<(int Partition, long Offset)> places) => new SqlArguments()
        .Add("parts", places.Select(place => (ulong)place.Partition).ToArray())
        .Add("offs", places.Select(place => (ulong)place.Offset).ToArray());
}
