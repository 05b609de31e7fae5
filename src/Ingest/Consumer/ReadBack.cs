namespace NeptuneAlt.Ingest.Consumer;

/// <summary>Divides the runs whose grains are brought up at the start of an epoch: each portion is read back in one
/// go.</summary>
static class ReadBack
{
    const int RunsAtOnce = 5_000;
    const int AttributesAtOnce = 50_000;

    /// <summary>Many small runs together; a large one alone, as its state is large.</summary>
    public static IEnumerable<IReadOnlyCollection<ulong>> Portions(IReadOnlyList<(ulong Run, long Attributes)> runs)
    {
        var portion = new List<ulong>();
        var attributes = 0L;
        foreach (var run in runs)
        {
            if (portion.Count >= RunsAtOnce || portion.Count > 0 && attributes + run.Attributes > AttributesAtOnce)
            {
                yield return portion;
                portion = [];
                attributes = 0;
            }

            portion.Add(run.Run);
            attributes += run.Attributes;
        }

        if (portion.Count > 0) yield return portion;
    }
}
