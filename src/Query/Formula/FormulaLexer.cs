using System.Globalization;
using System.Text;

namespace NeptuneAlt.Query.Formula;

enum FormulaTokenKind : byte
{
    End,
    Number,
    Window,
    Text,
    Reference,
    Family,
    Saved,
    Word,
    Symbol,
}

/// <param name="Text">What it says: the symbol or word itself, a path or text without escapes.</param>
/// <param name="Number">Of numbers and windows.</param>
readonly record struct FormulaToken(
    FormulaTokenKind Kind, FormulaSpan Span, string Text, double Number = 0, FormulaUnit Unit = FormulaUnit.Steps)
{
    public bool Is(string symbol) => Kind == FormulaTokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == FormulaTokenKind.Word && Text == word;

    /// <summary>As a message names it.</summary>
    public string Shown => Kind switch
    {
        FormulaTokenKind.End => "the end",
        FormulaTokenKind.Text => "a text",
        FormulaTokenKind.Reference => $"${{{Text}}}",
        FormulaTokenKind.Family => $"$~{{{Text}}}",
        FormulaTokenKind.Saved => $"'@{Text}'",
        _ => $"'{Text}'",
    };
}

/// <summary>Cuts a formula into tokens.</summary>
sealed class FormulaLexer(string text)
{
    const string PairedSymbols = "<= >= == !=";

    static readonly (string Suffix, FormulaUnit Unit)[] Units =
    [
        ("pt", FormulaUnit.Points), ("s", FormulaUnit.Seconds), ("m", FormulaUnit.Minutes), ("h", FormulaUnit.Hours),
        ("d", FormulaUnit.Days),
    ];

    int _position;

    /// <exception cref="FormulaException">No token begins here.</exception>
    public FormulaToken Next()
    {
        SkipBlanks();
        var start = _position;
        var c = At(start);
        if (start >= text.Length) return new FormulaToken(FormulaTokenKind.End, new FormulaSpan(text.Length, text.Length), "");
        if (char.IsAsciiDigit(c) || c == '.') return Number();
        if (char.IsAsciiLetter(c)) return Word();
        return c switch
        {
            '$' => At(start + 1) == '~' ? Family() : Reference(),
            '@' => Saved(),
            '"' => Text(),
            _ => Symbol(),
        };
    }

    void SkipBlanks()
    {
        while (_position < text.Length)
        {
            if (text[_position] == '#')
                while (_position < text.Length && text[_position] != '\n') _position++;
            else if (char.IsWhiteSpace(text[_position])) _position++;
            else return;
        }
    }

    FormulaToken Symbol()
    {
        var start = _position;
        var two = At(start + 1) == '=' ? text.Substring(start, 2) : "";
        var length = two.Length == 2 && PairedSymbols.Contains(two, StringComparison.Ordinal) ? 2 : 1;
        // A character of two UTF-16 units is shown as a whole.
        if (char.IsHighSurrogate(text[start]) && start + 1 < text.Length && char.IsLowSurrogate(text[start + 1])) length = 2;
        _position += length;
        return new FormulaToken(FormulaTokenKind.Symbol, SpanFrom(start), text.Substring(start, length));
    }

    FormulaToken Word()
    {
        var start = _position;
        while (IsWordPart(At(_position))) _position++;
        return new FormulaToken(FormulaTokenKind.Word, SpanFrom(start), text[start.._position]);
    }

    FormulaToken Saved()
    {
        var start = _position++;
        while (IsWordPart(At(_position))) _position++;
        if (_position == start + 1)
            throw Wrong(start, "Behind @ stands the name of a formula of the project, such as @mfu.");
        return new FormulaToken(FormulaTokenKind.Saved, SpanFrom(start), text[(start + 1).._position]);
    }

    FormulaToken Number()
    {
        var start = _position;
        while (char.IsAsciiDigit(At(_position)) || At(_position) is '.' or '_') _position++;
        if (At(_position) is 'e' or 'E')
        {
            var digits = At(_position + 1) is '+' or '-' ? _position + 2 : _position + 1;
            if (char.IsAsciiDigit(At(digits)))
            {
                _position = digits;
                while (char.IsAsciiDigit(At(_position))) _position++;
            }
        }

        var written = text[start.._position];
        if (!double.TryParse(written.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var value)
            || written[^1] == '_')
            throw Wrong(start, $"'{written}' is not a number.");

        foreach (var (suffix, unit) in Units)
        {
            if (!text.AsSpan(_position).StartsWith(suffix, StringComparison.Ordinal) || IsWordPart(At(_position + suffix.Length)))
                continue;

            _position += suffix.Length;
            return new FormulaToken(FormulaTokenKind.Window, SpanFrom(start), text[start.._position], value, unit);
        }

        return new FormulaToken(FormulaTokenKind.Number, SpanFrom(start), written, value);
    }

    FormulaToken Reference()
    {
        var start = _position;
        if (At(start + 1) != '{') throw Wrong(start, "Expected a series, such as ${metrics/loss}.");

        var path = new StringBuilder();
        for (_position += 2; _position < text.Length; _position++)
        {
            var c = text[_position];
            if (c == '}')
            {
                _position++;
                return new FormulaToken(FormulaTokenKind.Reference, SpanFrom(start), path.ToString());
            }

            if (c == '\\' && At(_position + 1) is '\\' or '$' or '{' or '}') c = text[++_position];
            path.Append(c);
        }

        throw Wrong(start, "This series has no closing brace.", new FormulaFix("Close it", text[start..] + "}"));
    }

    /// <summary>Braces of the expression stand in pairs, or behind backslashes.</summary>
    FormulaToken Family()
    {
        var start = _position;
        if (At(start + 2) != '{') throw Wrong(start, "Expected a family, such as $~{^layers/\\d+/grad_norm$}.");

        var depth = 0;
        for (_position += 2; _position < text.Length; _position++)
        {
            if (text[_position] == '\\') _position++;
            else if (text[_position] == '{') depth++;
            else if (text[_position] == '}' && --depth == 0)
            {
                _position++;
                return new FormulaToken(FormulaTokenKind.Family, SpanFrom(start), text[(start + 3)..(_position - 1)]);
            }
        }

        _position = text.Length;
        throw Wrong(start, "This family has no closing brace.", new FormulaFix("Close it", text[start..] + "}"));
    }

    FormulaToken Text()
    {
        var start = _position;
        var value = new StringBuilder();
        for (_position++; _position < text.Length; _position++)
        {
            var c = text[_position];
            if (c == '"')
            {
                _position++;
                return new FormulaToken(FormulaTokenKind.Text, SpanFrom(start), value.ToString());
            }

            if (c == '\\' && _position + 1 < text.Length) c = text[++_position];
            value.Append(c);
        }

        throw Wrong(start, "This text has no closing quotation mark.", new FormulaFix("Close it", text[start..] + "\""));
    }

    static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    char At(int position) => position < text.Length ? text[position] : '\0';

    FormulaSpan SpanFrom(int start) => new(start, _position);

    FormulaException Wrong(int start, string message, FormulaFix? fix = null) =>
        new(new FormulaSpan(start, Math.Max(start + 1, Math.Min(_position, text.Length))), FormulaCodes.Syntax, message, fix);
}
