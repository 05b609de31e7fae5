using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Reads;

/// <summary><see cref="RunOrder"/> to sort keys over the rows of one run.</summary>
sealed class RunOrderSql
{
    const string Numbers = "number_key";
    const string Texts = "text_key";

    readonly RunOrder _order;

    public RunOrderSql(SqlText sql, RunOrder order, DateTimeOffset now)
    {
        _order = order;
        var attribute = order.Attribute;
        var isState = attribute is
            { Path: RunLiveness.StatePath, Type: AttributeType.None or AttributeType.ExperimentState };
        Path = isState ? RunLiveness.PingPath : attribute.Path;

        var (number, text) = isState
            ? ($"toFloat64(int_value >= {sql.Bind(RunLiveness.RunningSince(now))})", "''")
            : (Number(attribute), Text(attribute));
        var row = $"path = {sql.Bind(Path)}{(isState ? "" : OfType(attribute.Type))}";
        Keys = $"anyOrNullIf({number}, {row}) AS {Numbers}, anyOrNullIf({text}, {row}) AS {Texts}";
    }

    /// <summary>The path whose rows the keys need.</summary>
    public string Path { get; }

    /// <summary>Aggregates over a run's rows.</summary>
    public string Keys { get; }

    public string Clause
    {
        get
        {
            var direction = _order.IsDescending ? "DESC" : "ASC";
            return $"{Numbers} {direction} NULLS LAST, {Texts} {direction} NULLS LAST, run {direction}";
        }
    }

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
