namespace NeptuneAlt.Query.Formula;

/// <summary>A stretch of a formula's text, in UTF-16 units: <paramref name="To"/> is exclusive.</summary>
public readonly record struct FormulaSpan(int From, int To)
{
    public FormulaSpan Until(FormulaSpan other) => new(From, other.To);
}

/// <summary>What is wrong with a formula, or worth knowing.</summary>
/// <param name="Code">One of <see cref="FormulaCodes"/>.</param>
/// <param name="Message">A sentence that says what to do.</param>
/// <param name="Fix">A text that mends it, in place of the span.</param>
public sealed record FormulaDiagnostic(
    FormulaSpan Span, string Code, string Message, FormulaFix? Fix = null, bool IsWarning = false);

/// <param name="Label">What a button says that applies it.</param>
/// <param name="Text">Stands in place of the diagnostic's span.</param>
public sealed record FormulaFix(string Label, string Text);

/// <summary>The kinds of diagnostics, for programs.</summary>
public static class FormulaCodes
{
    public const string Syntax = "syntax";
    public const string Limit = "limit";
    public const string UnknownName = "unknown-name";
    public const string Arity = "arity";
    public const string Kind = "kind";
    public const string UnknownMetric = "unknown-metric";
    public const string MixedTypes = "mixed-types";
    public const string FamilyAtTop = "family-at-top";
    public const string NoCommonSteps = "no-common-steps";
    public const string NoPoints = "no-points";
    public const string Missing = "missing";
    public const string Cost = "cost";
    public const string Cycle = "cycle";
}

/// <summary>The text is not a formula, or none that can be computed here. The message tells the user where and why.</summary>
public sealed class FormulaException(IReadOnlyList<FormulaDiagnostic> diagnostics)
    : Exception($"The formula is wrong at character {diagnostics[0].Span.From + 1}: {diagnostics[0].Message}")
{
    public FormulaException(FormulaSpan span, string code, string message, FormulaFix? fix = null)
        : this([new FormulaDiagnostic(span, code, message, fix)]) { }

    /// <summary>The whole formula, once it is known which one is meant.</summary>
    public string? Text { get; internal set; }

    /// <summary>At least one; the first stands in the message.</summary>
    public IReadOnlyList<FormulaDiagnostic> Diagnostics => diagnostics;
}
