using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Which attributes; <c>null</c> is no restriction.</summary>
/// <param name="Paths">Just these.</param>
public sealed record AttributeSelection(
    NameFilter? Names = null, IReadOnlyCollection<string>? Paths = null, IReadOnlyCollection<AttributeType>? Types = null)
{
    internal string Condition(SqlText sql)
    {
        var conditions = new List<string>();
        if (Paths is not null) conditions.Add($"path IN {sql.Bind(Paths)}");
        if (Types is not null) conditions.Add($"type IN {sql.Bind([.. Types.Select(type => (uint)type)])}");
        if (Names is not null) conditions.Add(Names.Condition(sql));
        return conditions.Count == 0 ? "1" : string.Join(" AND ", conditions);
    }
}
