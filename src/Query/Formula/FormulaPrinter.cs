using System.Globalization;

namespace NeptuneAlt.Query.Formula;

/// <summary>A formula's tree to text.</summary>
public static class FormulaPrinter
{
    /// <summary>A formula that reads back as the same.</summary>
    public static string Print(FormulaTree tree) =>
        string.Concat(tree.Lets.Select(let => $"let {let.Name} = {Print(let.Value)}; ")) + Print(tree.Body);

    public static string Print(FormulaSyntax node) => node switch
    {
        FormulaSyntax.Number number => Number(number.Value),
        FormulaSyntax.Window window => Number(window.Width.Width) + Suffix(window.Width.Unit),
        FormulaSyntax.Text text => $"\"{Escaped(text.Value, "\\\"")}\"",
        FormulaSyntax.Reference reference => Reference(reference.Path),
        FormulaSyntax.Family family => $"$~{{{family.Pattern}}}",
        FormulaSyntax.Word word => word.Name,
        FormulaSyntax.Saved saved => "@" + saved.Name,
        FormulaSyntax.Call { Function.Name: "neg" } call => $"(-{Print(call.Arguments[0].Value)})",
        FormulaSyntax.Call { Function.Name: "not" } call => $"(not {Print(call.Arguments[0].Value)})",
        FormulaSyntax.Call { Function.Group: FormulaGroup.Operator } call =>
            $"({Print(call.Arguments[0].Value)} {call.Function.Name} {Print(call.Arguments[1].Value)})",
        FormulaSyntax.Call call => $"{call.Function.Name}({string.Join(", ", call.Arguments.Select(Print))})",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The series of that path, as formulas write it.</summary>
    public static string Reference(string path) => "${" + Escaped(path, "\\${}") + "}";

    static string Print(FormulaArgument argument) =>
        (argument.Name is null ? "" : argument.Name + "=") + Print(argument.Value);

    static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "1e999" : value.ToString("R", CultureInfo.InvariantCulture);

    static string Suffix(FormulaUnit unit) => unit switch
    {
        FormulaUnit.Points => "pt",
        FormulaUnit.Seconds => "s",
        FormulaUnit.Minutes => "m",
        FormulaUnit.Hours => "h",
        _ => "d",
    };

    static string Escaped(string text, string special) =>
        string.Concat(text.Select(c => special.Contains(c, StringComparison.Ordinal) ? "\\" + c : c.ToString()));
}
