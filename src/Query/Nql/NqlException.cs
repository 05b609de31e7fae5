namespace NeptuneAlt.Query.Nql;

/// <summary>The text is not a query. The message tells the user where and why.</summary>
public sealed class NqlException(string message, int position)
    : Exception($"The query is wrong at character {position + 1}: {message}")
{
    /// <summary>Index into the text of the first character that is wrong.</summary>
    public int Position { get; } = position;
}
