using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Keys by which runs fall into groups, over the rows of one run.</summary>
sealed class RunGroupSql
{
    /// <summary>Longer texts that begin alike are one group.</summary>
    public const int TextLengthMax = 1000;

    readonly SqlText _sql;
    readonly DateTimeOffset _now;
    readonly List<string> _paths = [];
    readonly List<string> _keys = [];

    public RunGroupSql(SqlText sql, IEnumerable<FilterAttribute> attributes, DateTimeOffset now)
    {
        (_sql, _now) = (sql, now);
        foreach (var attribute in attributes) Add(attribute);
    }

    /// <summary>The paths whose rows the keys need.</summary>
    public IReadOnlyCollection<string> Paths => _paths;

    /// <summary>Aggregates over a run's rows, each begun with a comma.</summary>
    public string Keys => string.Concat(_keys.Select(key => $", {key}"));

    public static string Name(int level) => $"group_key{level}";

    /// <summary>Condition that a run's keys are these, from the first on.</summary>
    public string Within(IReadOnlyList<RunGroupPart> parts) => parts.Count == 0 ? "1" : string.Join(
        " AND ", parts.Select((part, level) =>
            part.Value is null ? $"isNull({Name(level)})" : $"{Name(level)} = {_sql.Bind(part.Value)}"));

    void Add(FilterAttribute attribute)
    {
        var isState = RunLiveness.IsState(attribute);
        var path = isState ? SystemPaths.PingTime : attribute.Path;
        var value = isState
            ? $"if(int_value >= {_sql.Bind(RunLiveness.RunningSince(_now))}, 'running', 'idle')"
            : Value(attribute);
        var type = isState ? "" : $" AND type = {(byte)attribute.Type}";
        _keys.Add($"anyOrNullIf({value}, path = {_sql.Bind(path)}{type}) AS {Name(_paths.Count)}");
        _paths.Add(path);
    }

    /// <summary>0 and -0 are one number.</summary>
    static string Number(string value) => $"toString(if({value} = 0, 0., {value}))";

    // Times to the millisecond would be a group each: what runs share is the day.
    static string Value(FilterAttribute attribute) => attribute.Type switch
    {
        AttributeType.Int => "toString(int_value)",
        AttributeType.Bool => "if(int_value = 0, 'false', 'true')",
        AttributeType.Datetime => "formatDateTime(fromUnixTimestamp64Milli(int_value, 'UTC'), '%Y-%m-%d')",
        AttributeType.Float => Number("float_value"),
        AttributeType.FloatSeries => FilterSql.Aggregate(attribute.Aggregate) is var (value, given)
            ? $"if({given}, {Number(value)}, NULL)"
            : throw new System.Diagnostics.UnreachableException(),
        AttributeType.StringSet => "toJSONString(arraySort(set_value))",
        _ => $"leftUTF8(string_value, {TextLengthMax})",
    };
}
