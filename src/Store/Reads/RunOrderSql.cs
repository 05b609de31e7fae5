using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

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
        Direction = DirectionOf(order);
        _clauses.Add($"run {Direction}");
        if (order.ThenBy is null && !RunLiveness.IsState(order.Attribute)) Single = SingleOf(sql, order);
    }

    /// <summary>The order of runs that have the attribute, over the rows of its path alone: which rows count, and the value
    /// that orders them; <c>null</c> if it takes more.</summary>
    public (string Condition, string Key)? Single { get; }

    public string Direction { get; }

    /// <summary>The paths whose rows the keys need.</summary>
    public IReadOnlyCollection<string> Paths => _paths;

    /// <summary>Aggregates over a run's rows.</summary>
    public string Keys => string.Join(", ", _keys);

    public string Clause => string.Join(", ", _clauses);

    void Add(SqlText sql, RunOrder order, DateTimeOffset now)
    {
        var attribute = order.Attribute;
        var isState = RunLiveness.IsState(attribute);
        var path = isState ? SystemPaths.PingTime : attribute.Path;
        var row = $"path = {sql.Bind(path)}{(isState ? "" : OfType(attribute.Type))}";
        var place = _paths.Count;
        _paths.Add(path);
        if (isState) Key("number", $"toFloat64(int_value >= {sql.Bind(RunLiveness.RunningSince(now))})");
        else if (attribute.Type == AttributeType.None || IsNumber(attribute.Type)) Key("number", Number(attribute));
        // Texts are the wide column: they are read only where they may matter.
        if (!isState && !IsNumber(attribute.Type)) Key("text", Text(attribute));

        void Key(string kind, string value)
        {
            var name = $"{kind}_key{place}";
            _keys.Add($"anyOrNullIf({value}, {row}) AS {name}");
            _clauses.Add($"{name} {DirectionOf(order)} NULLS LAST");
        }
    }

    static (string, string)? SingleOf(SqlText sql, RunOrder order)
    {
        var attribute = order.Attribute;
        if (attribute.Type == AttributeType.None) return null;

        var (key, given) = attribute.Type == AttributeType.FloatSeries ? FilterSql.Aggregate(attribute.Aggregate)
            : attribute.Type == AttributeType.Float ? ("float_value", "1")
            : IsNumber(attribute.Type) ? ("int_value", "1")
            : (Text(attribute), "1");
        return ($"path = {sql.Bind(attribute.Path)}{OfType(attribute.Type)} AND {given}", key);
    }

    static bool IsNumber(AttributeType type) => type is AttributeType.Int or AttributeType.Bool or AttributeType.Datetime
        or AttributeType.Float or AttributeType.FloatSeries;

    static string DirectionOf(RunOrder order) => order.IsDescending ? "DESC" : "ASC";

    static string OfType(AttributeType type) => type == AttributeType.None ? "" : $" AND type = {(byte)type}";

    // Whole numbers beyond 2^53 lose their last digits here: times in milliseconds do not, and nobody sorts by others.
    static string Number(FilterAttribute attribute)
    {
        var (value, given) = FilterSql.Aggregate(attribute.Aggregate);
        if (attribute.Type == AttributeType.FloatSeries) return $"if({given}, {value}, NULL)";
        if (attribute.Type == AttributeType.Float) return "float_value";
        if (IsNumber(attribute.Type)) return "toFloat64(int_value)";

        return $"multiIf(type IN ({(byte)AttributeType.Int}, {(byte)AttributeType.Bool}, "
            + $"{(byte)AttributeType.Datetime}), toFloat64(int_value), "
            + $"type = {(byte)AttributeType.Float}, float_value, "
            + $"type = {(byte)AttributeType.FloatSeries} AND {given}, {value}, NULL)";
    }

    static string Text(FilterAttribute attribute) => attribute.Type == AttributeType.StringSet
        ? "arrayStringConcat(arraySort(set_value), ',')"
        : "string_value";
}
