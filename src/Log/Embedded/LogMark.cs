namespace NeptuneAlt.Log.Embedded;

/// <summary>What is known of a partition apart from its files: with it the log knows when files are missing or cut.</summary>
/// <param name="Stored">Every record before this offset is in the store, so only those from here on can be lost.</param>
/// <param name="End">Every offset before this one may have been given to a record.</param>
public readonly record struct LogMark(long Stored, long End)
{
    /// <summary>The log was closed in order at <see cref="End"/>: no offset behind it was ever given.</summary>
    public bool IsExact { get; init; }

    /// <summary>This version of the program has had the partition open before, so that it has an <see cref="EndMark"/>.</summary>
    public bool WasOpen { get; init; }
}
