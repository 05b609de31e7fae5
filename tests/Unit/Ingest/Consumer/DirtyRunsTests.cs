using Microsoft.Extensions.Time.Testing;
using NeptuneAlt.Ingest.Consumer;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Ingest.Consumer;

public sealed class DirtyRunsTests
{
    static readonly RunKey s_small = new(1, "small");
    static readonly RunKey s_large = new(1, "large");

    readonly FakeTimeProvider _time = new();
    readonly DirtyRuns _dirty;

    public DirtyRunsTests() => _dirty = new DirtyRuns(_time);

    [Fact]
    public void A_small_run_comes_to_rest_within_seconds_and_a_large_one_within_a_minute()
    {
        _dirty.Mark(s_small, 1, rows: 15, points: 5);
        _dirty.Mark(s_large, 2, rows: 5_000, points: 5_000);

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(_dirty.Due());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([s_small], _dirty.Due());
        _dirty.Clear(s_small);
        Assert.Equal(2, _dirty.FirstOffset);
        _time.Advance(TimeSpan.FromSeconds(54));
        Assert.Empty(_dirty.Due());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([s_large], _dirty.Due());
    }

    [Fact]
    public void A_small_run_that_only_paused_is_left_alone_for_longer()
    {
        int[] quiet = [5, 20, 60, 60];
        foreach (var seconds in quiet)
        {
            _dirty.Mark(s_small, 1, rows: 15, points: 5);
            _time.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Empty(_dirty.Due());
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal([s_small], _dirty.Due());
            _dirty.Clear(s_small);
        }
    }

    [Fact]
    public void All_runs_come_in_portions_that_a_flush_can_carry()
    {
        for (var i = 0; i < 20_000; i++) _dirty.Mark(new RunKey(1, $"{i}"), i, rows: 15, points: 0);

        var portions = new List<int>();
        while (_dirty.Next() is { Count: > 0 } some)
        {
            portions.Add(some.Count * 15);
            foreach (var run in some) _dirty.Clear(run);
        }

        Assert.Equal(300_000, portions.Sum());
        Assert.All(portions, rows => Assert.InRange(rows, 1, 100_015));
        Assert.Equal(0, _dirty.Count);
    }
}
