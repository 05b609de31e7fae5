namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Lets few requests by public links be answered at a time: whoever works with the server comes first.</summary>
sealed class SharedTurns : IDisposable
{
    const int TogetherMax = 32;
    static readonly TimeSpan s_wait = TimeSpan.FromSeconds(10);

    readonly SemaphoreSlim _together = new(TogetherMax);

    /// <returns>The turn ends when it is disposed.</returns>
    /// <exception cref="BusyException">None came within ten seconds.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken) =>
        await _together.WaitAsync(s_wait, cancellationToken)
            ? new Turn(_together)
            : throw new BusyException("Too many people look at shared boards at the moment. Try again.");

    public void Dispose() => _together.Dispose();

    sealed class Turn(SemaphoreSlim together) : IDisposable
    {
        public void Dispose() => together.Release();
    }
}
