using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula;

/// <summary>How functions are written, and how many arguments they take.</summary>
static class FormulaFunctions
{
    const int ArgumentsMax = 20;

    public static string Names { get; } = string.Join(", ", Enum.GetValues<FormulaFunction>().Select(Name));

    public static string Name(FormulaFunction function) => function.ToString().ToLowerInvariant();

    public static bool TryParse(string name, out FormulaFunction function)
    {
        function = FormulaFunction.Log;
        return name == "ln"
            || (name.Any(char.IsAsciiLetterUpper) is false
                && Enum.TryParse(name, ignoreCase: true, out function) && Enum.IsDefined(function));
    }

    public static (int Least, int Most) Arity(FormulaFunction function) => function switch
    {
        FormulaFunction.Min or FormulaFunction.Max => (2, ArgumentsMax),
        FormulaFunction.Pow => (2, 2),
        FormulaFunction.Clamp => (3, 3),
        _ => (1, 1),
    };
}
