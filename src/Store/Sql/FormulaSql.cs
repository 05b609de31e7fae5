using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Sql;

/// <summary><see cref="Formula"/> to an expression over doubles.</summary>
/// <param name="series">Expression for the value of the series of a path.</param>
sealed class FormulaSql(SqlText sql, Func<string, string> series)
{
    /// <summary>Some operations name their operands several times, and nested ones grow with each level.</summary>
    const int LengthMax = 100_000;

    /// <exception cref="BadQueryException">The formula is too complex to be computed in one go.</exception>
    public string Expression(Formula formula) => Whole(formula) is { Length: <= LengthMax } expression
        ? expression
        : throw new BadQueryException("The formula nests '%', min, max or clamp too deeply.");

    string Whole(Formula formula) => formula switch
    {
        Formula.Number number => sql.Bind(number.Value),
        Formula.Series one => series(one.Path),
        Formula.Negation negation => $"(-{Expression(negation.Operand)})",
        Formula.Operation operation =>
            Operation(operation.Operator, Expression(operation.Left), Expression(operation.Right)),
        Formula.Call call => Call(call.Function, [.. call.Arguments.Select(Expression)]),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static string Operation(FormulaOperator @operator, string left, string right) => @operator switch
    {
        FormulaOperator.Add => $"({left} + {right})",
        FormulaOperator.Subtract => $"({left} - {right})",
        FormulaOperator.Multiply => $"({left} * {right})",
        FormulaOperator.Divide => $"({left} / {right})",

        // modulo() refuses a divisor of zero, where arithmetic on doubles has NaN.
        FormulaOperator.Remainder => $"if({right} = 0, nan, ({left}) - ({right}) * trunc(({left}) / ({right})))",
        _ => $"pow({left}, {right})",
    };

    static string Call(FormulaFunction function, string[] arguments) => function switch
    {
        FormulaFunction.Min => OfNumbers(arguments, $"least({string.Join(", ", arguments)})"),
        FormulaFunction.Max => OfNumbers(arguments, $"greatest({string.Join(", ", arguments)})"),
        FormulaFunction.Clamp => OfNumbers(arguments, $"least(greatest({arguments[0]}, {arguments[1]}), {arguments[2]})"),
        FormulaFunction.Log => $"log({arguments[0]})",
        FormulaFunction.Sigmoid => $"(1 / (1 + exp(-({arguments[0]}))))",
        _ => $"{function.ToString().ToLowerInvariant()}({string.Join(", ", arguments)})",
    };

    /// <summary>NaN if any argument is: the engine's own choice there differs between interpreted and compiled.</summary>
    static string OfNumbers(string[] arguments, string expression) =>
        $"if({string.Join(" OR ", arguments.Select(argument => $"isNaN({argument})"))}, nan, {expression})";
}
