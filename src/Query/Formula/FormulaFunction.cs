namespace NeptuneAlt.Query.Formula;

/// <summary>Along what a function works.</summary>
public enum FormulaGroup : byte
{
    /// <summary>Written between or before values.</summary>
    Operator,

    /// <summary>On each value by itself, where all arguments have a point.</summary>
    Elementwise,

    /// <summary>Chooses points or values.</summary>
    Choose,

    /// <summary>Across metrics, at a step.</summary>
    Across,

    /// <summary>Along the whole run: a scalar.</summary>
    Whole,

    /// <summary>From the first point to this one.</summary>
    SoFar,

    /// <summary>The last so many steps, seconds or points.</summary>
    Window,

    Smoothing,

    Change,

    /// <summary>How points of different steps meet.</summary>
    Align,

    OtherRuns,
}

/// <summary>What an argument has to be.</summary>
public enum FormulaParameterKind : byte
{
    /// <summary>A number, a scalar, a series or a family.</summary>
    Value,

    /// <summary>A series or a family.</summary>
    Points,

    /// <summary>One number a run.</summary>
    Scalar,

    /// <summary>A number of steps, or a number with a unit.</summary>
    Window,

    Text,
}

/// <param name="Default">Taken if the argument is missing; <c>null</c>: it must not be. Empty: the function has a way without it.
/// </param>
/// <param name="Repeats">There may be more of them.</param>
public sealed record FormulaParameter(string Name, FormulaParameterKind Kind, string? Default, bool Repeats);

/// <summary>A function of formulas. Completion, the checks and the documentation are made from these.</summary>
/// <param name="Name">As it is written; of an operator, its symbol.</param>
/// <param name="Meaning">A sentence.</param>
/// <param name="NaN">A sentence: what becomes of values that are not finite.</param>
public sealed record FormulaFunction(
    string Name, FormulaGroup Group, IReadOnlyList<FormulaParameter> Parameters, string Meaning, string NaN, string Example)
{
    /// <summary>Arguments at least; <see cref="Most"/>: at most.</summary>
    public int Least => Parameters.Count(parameter => parameter.Default is null);

    public int Most => Parameters.Any(parameter => parameter.Repeats) ? Model.Limits.FormulaArgumentsMax : Parameters.Count;

    /// <summary>Whether it computes each point by itself from values at that step.</summary>
    public bool IsElementwise => Group is FormulaGroup.Operator or FormulaGroup.Elementwise;

    /// <summary>Whether its value depends on which runs are asked about together.</summary>
    public bool ComparesRuns => Group == FormulaGroup.OtherRuns && Name is not ("baseline" or "run" or "parent");

    /// <summary>Such as <c>roll_mean(x, w, centered=0)</c>.</summary>
    public string Signature => $"{Name}({string.Join(", ", Parameters.Select(Shown))})";

    static string Shown(FormulaParameter parameter) => parameter switch
    {
        { Repeats: true } => parameter.Name + ", …",
        { Default: "" } => $"[{parameter.Name}]",
        { Default: { } text } => $"{parameter.Name}={text}",
        _ => parameter.Name,
    };

    /// <param name="signature">Parameters as in <c>x: points, w: window, centered: scalar = 0</c>; without a kind, a value; with
    /// dots behind, repeated.</param>
    internal static FormulaFunction Of(
        string name, FormulaGroup group, string signature, string meaning, string nan, string example) =>
        new(name, group, [.. signature.Split(", ").Select(ParameterOf)], meaning, nan, example);

    static FormulaParameter ParameterOf(string text)
    {
        var repeats = text.EndsWith('…');
        var (head, value) = text.TrimEnd('…').Split(" = ") is [var left, var right] ? (left, right) : (text.TrimEnd('…'), null);
        if (head.EndsWith('?')) (head, value) = (head[..^1], "");
        var (name, kind) = head.Split(": ") is [var first, var second]
            ? (first, Enum.Parse<FormulaParameterKind>(second, ignoreCase: true))
            : (head, FormulaParameterKind.Value);
        return new FormulaParameter(name, kind, value, repeats);
    }
}
