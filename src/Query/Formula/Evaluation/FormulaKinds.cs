namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Sees that there are steps where steps are needed.</summary>
static class FormulaKinds
{
    /// <param name="nodes">Of which one has to be a series, or a family.</param>
    /// <param name="who">Needs them, as a message names it.</param>
    /// <exception cref="FormulaException">None is.</exception>
    public static void RequireSteps(IReadOnlyList<Node> nodes, string who)
    {
        if (nodes.Any(node => node.Kind >= FormulaKind.Series || node.IsOpen)) return;

        var guest = nodes.FirstOrDefault(node => node.Kind == FormulaKind.Guest);
        if (guest is null)
            throw new FormulaException(nodes[0].Span, FormulaCodes.Kind,
                $"{who} works along a series, and {nodes[0].Label} is one number a run.");

        throw new FormulaException(guest.Span, FormulaCodes.Kind,
            guest is Held held
                ? $"{guest.Label} takes its steps from what it is combined with, and there is nothing else here. Combine it with a series, or leave it out."
                : $"{guest.Label} has a value at the steps of a series. Name one beside it, as in same({guest.Label}, ${{train/loss}}).",
            guest is Held alone ? new FormulaFix("Without it", alone.Inner.Label) : null);
    }

    /// <summary>Sees that a family is combined before it is drawn.</summary>
    /// <exception cref="FormulaException">It is not.</exception>
    public static void RequireOne(Node node)
    {
        if (node.Family is not { } family) return;

        throw new FormulaException(node.Span, FormulaCodes.FamilyAtTop,
            $"Combine the {family.Sources.Count} matching metrics: mean(…), max(…), median(…), or draw each as a line of its own.",
            new FormulaFix("Take the mean", $"mean({node.Label})"));
    }
}
