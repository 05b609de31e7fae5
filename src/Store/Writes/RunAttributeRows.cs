using System.Runtime.CompilerServices;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Writes;

/// <summary>Reads attributes of runs back as the rows that made them.</summary>
public sealed class RunAttributeRows(ClickHouse store)
{
    const string Sql =
        "SELECT " + AttributeCells.ColumnNames + " FROM run_attributes FINAL WHERE run IN {runs:Array(UInt64)} ORDER BY run, path";

    public async Task<IReadOnlyList<AttributeCells>> ReadAsync(ulong run, CancellationToken cancellationToken)
    {
        await foreach (var (_, rows) in ByRunAsync([run], cancellationToken)) return rows;
        return [];
    }

    /// <summary>One run after the other, each with its rows: first what is no series, then series in the order of their
    /// numbers.</summary>
    public async IAsyncEnumerable<(ulong Run, IReadOnlyList<AttributeCells> Rows)> ByRunAsync(
        IReadOnlyCollection<ulong> runs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (runs.Count == 0) yield break;

        var (current, rows) = (0UL, new List<AttributeCells>());
        await foreach (var columns in store.StreamAsync(Sql, new SqlArguments().Add("runs", runs), cancellationToken))
        {
            for (var i = 0; i < columns.Rows; i++)
            {
                var run = columns.Values<ulong>("run")[i];
                if (run != current && rows.Count > 0)
                {
                    yield return (current, InOrder(rows));
                    rows = [];
                }

                current = run;
                rows.Add(AttributeCells.Read(columns, i));
            }
        }

        if (rows.Count > 0) yield return (current, InOrder(rows));
    }

    /// <summary>For how long the runs of an experiment have run, as the given one of them has it, in seconds.</summary>
    public async Task<double> ExperimentSecondsAsync(ulong run, CancellationToken cancellationToken)
    {
        const string sql = $$"""
            SELECT float_value FROM run_attributes FINAL
            WHERE run = {run:UInt64} AND path = '{{SystemPaths.ExperimentRunningTime}}'
            """;
        var columns = await store.QueryAsync(sql, new SqlArguments().Add("run", run), cancellationToken);
        return columns.Rows > 0 ? columns.Values<double>("float_value")[0] : 0;
    }

    static IReadOnlyList<AttributeCells> InOrder(List<AttributeCells> rows) => [.. rows.OrderBy(row => row.Series)];
}
