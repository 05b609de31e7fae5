using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Reads;

/// <summary><see cref="RunOrder"/> to sort keys over the rows of one run.</summary>
sealed class RunOrderSql
{
    readonly List<string> _paths = [];
    readonly List<string> _keys = [];
    readonly List<string> _clauses = [];

    public RunOrderSql(SqlText sql, RunOrder order, DateTimeOffset now)
    {
        foreach (var one in order.All()) Add(sql, one, now);
        _clauses.Add($"run {Direction(order)}");
    }

    /// <summary>The paths whose rows the keys need.</summary>
    public IReadOnlyCollection<string> Paths => _paths;

    /// <summary>Aggregates over a run's rows.</summary>
    public string Keys => string.Join(", ", _keys);

    public string Clause => string.Join(", ", _clauses);

    void Add(SqlText sql, RunOrder order, DateTimeOffset now)
    {
        var attribute = order.Attribute;
        var isState = RunLiveness.IsState(attribute);
        var path = isState ? RunLiveness.PingPath : attribute.Path;
        var (number, text) = isState
            ? ($"toFloat64(int_value >= {sql.Bind(RunLiveness.RunningSince(now))})", "''")
            : (Number(attribute), Text(attribute));
        var row = $"path = {sql.Bind(path)}{(isState ? "" : OfType(attribute.Type))}";
        var (numbers, texts) = ($"number_key{_paths.Count}", $"text_key{_paths.Count}");
        _paths.Add(path);
        _keys.Add($"anyOrNullIf({number}, {row}) AS {numbers}, anyOrNullIf({text}, {row}) AS {texts}");
        _clauses.Add($"{numbers} {Direction(order)} NULLS LAST, {texts} {Direction(order)} NULLS LAST");
    }

    static string Direction(RunOrder order) => order.IsDescending ? "DESC" : "ASC";

    static string OfType(AttributeType type) => type == AttributeType.None ? "" : $" AND type = {(byte)type}";

    // Whole numbers beyond 2^53 lose their last digits here: times in milliseconds do not, and nobody sorts by others.
    static string Number(FilterAttribute attribute)
    {
        var (value, given) = FilterSql.Aggregate(attribute.Aggregate);
        return $"multiIf(type IN ({(byte)AttributeType.Int}, {(byte)AttributeType.Bool}, "
            + $"{(byte)AttributeType.Datetime}), toFloat64(int_value), "
            + $"type = {(byte)AttributeType.Float}, float_value, "
            + $"type = {(byte)AttributeType.FloatSeries} AND {given}, {value}, NULL)";
    }

    static string Text(FilterAttribute attribute) => attribute.Type == AttributeType.StringSet
        ? "arrayStringConcat(arraySort(set_value), ',')"
        : "string_value";
}
