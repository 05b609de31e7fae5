using NeptuneAlt.Ingest.Consumer;
using Xunit;

namespace NeptuneAlt.Unit.Ingest.Consumer;

public sealed class CatchUpTests
{
    [Fact]
    public void Is_done_once_each_partition_is_where_its_log_ended_at_the_start()
    {
        var catchUp = new CatchUp(2);
        catchUp.Begin(0, end: 10);
        catchUp.Begin(0, end: 99); // a later epoch's: what came meanwhile is not waited for
        catchUp.Begin(1, end: 0);

        catchUp.Reach(1, -1);
        catchUp.Reach(0, 8);
        Assert.False(catchUp.IsDone);

        catchUp.Reach(0, 9);
        Assert.True(catchUp.IsDone);
    }

    [Fact]
    public void Does_not_wait_for_a_partition_that_does_not_get_on()
    {
        var catchUp = new CatchUp(2);
        catchUp.Begin(0, end: 10);
        catchUp.Release(1);
        catchUp.Release(1);
        Assert.False(catchUp.IsDone);

        catchUp.Reach(0, 12);
        Assert.True(catchUp.IsDone);
    }

    [Fact]
    public void Waits_for_nobody_where_others_pump_as_well() => Assert.True(new CatchUp(0).IsDone);
}
