using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>
/// What may be read for one section of a board: of these runs, attributes of these names, and what these formulas make of them. A
/// request names runs as <c>shared/0/RUN-1</c>, by the place of their set: nothing else has a name there.
/// </summary>
/// <param name="Project">Where the runs are; <c>null</c>: there are none.</param>
/// <param name="Shown">In their order.</param>
/// <param name="Runs">By <c>sys/id</c>, with the baseline.</param>
/// <param name="Names">All that the widgets read, found in these runs.</param>
sealed record SharedSet(
    SharedSection Section, Project? Project, IReadOnlyList<SharedRun> Shown, IReadOnlyDictionary<string, Run> Runs,
    IReadOnlySet<string> Names, Run? Baseline)
{
    public const string Prefix = "shared/";

    /// <summary>What every view shows of a run: what it is called, whether it runs, and where its time begins.</summary>
    public static readonly string[] Always =
    [
        SystemPaths.Id, SystemPaths.CustomRunId, SystemPaths.Name, SystemPaths.State, SystemPaths.Failed, SystemPaths.PingTime,
        SystemPaths.CreationTime,
    ];

    /// <summary>The moment that series are shown at; <c>null</c>: now.</summary>
    public StoreMoment? Moment => Section.Moment;

    public bool HasContinuousLines => Section.Runs?.HasContinuousLines == true;

    /// <summary>The project as the server has it.</summary>
    /// <exception cref="BadRequestException">There is none, and so no runs.</exception>
    public Project TheProject => Project ?? throw Refused("This section");

    /// <exception cref="BadRequestException">It is not shown.</exception>
    public Run Run(string id) => Runs.TryGetValue(id, out var run) ? run : throw Refused("This run");

    /// <summary>How the server itself names the run.</summary>
    public string NameOf(Run run) => $"{TheProject.QualifiedName}/{run.SysId}";

    /// <summary>The attribute, if the board reads it.</summary>
    /// <exception cref="BadRequestException">It does not.</exception>
    public string Attribute(string name) => Names.Contains(name) ? name : throw Refused("This attribute");

    /// <summary>A formula of the board, letter by letter, or one attribute as it is.</summary>
    /// <exception cref="BadRequestException">It is neither.</exception>
    public string Formula(string text)
    {
        if (Section.Needs.Formulas.Contains(text.Trim())) return text;

        try
        {
            if (FormulaParser.Parse(text).BarePath is { } path && Names.Contains(path)) return text;
        }
        catch (FormulaException)
        {
            // Not a formula, and none of the board's texts.
        }

        throw Refused("This formula");
    }

    /// <exception cref="BadRequestException">Lines go through other runs than those that are shown.</exception>
    public void CheckLineage(string? entityType)
    {
        if (string.Equals(entityType, "EXPERIMENT", StringComparison.OrdinalIgnoreCase) && !HasContinuousLines)
            throw Refused("This lineage");
    }

    public static BadRequestException Refused(string what) => new($"{what} is not part of what the link shows.")
    {
        Status = StatusCodes.Status403Forbidden, ErrorType = "ACCESS_DENIED",
    };
}
