namespace NeptuneAlt.Store;

/// <summary>
/// The store cannot be reached or is overloaded. Perhaps the statement was carried out; it may be repeated.
/// </summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
