using Xunit;

namespace NeptuneAlt.Unit;

/// <summary>Waits for what another thread or process brings about, and no longer than that takes.</summary>
static class Eventually
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <param name="otherwise">What is wrong if it never holds.</param>
    public static Task HoldsAsync(Func<bool> condition, string otherwise) =>
        HoldsAsync(() => Task.FromResult(condition()), otherwise);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, string)"/>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string otherwise)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Timeout, otherwise);
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }
}
