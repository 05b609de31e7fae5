namespace NeptuneAlt.Store;

/// <summary>
/// The store refused a statement: a bug of ours, or a query that asks for too much. Repeating does not help.
/// </summary>
/// <param name="code">ClickHouse's error code; 0 if the answer itself was not understood.</param>
public sealed class StoreException(int code, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public int Code => code;

    /// <summary>The statement ran into a limit of rows, time or memory: what it asks for is too much.</summary>
    public bool IsLimit => StoreErrors.IsLimit(code);
}
