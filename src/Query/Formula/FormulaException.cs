namespace NeptuneAlt.Query.Formula;

/// <summary>The text is not a formula. The message tells the user where and why.</summary>
public sealed class FormulaException(string message, int position)
    : Exception($"The formula is wrong at character {position + 1}: {message}");
