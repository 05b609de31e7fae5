using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Store.Sql;

/// <summary>
/// <see cref="Filter"/> to a condition on the column <c>run</c>. A run has one row a path, so all that is said of one
/// path is a condition on that row, and a path costs one subquery however often it is named.
/// </summary>
/// <param name="source">Where the rows of attributes are.</param>
/// <param name="now">What relative datetimes count from.</param>
sealed class FilterSql(SqlText sql, AttributeSource source, DateTimeOffset now)
{
    /// <summary>Most paths that one filter may name.</summary>
    public const int PathsMax = 200;

    int _paths;

    /// <exception cref="BadQueryException">The filter names too many attributes.</exception>
    public string Condition(Filter filter) => filter switch
    {
        _ when OnlyPath(filter) is { } path => OnPath(path, filter),
        Filter.All { Terms: [] } => "1",
        Filter.Any { Terms: [] } => "0",
        Filter.All all => Join(all.Terms, " AND ", Filter.And),
        Filter.Any any => Join(any.Terms, " OR ", Filter.Or),
        Filter.Not not => $"NOT {Condition(not.Term)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    string Join(IReadOnlyList<Filter> terms, string separator, Func<IEnumerable<Filter>, Filter> combine)
    {
        var parts = terms.GroupBy(OnlyPath).SelectMany(group => group.Key is null
            ? group.Select(Condition)
            : [OnPath(group.Key, combine(group))]);
        return $"({string.Join(separator, parts)})";
    }

    // True for a run without the attribute is the complement of the runs whose row says no.
    string OnPath(string path, Filter filter)
    {
        if (++_paths > PathsMax)
            throw new BadQueryException($"The query names too many attributes; it can name {PathsMax}.");

        var isTrueOfNone = IsTrueOfNone(filter);
        var row = Row(filter);
        return $"run {(isTrueOfNone ? "NOT IN" : "IN")} (SELECT run FROM {source.Of([Stored(path)])} "
            + $"AND {(isTrueOfNone ? $"NOT {row}" : row)})";
    }

    /// <summary>The filter as a condition on the rows of a path; <c>null</c> if they do not decide it.</summary>
    public string? OnRowsOf(string path, Filter filter) =>
        OnlyPath(filter) == path && Stored(path) == path && !IsTrueOfNone(filter) ? Row(filter) : null;

    /// <summary>The path whose rows a path is about.</summary>
    static string Stored(string path) => path == SystemPaths.State ? SystemPaths.PingTime : path;

    /// <summary>The paths whose rows a filter looks at.</summary>
    public static IEnumerable<string> Paths(Filter filter) => filter switch
    {
        Filter.Exists exists => [Stored(exists.Attribute.Path)],
        Filter.Test test => [Stored(test.Attribute.Path)],
        Filter.Not not => Paths(not.Term),
        Filter.All all => all.Terms.SelectMany(Paths),
        Filter.Any any => any.Terms.SelectMany(Paths),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static string? OnlyPath(Filter filter) => filter switch
    {
        Filter.Exists exists => exists.Attribute.Path,
        Filter.Test test => test.Attribute.Path,
        Filter.Not not => OnlyPath(not.Term),
        Filter.All all => OnlyPath(all.Terms),
        Filter.Any any => OnlyPath(any.Terms),
        _ => null,
    };

    static string? OnlyPath(IReadOnlyList<Filter> terms)
    {
        var path = terms.Count > 0 ? OnlyPath(terms[0]) : null;
        return path is not null && terms.Skip(1).All(term => OnlyPath(term) == path) ? path : null;
    }

    static bool IsTrueOfNone(Filter filter) => filter switch
    {
        Filter.Not not => !IsTrueOfNone(not.Term),
        Filter.All all => all.Terms.All(IsTrueOfNone),
        Filter.Any any => any.Terms.Any(IsTrueOfNone),
        _ => false,
    };

    string Row(Filter filter) => filter switch
    {
        Filter.Exists exists => Existence(exists.Attribute),
        Filter.Test test => Test(test),
        Filter.Not not => $"NOT {Row(not.Term)}",
        Filter.All all => $"({string.Join(" AND ", all.Terms.Select(Row))})",
        Filter.Any any => Alternatives(any),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Clients ask for many runs by name as one long OR: that becomes one set.</summary>
    string Alternatives(Filter.Any any)
    {
        var names = any.Terms.OfType<Filter.Test>()
            .Where(test => test is { Operator: FilterOperator.Equal, Attribute.Type: AttributeType.String })
            .ToArray();
        if (names.Length < 2) return $"({string.Join(" OR ", any.Terms.Select(Row))})";

        var set = $"(type = {(byte)AttributeType.String} AND "
            + $"string_value IN {sql.Bind([.. names.Select(test => test.Literal)])})";
        return $"({string.Join(" OR ", any.Terms.Except(names).Select(Row).Prepend(set))})";
    }

    static string Existence(FilterAttribute attribute) => attribute switch
    {
        { Path: SystemPaths.State, Type: AttributeType.None or AttributeType.ExperimentState } or { Type: AttributeType.None } =>
            "1",
        { Path: SystemPaths.State } => "0",
        _ => $"type = {(byte)attribute.Type}",
    };

    string Test(Filter.Test test)
    {
        if (test.Attribute.Path == SystemPaths.State) return State(test);

        var types = FilterRules.TypesFor(test.Attribute, test.Operator, test.Literal);
        var conditions = types.Select(type => $"(type = {(byte)type} AND {Comparison(test, type)})");
        return $"({string.Join(" OR ", conditions)})";
    }

    // The state is not stored but follows from the last sign of life.
    string State(Filter.Test test)
    {
        if (test.Attribute.Type is not (AttributeType.None or AttributeType.ExperimentState)
            || test.Operator != FilterOperator.Equal || !FilterLiteral.TryState(test.Literal, out var isRunning))
        {
            return "0";
        }

        return $"int_value {(isRunning ? ">=" : "<")} {sql.Bind(RunLiveness.RunningSince(now))}";
    }

    string Comparison(Filter.Test test, AttributeType type) => type switch
    {
        AttributeType.Int => IntComparison(test),
        AttributeType.Float => FloatComparison("float_value", test),
        AttributeType.FloatSeries => Aggregate(test.Attribute.Aggregate) is var (value, given)
            ? $"{given} AND {FloatComparison(value, test)}"
            : throw new System.Diagnostics.UnreachableException(),
        AttributeType.Bool when FilterLiteral.TryBool(test.Literal, out var value) =>
            $"int_value = {(value ? 1 : 0)}",
        AttributeType.Datetime when FilterLiteral.TryDatetime(test.Literal, now, out var millis) =>
            $"int_value {Symbol(test.Operator)} {sql.Bind(millis)}",
        AttributeType.StringSet => $"has(set_value, {sql.Bind(test.Literal)})",
        _ => TextComparison(test),
    };

    string IntComparison(Filter.Test test) => FilterLiteral.TryInt(test.Literal, out var value)
        ? $"int_value {Symbol(test.Operator)} {sql.Bind(value)}"
        : FloatComparison("toFloat64(int_value)", test);

    string FloatComparison(string value, Filter.Test test)
    {
        FilterLiteral.TryNumber(test.Literal, out var number);
        return double.IsNaN(number) && test.Operator == FilterOperator.Equal
            ? $"isNaN({value})"
            : $"{value} {Symbol(test.Operator)} {sql.Bind(number)}";
    }

    string TextComparison(Filter.Test test) => test.Operator switch
    {
        FilterOperator.Matches => PatternSql.Match(sql, "string_value", test.Literal),
        FilterOperator.Contains => $"position(string_value, {sql.Bind(test.Literal)}) > 0",
        _ => $"string_value {Symbol(test.Operator)} {sql.Bind(test.Literal)}",
    };

    /// <summary>Value of an aggregate of a float series, and the condition on which there is one.</summary>
    public static (string Value, string Given) Aggregate(SeriesAggregate aggregate) => aggregate switch
    {
        SeriesAggregate.Min => ("min_value", "finite > 0"),
        SeriesAggregate.Max => ("max_value", "finite > 0"),
        SeriesAggregate.Average => ("mean", "finite > 0"),
        SeriesAggregate.Variance => ("m2 / finite", "finite > 0"),
        _ => ("float_value", "points > 0"),
    };

    static string Symbol(FilterOperator @operator) => @operator switch
    {
        FilterOperator.Greater => ">",
        FilterOperator.GreaterOrEqual => ">=",
        FilterOperator.Less => "<",
        FilterOperator.LessOrEqual => "<=",
        _ => "=",
    };
}
