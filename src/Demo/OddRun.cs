using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Wire.Ingest;
using SystemPaths = NeptuneAlt.Model.SystemPaths;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Demo;

/// <summary>A run with every name that a client can give: nothing of it may break a page.</summary>
static class OddRun
{
    const int PathBytesMax = 1024;
    const int Steps = 60;

    public const string Id = "odd \"names\" <b>&amp;</b> 100% \\ ' ` ${x}";

    public const string Experiment = "<img src=x onerror=alert(1)> — تجربة التدريب 🚀 \"quoted\"";

    static readonly string[] Paths =
    [
        "odd/\"double\" and 'single' quotes", "odd/<script>alert(1)</script>", "odd/مقياس الخسارة/تدريب", "odd/损失/训练",
        "odd/🚀/loss 🔥", "odd/${loss} + `x` \\ {y}", "odd//empty part//loss", "odd/ leading and trailing ", "odd/a.b*c+(d)[e]|f?g^h$",
        "odd/tab\tand\nnew line", "odd/%2e%2e/..;/?a=b&c=d#e", "odd/e\u0301 combining Z\u0351\u036B\u0343algo", "loss",
        "odd/" + new string('n', PathBytesMax - 4),
        "odd/" + string.Join('/', Enumerable.Repeat("deep", 200)),
    ];

    public static IEnumerable<UpdateRunSnapshot> Snapshots(long startMs)
    {
        for (var step = 0; step < Steps; step++)
        {
            var snapshot = new UpdateRunSnapshot
            {
                Step = new Step { Whole = (ulong)step / 2, Micro = (ulong)(step % 2) * 500_000 },
                Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(startMs + step * 1000)),
            };
            for (var path = 0; path < Paths.Length; path++)
                snapshot.Append.Add(Paths[path], new Value { Float64 = ValueAt(step, path) });
            yield return snapshot;
        }

        var facts = new UpdateRunSnapshot { Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(startMs)) };
        facts.Assign.Add("config/<i>html</i>", TrainingSnapshots.Text("<b>bold?</b> & \u202Eright to left"));
        facts.Assign.Add("config/long text", TrainingSnapshots.Text(string.Concat(Enumerable.Repeat("A long line that goes on. ", 400))));
        var tags = new ModifyStringSet();
        foreach (var tag in new[] { "a \"tag\"", "<u>", "🏷️", "وسم", new string('t', 200) }) tags.Values.Add(tag, SET_OPERATION.Add);
        facts.ModifySets.Add(SystemPaths.Tags, new ModifySet { String = tags });
        yield return facts;
    }

    static double ValueAt(int step, int path) => (step + path) switch
    {
        _ when step == 20 + path => double.NaN,
        _ when step == 30 + path => double.PositiveInfinity,
        _ when step == 33 + path => double.NegativeInfinity,
        _ => Math.Sin(step * 0.2 + path) * Math.Pow(10, path - 6),
    };
}
