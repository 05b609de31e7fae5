namespace NeptuneAlt.Query.Series;

/// <summary>Lets few read points in bulk at a time: each holds a statement open for as long as its reader takes.</summary>
public sealed class PointTurns : IDisposable
{
    const int TogetherMax = 4;

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    readonly SemaphoreSlim _free = new(TogetherMax);

    /// <returns>The turn, which ends when it is disposed; <c>null</c> if there is none for long.</returns>
    public async Task<IDisposable?> TakeAsync(CancellationToken cancellationToken) =>
        await _free.WaitAsync(s_patience, cancellationToken) ? new Turn(_free) : null;

    public void Dispose() => _free.Dispose();

    sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
