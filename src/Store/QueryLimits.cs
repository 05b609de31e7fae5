namespace NeptuneAlt.Store;

/// <summary>
/// What one query may cost; beyond it the query ends with a <see cref="StoreException"/> that is a limit.
/// </summary>
/// <param name="ExecutionTimeMax">Null: the store's own bound.</param>
/// <param name="MemoryBytesMax">Null: the store's own bound.</param>
public sealed record QueryLimits(TimeSpan? ExecutionTimeMax = null, long? MemoryBytesMax = null);
