namespace NeptuneAlt.Store;

/// <summary>The query cannot be answered as asked; the message tells the user why.</summary>
public sealed class BadQueryException(string message, Exception? inner = null) : Exception(message, inner);
