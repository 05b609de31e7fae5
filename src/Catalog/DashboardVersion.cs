namespace NeptuneAlt.Catalog;

/// <summary>One version of a dashboard, without what it shows.</summary>
/// <param name="Branch">What the versions of a dashboard have in common.</param>
/// <param name="Type"><c>compare</c>, <c>experiment</c> or <c>report</c>.</param>
/// <param name="Owner">User who made it. A draft is seen by its owner only.</param>
/// <param name="Session">Browser that the draft was made in; empty for callers that are none.</param>
/// <param name="Base">Published version that a draft came from, if it said so.</param>
/// <param name="Experiment">Run whose page it was made for, if any.</param>
/// <param name="Widgets">How many it has.</param>
/// <param name="Revision">Counts the changes of this version from 1.</param>
/// <param name="Updated">Later than that of any version of the branch that was changed before.</param>
public sealed record DashboardVersion(
    Guid Id, Guid Branch, string Name, string Type, bool IsDraft, string Owner, string Session, Guid? Base,
    string? Experiment, string? VersionName, string? VersionDescription, int Widgets, long Revision,
    DateTimeOffset Created, DateTimeOffset Updated)
{
    /// <summary>When the dashboard went into the trash.</summary>
    public DateTimeOffset? Deleted { get; init; }

    /// <summary>User who put it there.</summary>
    public string DeletedBy { get; init; } = "";

    /// <summary>User who made the first version of the dashboard; empty where that was not kept.</summary>
    public string Author { get; init; } = "";

    /// <summary>When the dashboard was made.</summary>
    public DateTimeOffset Begun { get; init; }
}

/// <summary>What a version of a dashboard shows, as JSON objects that the catalog does not read.</summary>
/// <param name="Settings">All of the document but its widgets and layouts.</param>
/// <param name="Content">Widgets and layouts; empty where they were not asked for.</param>
public readonly record struct DashboardTexts(string Settings, string Content);

/// <summary>A version of a dashboard as somebody saves it.</summary>
public sealed record DashboardDraft(string Name, string Type, int Widgets, DashboardTexts Texts)
{
    public bool IsDraft { get; init; }
    public Guid? Base { get; init; }
    public string? Experiment { get; init; }
    public string? VersionName { get; init; }
    public string? VersionDescription { get; init; }
}

/// <summary>What to change of a version beside what it shows; <c>null</c> leaves as it is.</summary>
/// <param name="IsDraft"><c>false</c> publishes a draft.</param>
/// <param name="IsUpdate">The version becomes the newest one of its branch. Publishing always does that.</param>
public sealed record DashboardVersionChange(bool? IsDraft, string? VersionName, string? VersionDescription, bool IsUpdate)
{
    /// <summary>Publishing is refused where another version has been published since.</summary>
    public DateTimeOffset? UnmodifiedSince { get; init; }

    /// <summary>A version that is published is not changed.</summary>
    public bool OfDraftsOnly { get; init; }
}

/// <summary>What is kept as branches of versions.</summary>
public enum DashboardKind
{
    Dashboard,
    Report,
}

/// <summary>Who reads or changes dashboards, and when.</summary>
/// <param name="Session">The browser's id; empty for callers that are none.</param>
public readonly record struct DashboardCaller(string Username, string Session, DateTimeOffset Time);

/// <summary>Which versions are meant. Of drafts, only those of the caller's in this session.</summary>
public enum DashboardDrafts
{
    Published,
    Drafts,
    Both,
}

/// <summary>Which dashboards; <c>null</c> is no restriction. Types and owners are those of the newest version.</summary>
public sealed record DashboardQuery(DashboardDrafts Drafts = DashboardDrafts.Published)
{
    public IReadOnlyCollection<Guid>? Branches { get; init; }
    public IReadOnlyCollection<string>? Types { get; init; }
    public IReadOnlyCollection<string>? Owners { get; init; }
}

/// <summary>What became of a change of dashboards.</summary>
public enum DashboardOutcome
{
    Done,

    /// <summary>There is no such version, or it is somebody else's draft.</summary>
    Missing,

    /// <summary>There is no such dashboard, or the version is not one of it.</summary>
    MissingBranch,

    /// <summary>The version was changed since; or, of a draft to be published, a newer version has been published.</summary>
    Stale,

    /// <summary>The caller has a draft of the dashboard in this session.</summary>
    HasDraft,

    /// <summary>A published version cannot become a draft, or be changed or deleted where only drafts are.</summary>
    IsPublished,

    /// <summary>The only published version stays while the dashboard does.</summary>
    IsLast,

    TooManyDashboards,
    TooManyVersions,
    TooManyDrafts,
}

/// <param name="Version">After the change; or what stands in its way.</param>
public readonly record struct DashboardResult(DashboardOutcome Outcome, DashboardVersion? Version = null)
{
    public static implicit operator DashboardResult(DashboardOutcome outcome) => new(outcome);
}
