using System.Collections.Concurrent;
using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula;

/// <summary>Lets each user compute few formulas at a time, and all together not many more: each holds points in memory. Others
/// wait for their turn.</summary>
public sealed class FormulaTurns : IDisposable
{
    const int TogetherMax = 4;

    readonly ConcurrentDictionary<string, SemaphoreSlim> _users = new();
    readonly SemaphoreSlim _together = new(TogetherMax);

    /// <param name="user">Who asks.</param>
    /// <param name="texts">Without a formula among them that computes something, there is no turn to wait for.</param>
    /// <returns>The turn ends when it is disposed.</returns>
    public async Task<IDisposable> TakeAsync(
        string user, IEnumerable<string?> texts, CancellationToken cancellationToken)
    {
        if (!texts.Distinct().Any(Computes)) return Turn.None;

        var own = _users.GetOrAdd(user, _ => new SemaphoreSlim(Limits.FormulasAtATimeMax));
        await own.WaitAsync(cancellationToken);
        try
        {
            await _together.WaitAsync(cancellationToken);
        }
        catch
        {
            own.Release();
            throw;
        }

        return new Turn([_together, own]);
    }

    public void Dispose()
    {
        _together.Dispose();
        foreach (var user in _users.Values) user.Dispose();
    }

    static bool Computes(string? text)
    {
        if (text is null) return false;

        try
        {
            return FormulaParser.Parse(text).BarePath is null;
        }
        catch (FormulaException)
        {
            // It will be refused without computing anything.
            return false;
        }
    }

    sealed class Turn(IReadOnlyList<SemaphoreSlim> held) : IDisposable
    {
        public static Turn None { get; } = new([]);

        public void Dispose()
        {
            foreach (var one in held) one.Release();
        }
    }
}
