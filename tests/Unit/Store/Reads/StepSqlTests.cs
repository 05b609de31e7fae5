using CsCheck;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Sql;
using Xunit;

namespace NeptuneAlt.Unit.Store.Reads;

[Collection(EngineCollection.Name)]
public class StepSqlTests(EngineFixture engine)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steps_are_the_same_numbers_in_the_store_as_here()
    {
        using var store = await engine.NewDatabaseAsync();
        await Gen.OneOf(Gen.Long[0, Step.MicrosMax - 1], Gen.Long[0, 1 << 20]).Array[2000].SampleAsync(
            async steps =>
            {
                var columns = await store.QueryAsync(
                    $"SELECT step, {StepSql.Number} AS x FROM (SELECT arrayJoin({{steps:Array(Int64)}}) AS step)",
                    new SqlArguments().Add("steps", steps), Cancel);
                Assert.Equal(
                    columns.Values<long>("step").ToArray().Select(step => new Step(step).ToDouble()),
                    columns.Values<double>("x").ToArray());
            }, iter: 5, threads: 1);
    }
}
