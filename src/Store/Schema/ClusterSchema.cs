using System.Text.RegularExpressions;

namespace NeptuneAlt.Store.Schema;

/// <summary>
/// Turns a statement of the schema's scripts into those of a cluster: each table becomes a replicated one on every
/// shard, <c>name_local</c>, and a Distributed one of its own name over them, which all statements of the program use.
/// </summary>
/// <remarks>
/// A block of rows comes from one partition of the log, and a partition's rows go to one shard, so that an insert stays
/// atomic there and a run's rows lie together. Tables without a partition hold rows that may be written again at will.
/// </remarks>
/// <param name="cluster">As the servers' <c>remote_servers</c> name it.</param>
sealed partial class ClusterSchema(string cluster, string database)
{
    const string ByPartition = "part";

    static readonly Dictionary<string, string> s_otherKeys = new()
    {
        ["chunks"] = "intHash64(run)",
        ["definitions"] = "cityHash64(project, path)",
        ["heads"] = "cityHash64(project, experiment)",
        ["schema_migrations"] = "0",
    };

    /// <exception cref="NotSupportedException">No rule says what becomes of it on a cluster.</exception>
    public IEnumerable<string> Statements(string statement)
    {
        if (Creation().Match(statement) is { Success: true } creation) return Create(statement, creation.Groups[1].Value);
        if (Alteration().Match(statement) is { Success: true } alteration)
            return Alter(statement, alteration.Groups[1].Value);

        throw new NotSupportedException($"A cluster's form of this statement is not known: {statement}");
    }

    IEnumerable<string> Create(string statement, string table)
    {
        yield return Engine().Replace(
            Creation().Replace(statement, $"CREATE TABLE IF NOT EXISTS {table}_local {OnCluster}"), "ENGINE = Replicated$1", 1);
        yield return $"""
            CREATE TABLE IF NOT EXISTS {table} {OnCluster} AS {table}_local
            ENGINE = Distributed('{cluster}', '{database}', '{table}_local', {Key(table, statement)})
            """;
    }

    /// <summary>The Distributed table has the columns, too, but no index, projection or setting.</summary>
    IEnumerable<string> Alter(string statement, string table)
    {
        yield return Alteration().Replace(statement, $"ALTER TABLE {table}_local {OnCluster}");
        if (AnyColumn().IsMatch(statement)) yield return Alteration().Replace(statement, $"ALTER TABLE {table} {OnCluster}");
    }

    static string Key(string table, string statement) => s_otherKeys.TryGetValue(table, out var key) ? key
        : PartitionColumn().IsMatch(statement) ? ByPartition
        : throw new NotSupportedException($"Which shard a row of {table} goes to is not known.");

    string OnCluster => $"ON CLUSTER '{cluster}'";

    [GeneratedRegex(@"^CREATE TABLE (?:IF NOT EXISTS )?(\w+)", RegexOptions.Multiline)]
    private static partial Regex Creation();

    [GeneratedRegex(@"^ALTER TABLE (\w+)", RegexOptions.Multiline)]
    private static partial Regex Alteration();

    [GeneratedRegex(@"^ENGINE = (\w*MergeTree)", RegexOptions.Multiline)]
    private static partial Regex Engine();

    [GeneratedRegex(@"\b(ADD|DROP|MODIFY|RENAME) COLUMN\b")]
    private static partial Regex AnyColumn();

    [GeneratedRegex(@"^\s*part +UInt16\b", RegexOptions.Multiline)]
    private static partial Regex PartitionColumn();
}
