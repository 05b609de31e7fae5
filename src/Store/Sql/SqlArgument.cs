using System.Text.RegularExpressions;

namespace NeptuneAlt.Store.Sql;

/// <summary>One parameter's value, in one or more fields of a size that a server accepts.</summary>
/// <param name="Type">ClickHouse's name of the type.</param>
sealed record SqlArgument(string Name, string Type, IReadOnlyList<string> Fields)
{
    bool IsSplit => Fields.Count > 1;

    public string FieldName(int field) => IsSplit ? $"{Name}_{field}" : Name;

    /// <summary>The statement with this parameter put together again where its value is in several fields.</summary>
    public string PutInto(string sql)
    {
        if (!IsSplit) return sql;

        var join = Type == "String" ? "concat" : "arrayConcat";
        return Regex.Replace(sql, $@"\{{{Regex.Escape(Name)}:([^}}]*)\}}", placeholder =>
        {
            var parts = Enumerable.Range(0, Fields.Count)
                .Select(field => $"{{{FieldName(field)}:{placeholder.Groups[1].Value}}}");
            return $"{join}({string.Join(", ", parts)})";
        });
    }
}
