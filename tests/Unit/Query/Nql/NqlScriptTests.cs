using System.Runtime.CompilerServices;
using NeptuneAlt.Query.Nql;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Query.Runs;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Query.Nql;

[Collection(EngineCollection.Name)]
public class NqlScriptTests(EngineFixture engine)
{
    static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "fixtures", "nql");

    public static TheoryData<string> Scripts =>
        [.. Directory.GetFiles(Folder(), "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Does_what_the_script_says(string name)
    {
        var cancel = TestContext.Current.CancellationToken;
        var script = NqlScript.Read(Path.Combine(Folder(), name + ".txt"));
        using var store = await engine.NewDatabaseAsync();
        await script.Table.InsertAsync(store, 1, cancel);
        var reads = new RunReads(store, new NoLiveRuns(), TimeProvider.System);
        foreach (var (line, query, expected, error) in script.Queries)
        {
            try
            {
                var page = await reads.SearchAsync(
                    new RunSearch([1], Parser.Parse(query), false, RunOrder.Newest, 1000, 0), cancel);
                var found = page.Runs.Select(run => script.Runs[(int)run.Run - 1]).Order();
                Assert.True(
                    expected is not null && expected.Order().SequenceEqual(found),
                    $"line {line}: {query} found {string.Join(' ', found)}");
            }
            catch (Exception fault) when (fault is NqlException or BadQueryException)
            {
                Assert.True(error is not null, $"line {line}: {query} failed: {fault.Message}");
                Assert.Contains(error, fault.Message, StringComparison.Ordinal);
            }
        }
    }
}
