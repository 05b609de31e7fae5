using System.Globalization;
using NeptuneAlt.Model;
using Ast = NeptuneAlt.Model.Formula;

namespace NeptuneAlt.Query.Formula;

/// <summary><see cref="Ast"/> to text that reads back as the same formula.</summary>
public static class FormulaPrinter
{
    public static string Print(Ast formula) => formula switch
    {
        Ast.Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        Ast.Series series => Reference(series.Path),
        Ast.Negation negation => $"(-{Print(negation.Operand)})",
        Ast.Operation operation =>
            $"({Print(operation.Left)} {Symbol(operation.Operator)} {Print(operation.Right)})",
        Ast.Call call =>
            $"{FormulaFunctions.Name(call.Function)}({string.Join(", ", call.Arguments.Select(Print))})",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The series of that path, as formulas write it.</summary>
    public static string Reference(string path) => "${" + path
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)
        .Replace("{", "\\{", StringComparison.Ordinal).Replace("}", "\\}", StringComparison.Ordinal) + "}";

    static char Symbol(FormulaOperator @operator) => @operator switch
    {
        FormulaOperator.Add => '+',
        FormulaOperator.Subtract => '-',
        FormulaOperator.Multiply => '*',
        FormulaOperator.Divide => '/',
        FormulaOperator.Remainder => '%',
        _ => '^',
    };
}
