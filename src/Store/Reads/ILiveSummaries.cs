using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Reads;

/// <summary>
/// What is known of runs that are being written and not yet in their rows in <c>attributes</c> and
/// <c>run_attributes</c>: these are checkpoints, written now and then. Reads lay this over what they found there, so that
/// they show whatever a status check called done before they began.
/// </summary>
public interface ILiveSummaries
{
    /// <returns>Values at least as new as the store's. Attributes without one here are up to date in the store.</returns>
    /// <exception cref="StoreUnavailableException">Some of it is still being read back; ask again soon.</exception>
    Task<IReadOnlyList<LiveAttribute>> ReadAsync(LiveQuery question, CancellationToken cancellationToken);
}

/// <param name="Projects"><c>null</c>: any.</param>
/// <param name="Runs"><c>null</c>: all of the projects.</param>
public sealed record LiveQuery(
    IReadOnlyCollection<uint>? Projects, IReadOnlyCollection<ulong>? Runs, IReadOnlyList<string> Paths)
{
    /// <summary>Only values that the store lacks now, for who reads the store after the answer. Who has read it before needs
    /// those too that have been stored since.</summary>
    public bool IsBeforeStore { get; init; }
}

/// <summary>
/// The newest value of a float series, or of a number that the server keeps of a run. Fields are as in the table
/// <c>attributes</c>.
/// </summary>
public readonly record struct LiveAttribute
{
    public required ulong Run { get; init; }
    public required uint Project { get; init; }

    /// <summary>Its place among the paths of the question.</summary>
    public required int Path { get; init; }
    public required AttributeType Type { get; init; }
    public uint Series { get; init; }
    public long Int { get; init; }
    public double Float { get; init; }
    public long LastStep { get; init; }
    public long LastTime { get; init; }
    public ulong Points { get; init; }
    public ulong Finite { get; init; }
    public double Min { get; init; }
    public double Max { get; init; }
    public double Total { get; init; }
    public double SquaredDeviations { get; init; }
    public bool HasPreview { get; init; }
}
