using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Goes through formulas to find what has to be looked up for which runs.</summary>
sealed class FormulaNeeds(FormulaWorld world)
{
    readonly HashSet<(FormulaSyntax, ulong)> _seen = [];

    public HashSet<(Run Run, string Path)> Paths { get; } = [];

    public HashSet<(Run Run, string Pattern)> Families { get; } = [];

    /// <summary>Series of which a summary may do, in place of the points.</summary>
    public HashSet<(Run Run, string Path)> Summaries { get; } = [];

    /// <summary>Ids of runs that formulas name.</summary>
    public static IEnumerable<string> RunIds(IEnumerable<FormulaSyntax> nodes) => nodes.OfType<FormulaSyntax.Call>()
        .Where(call => call.Function.Name == "run")
        .Select(call => FormulaArity.Find(call, "id")).OfType<FormulaSyntax.Text>().Select(text => text.Value);

    public void Add(FormulaLinks links, FormulaSyntax node, Run run)
    {
        if (!_seen.Add((node, run.Number))) return;

        switch (node)
        {
            case FormulaSyntax.Reference reference:
                Paths.Add((run, reference.Path));
                break;
            case FormulaSyntax.Family family:
                Families.Add((run, family.Pattern));
                break;
            case FormulaSyntax.Word or FormulaSyntax.Saved:
                if (links.Target(node) is { } target) Add(links, target, run);
                break;
            case FormulaSyntax.Call call:
                if (SummaryFunctions.PathOf(links, call) is { } path) Summaries.Add((run, path));
                foreach (var other in RunsOf(call, run))
                    foreach (var argument in call.Arguments) Add(links, argument.Value, other);
                break;
        }
    }

    /// <summary>The runs that the arguments are of.</summary>
    IEnumerable<Run> RunsOf(FormulaSyntax.Call call, Run run) => call.Function.Name switch
    {
        // What is not there is bound to the run itself, to know its kind.
        "baseline" => [world.Baseline ?? run],
        "run" => [FormulaArity.Find(call, "id") is FormulaSyntax.Text id ? world.Named.GetValueOrDefault(id.Value) ?? run : run],
        "parent" => [world.ParentOf(run) ?? run],
        _ when call.Function.ComparesRuns => [run, .. world.Runs],
        _ => [run],
    };
}
