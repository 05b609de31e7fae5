using System.Globalization;

namespace NeptuneAlt.Demo;

/// <summary>
/// The runs of a project, parents before their forks. They come in groups of six: two roots that go well or not, one
/// that diverges, its restart from before that, and two generations more.
/// </summary>
static class TrainingPlan
{
    const int GroupSize = 6;

    public static IReadOnlyList<TrainingRun> Of(int runs, int steps, ulong seed)
    {
        var plan = new List<TrainingRun>();
        for (var index = 0; index < runs; index++)
        {
            var key = Chance.Mix(Chance.Mix(seed) + (ulong)index);
            var group = index - index % GroupSize;
            plan.Add((index % GroupSize) switch
            {
                0 => Root(key, index, index / GroupSize % 2 == 0 ? Course.Steady : Course.Plateau, steps),
                1 => Root(key, index, Course.Diverging, steps),
                2 => Fork(key, index, plan[group + 1], 0.55, isSameExperiment: true),
                3 => Root(key, index, Course.Spiky, steps),
                4 => Fork(key, index, plan[group + 2], 0.7, isSameExperiment: false),
                _ => Fork(key, index, plan[group + 4], 0.85, isSameExperiment: true),
            });
        }

        return plan;
    }

    static TrainingRun Root(ulong key, int index, Course course, int steps)
    {
        var experiment = $"{TrainingRun.NameOf(index, TrainingRun.RootRate(index))}-{Number(index)}";
        // Some runs are shorter: lines that end before others are what people have.
        var own = course == Course.Diverging ? steps * 7 / 10 : steps - (int)(steps * 0.1 * Chance.Fraction(Chance.Mix(key + 1)));
        return new TrainingRun(key, index, $"llm-{Number(index)}", experiment, course, Math.Max(1, own), Parent: null, ForkStep: 0);
    }

    static TrainingRun Fork(ulong key, int index, TrainingRun parent, double at, bool isSameExperiment)
    {
        var steps = Math.Max(parent.Steps, parent.Root.Steps * 10 / 7);
        var fork = Math.Clamp((int)(at * steps), 1, Math.Max(1, parent.Steps - 1));
        var experiment = isSameExperiment ? parent.Experiment : $"{parent.Experiment}-half-rate";
        return new TrainingRun(key, index, $"llm-{Number(index)}", experiment, Course.Steady, steps, parent, fork);
    }

    static string Number(int index) => (index + 1).ToString("D3", CultureInfo.InvariantCulture);
}
