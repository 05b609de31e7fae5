using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace NeptuneAlt.Simulation;

/// <summary>
/// One thread, one clock, one source of chance. Nothing happens but by an event or a timer, both of which come in the
/// order of the clock, so that a seed tells the whole story. No synchronization context: what awaits an event goes on
/// inside it.
/// </summary>
sealed class World(int seed)
{
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    readonly PriorityQueue<Action, (long Due, int Turn)> _events = new();
    readonly Thread _thread = Thread.CurrentThread;
    int _turn;
    volatile string? _stray;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public Random Random { get; } = new(seed);

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>A random time; short ones are likelier.</summary>
    public TimeSpan Between(double minMs, double maxMs) =>
        TimeSpan.FromMilliseconds(minMs + (maxMs - minMs) * Math.Pow(Random.NextDouble(), 3));

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Random.Next(choices.Count)];

    public void After(TimeSpan delay, Action action)
    {
        if (Thread.CurrentThread != _thread)
        {
            _stray ??= Environment.StackTrace;
            return;
        }

        _events.Enqueue(action, ((Time.GetUtcNow() + delay).UtcTicks, _turn++));
    }

    public Task DelayAsync(TimeSpan delay)
    {
        var over = new TaskCompletionSource();
        After(delay, over.SetResult);
        return over.Task;
    }

    /// <summary>Lets the world go on until something is true.</summary>
    /// <returns>Whether it became true in that time of the world.</returns>
    public bool Run(Func<bool> isTrue, TimeSpan timeout)
    {
        var end = Time.GetUtcNow() + timeout;
        while (!isTrue())
        {
            if (Time.GetUtcNow() >= end) return false;
            Step();
        }

        return true;
    }

    void Step()
    {
        if (_stray is not null)
            throw new SimulationException($"Something left the thread, and the story is not the seed's alone any more:\n{_stray}");

        var now = Time.GetUtcNow();
        var to = now + Tick;
        if (_events.TryPeek(out _, out var next) && next.Due < to.UtcTicks)
            to = new DateTimeOffset(Math.Max(next.Due, now.UtcTicks), TimeSpan.Zero);
        if (to > now) Time.Advance(to - now);
        while (_events.TryPeek(out var action, out var due) && due.Due <= Time.GetUtcNow().UtcTicks)
        {
            _events.Dequeue();
            action();
        }
    }

    /// <summary>Runs a story on a thread of its own, as deep as inlined continuations may go.</summary>
    public static void OnOneThread(Action story)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                story();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }, maxStackSize: 64 << 20);
        thread.Start();
        thread.Join();
        if (failure is not null) throw new UnreachableException(failure.Message, failure);
    }
}
