namespace NeptuneAlt.Catalog;

/// <summary>The highest numbers that were ever given, whether what has them is still there or not. 0: none.</summary>
public readonly record struct NumbersGiven(ulong Run, uint Project);

/// <summary>How far a partition of the embedded log surely went.</summary>
/// <param name="NextOffset">Records before this offset were durable.</param>
/// <param name="IsExact">The log was closed in order there.</param>
public readonly record struct LogEnd(long NextOffset, bool IsExact);
