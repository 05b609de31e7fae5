namespace NeptuneAlt.Engine.Chdb;

/// <summary>
/// One SQL statement as chDB takes it: text, bound parameters, and the format of its answer or its input.
/// </summary>
sealed record Statement(string Sql, string Format, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    public Statement(string sql) : this(sql, "TabSeparated", [])
    {
    }
}
