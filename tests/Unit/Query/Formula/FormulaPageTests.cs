using System.Text;
using System.Text.RegularExpressions;
using NeptuneAlt.Query.Formula;
using Xunit;

namespace NeptuneAlt.Unit.Query.Formula;

/// <summary>The page about formulas says what the code does: its functions are those of the table, and its formulas can be read.
/// </summary>
public partial class FormulaPageTests
{
    const string End = "<!-- end -->";

    static readonly string Page = Path.Combine(Repository.Root, "docs", "formulas.md");

    static readonly (FormulaGroup Group, string Title, string Intro)[] Groups =
    [
        (FormulaGroup.Elementwise, "On each value", "Any kind; several arguments meet at equal steps."),
        (FormulaGroup.Choose, "Which points", "The result has other points than its arguments."),
        (FormulaGroup.Across, "Across metrics, at a step", "Several values, which meet at equal steps, or one family."),
        (FormulaGroup.Whole, "Over the whole run", "One number a run, over committed points."),
        (FormulaGroup.SoFar, "So far", "At the steps of the argument."),
        (FormulaGroup.Window, "In a window", "At the steps of the argument."),
        (FormulaGroup.Smoothing, "Smoothing", "At the steps of the argument."),
        (FormulaGroup.Change, "Change", "From point to point."),
        (FormulaGroup.Align, "Alignment", "For what has no point at the steps of the others."),
        (FormulaGroup.OtherRuns, "Other runs", "They meet at equal steps."),
    ];

    [Fact]
    public void Lists_the_functions_that_there_are()
    {
        var page = File.ReadAllText(Page);
        var from = page.IndexOf('\n', page.IndexOf("<!-- made from", StringComparison.Ordinal)) + 1;
        var made = page[..from] + Tables() + End + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(Page, made);
        else Assert.Equal(made, page);
    }

    [Fact]
    public void Shows_formulas_that_can_be_read()
    {
        var shown = 0;
        foreach (Match row in Row().Matches(File.ReadAllText(Page)))
        {
            foreach (Match formula in Code().Matches(row.Groups[1].Value + row.Groups[2].Value))
            {
                FormulaParser.Parse(formula.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal));
                shown++;
            }
        }

        Assert.True(shown >= 19 + FormulaFunctions.All.Count, $"Only {shown} were found.");
    }

    static string Tables()
    {
        var text = new StringBuilder();
        foreach (var (group, title, intro) in Groups)
        {
            text.Append($"\n### {title}\n\n{intro}\n\n| function | is | NaN | example |\n|---|---|---|---|\n");
            foreach (var function in FormulaFunctions.All.Where(one => one.Group == group))
                text.Append($"| `{function.Signature}` | {Escaped(function.Meaning)} | {Escaped(function.NaN)} | `{Escaped(function.Example)}` |\n");
        }

        return text.Append('\n').ToString();
    }

    static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>The last column of tables of two, three (a picture first) or four, which shows formulas in those about needs and functions.</summary>
    [GeneratedRegex(@"^\|(?: !\[\]\([^)|]+\) \|)? [^`|]+ \| (`[^|]+`) \|$|^\| `[a-z_0-9]+\([^|]*\)` \| [^|]* \| [^|]* \| (`.+`) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
