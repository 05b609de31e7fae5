namespace NeptuneAlt.Query.Nql;

enum TokenKind
{
    End,
    LeftParenthesis,
    RightParenthesis,
    Operator,

    /// <summary>An attribute's name in backticks.</summary>
    Name,

    /// <summary>A literal in double quotes.</summary>
    Text,

    /// <summary>Anything else: keywords, bare names and literals, type suffixes.</summary>
    Word,
}

/// <param name="Value">Without quotes and escapes.</param>
/// <param name="Position">Index of its first character in the text.</param>
readonly record struct Token(TokenKind Kind, string Value, int Position)
{
    /// <summary>Keywords are words in any case.</summary>
    public bool Is(string keyword) =>
        Kind == TokenKind.Word && Value.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>The token as an error message names it.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the query",
        TokenKind.Name => $"`{Shortened}`",
        TokenKind.Text => $"\"{Shortened}\"",
        _ => $"'{Shortened}'",
    };

    string Shortened => Value.Length <= 60 ? Value : Value[..60] + "…";
}
