namespace NeptuneAlt.Model;

/// <summary>A run as its user names it: unique in its project. <paramref name="Project"/> is the project's number.</summary>
public readonly record struct RunKey(uint Project, string RunId);

/// <summary>A project of a workspace.</summary>
/// <param name="Number">The store's identity of the project.</param>
/// <param name="Id">The UUID that the API shows.</param>
/// <param name="Key">Prefix of the runs' <c>sys/id</c>, such as <c>LLM</c>.</param>
/// <param name="Visibility"><c>priv</c>, <c>workspace</c> or <c>pub</c>.</param>
public sealed record Project(
    uint Number, Guid Id, Guid WorkspaceId, string Workspace, string Name, string Key, string Visibility,
    string Description, bool Archived, DateTimeOffset CreationTime)
{
    /// <summary><c>workspace/project</c>.</summary>
    public string QualifiedName => $"{Workspace}/{Name}";
}

/// <summary>Where a run leaves its parent: series are inherited up to and including <paramref name="Step"/>.</summary>
/// <param name="ParentRunId">What the user asked for: the custom id of the parent, perhaps not yet there.</param>
/// <param name="Parent">The run that the points come from: <c>null</c> while the parent is missing. It is an
/// ancestor of the requested one where the fork lies before that one's own fork step.</param>
public sealed record Fork(string ParentRunId, Step Step, ulong? Parent)
{
    /// <summary>The fork takes its parent's configs over, besides tags and description.</summary>
    public bool InheritsConfigs { get; init; }

    /// <summary>The parent was not there when the fork was made.</summary>
    public bool IsLate { get; init; }
}

/// <summary>What the catalog knows of a run: what never changes, its parent once linked, and its experiment.</summary>
/// <param name="Number">The store's identity of the run; grows with creation.</param>
/// <param name="Id">The UUID that the API calls <c>experimentId</c>.</param>
/// <param name="RunId">The user's id, <c>sys/custom_run_id</c>.</param>
/// <param name="SysId">The server's id, such as <c>LLM-12</c>.</param>
/// <param name="Experiment">Name of its experiment, if it is of one.</param>
public sealed record Run(
    ulong Number, Guid Id, uint Project, string RunId, string SysId, string? Experiment, string? Family,
    Fork? Fork, DateTimeOffset CreationTime);

/// <summary>A stretch of a run's history: the points of <paramref name="Run"/> with
/// <paramref name="After"/> &lt; step &lt;= <paramref name="To"/>. Lineages list them root first.</summary>
public readonly record struct LineageSegment(ulong Run, Step After, Step To);
