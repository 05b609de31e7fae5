using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog.Sqlite;

/// <summary>A project that the store or the log tells of.</summary>
/// <param name="Name">As <c>workspace/name</c>; <c>null</c> if nothing tells it.</param>
public sealed record FoundProject(uint Number, Guid? Id, string? Name);

/// <summary>A run as its system attributes in the store describe it.</summary>
/// <param name="SysId">Key of the project and number of the run in it, such as <c>LLM-12</c>.</param>
/// <param name="Parent">User's id of the run that its inherited points come from.</param>
public sealed record FoundRun(
    ulong Number, uint Project, Guid Id, string RunId, string SysId, string? Experiment, string? Family,
    string? RequestedParent, string? Parent, Step? ForkStep, DateTimeOffset Created)
{
    public string ProjectKey => SysId.LastIndexOf('-') is var dash && dash > 0 ? SysId[..dash] : SysId;

    /// <summary>0 if the id does not tell it.</summary>
    public long SysNumber => long.TryParse(
        SysId.AsSpan(SysId.LastIndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>What was added to a catalog.</summary>
/// <param name="LeftOut">Runs whose id or number another run has in the catalog, or whose project was deleted.</param>
public sealed record RestoredRows(IReadOnlyList<string> Projects, int Runs, int LeftOut);
