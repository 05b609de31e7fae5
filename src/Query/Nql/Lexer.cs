using System.Buffers;
using System.Text;
using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Nql;

/// <summary>Cuts NQL text into tokens.</summary>
sealed class Lexer(string text)
{
    static readonly SearchValues<char> WordEnd = SearchValues.Create(" \t\r\n\f\v()`\"=<>");

    int _position;

    public Token Next()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position])) _position++;
        if (_position == text.Length) return new Token(TokenKind.End, "", _position);

        return text[_position] switch
        {
            '(' => Take(TokenKind.LeftParenthesis, 1),
            ')' => Take(TokenKind.RightParenthesis, 1),
            '=' or '<' or '>' => Take(TokenKind.Operator, At(_position + 1) == '=' ? 2 : 1),
            '!' when At(_position + 1) == '=' => Take(TokenKind.Operator, 2),
            '`' => Name(),
            '"' => Text(),
            '\'' => throw new NqlException("Single quotes do not quote; use double quotes.", _position),
            _ => Word(),
        };
    }

    Token Take(TokenKind kind, int length)
    {
        var token = new Token(kind, text.Substring(_position, length), _position);
        _position += length;
        return token;
    }

    /// <summary>
    /// Names may contain backticks, and users do not escape them. So a backtick ends the name only where a query can
    /// continue after it; if that is nowhere, the last backtick ends it.
    /// </summary>
    Token Name()
    {
        var start = _position;
        var end = text.IndexOf('`', start + 1);
        if (end < 0) throw new NqlException("The name has no closing backtick.", start);

        while (!CanFollowName(end + 1) && text.IndexOf('`', end + 1) is var later and > 0) end = later;

        _position = end + 1;
        return new Token(TokenKind.Name, text[(start + 1)..end], start);
    }

    bool CanFollowName(int position)
    {
        if (At(position) == ':')
        {
            var end = position + 1;
            while (char.IsAsciiLetter(At(end))) end++;
            return AttributeTypes.Parse(text[(position + 1)..end]) != AttributeType.None
                && (At(end) == '\0' || WordEnd.Contains(At(end)) || At(end) == '!');
        }

        while (char.IsWhiteSpace(At(position))) position++;
        return At(position) is '\0' or ')' or '=' or '<' or '>' or '!'
            || StartsWithAny(position, "NOT", "MATCHES", "CONTAINS", "EXISTS");
    }

    bool StartsWithAny(int position, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.AsSpan(position).StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && (position + word.Length == text.Length || WordEnd.Contains(text[position + word.Length])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// A backslash escapes a backslash and a double quote. Before any other character it is literal, so that regular
    /// expressions work without doubling it.
    /// </summary>
    Token Text()
    {
        var start = _position;
        var value = new StringBuilder();
        for (_position++; _position < text.Length; _position++)
        {
            var c = text[_position];
            if (c == '"')
            {
                _position++;
                return new Token(TokenKind.Text, value.ToString(), start);
            }

            if (c == '\\' && At(_position + 1) is '\\' or '"') c = text[++_position];
            value.Append(c);
        }

        throw new NqlException("The value has no closing double quote.", start);
    }

    Token Word()
    {
        var length = 0;
        while (_position + length < text.Length && !WordEnd.Contains(text[_position + length])
            && !(text[_position + length] == '!' && At(_position + length + 1) == '='))
        {
            length++;
        }

        return Take(TokenKind.Word, length);
    }

    char At(int position) => position < text.Length ? text[position] : '\0';
}
