using System.Globalization;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>A row of versions of dashboards, without the texts.</summary>
sealed class DashboardRow
{
    /// <summary>Selects all columns from <c>dashboards d</c> and <c>dashboard_versions v</c>.</summary>
    public const string Select =
        """
        SELECT v.id AS Id, v.branch AS Branch, v.name AS Name, v.type AS Type, v.is_draft AS IsDraft, v.owner AS Owner,
               v.session AS Session, v.base AS Base, v.experiment AS Experiment, v.version_name AS VersionName,
               v.version_description AS VersionDescription, v.widgets AS Widgets, v.revision AS Revision,
               v.created AS Created, v.updated AS Updated, d.deleted AS Deleted, d.deleted_by AS DeletedBy,
               d.author AS Author, d.created AS Begun
        FROM dashboards d JOIN dashboard_versions v ON v.branch = d.branch
        """;

    public required string Id { get; init; }
    public required string Branch { get; init; }
    public required string Name { get; init; }
    public required string Type { get; init; }
    public long IsDraft { get; init; }
    public required string Owner { get; init; }
    public required string Session { get; init; }
    public string? Base { get; init; }
    public string? Experiment { get; init; }
    public string? VersionName { get; init; }
    public string? VersionDescription { get; init; }
    public long Widgets { get; init; }
    public long Revision { get; init; }
    public long Created { get; init; }
    public long Updated { get; init; }
    public long? Deleted { get; init; }
    public required string DeletedBy { get; init; }
    public required string Author { get; init; }
    public long Begun { get; init; }

    public static string Word(DashboardKind kind) => kind == DashboardKind.Report ? "report" : "dashboard";

    /// <summary>Condition on the column of the kind.</summary>
    public static string IsKind(DashboardKind kind) => $"kind = '{Word(kind)}'";

    /// <summary>Whether a version, <c>v</c>, is among those that the caller in the parameters <c>user</c> and <c>session</c>
    /// is shown.</summary>
    public static string Shown(DashboardDrafts drafts) => drafts switch
    {
        DashboardDrafts.Published => "v.is_draft = 0",
        DashboardDrafts.Drafts => "v.is_draft = 1 AND v.owner = @user AND v.session = @session",
        DashboardDrafts.Both => "(v.is_draft = 0 OR (v.owner = @user AND v.session = @session))",
        _ => throw new ArgumentOutOfRangeException(nameof(drafts), drafts.ToString()),
    };

    public DashboardVersion ToVersion() => new(
        Guid.Parse(Id), Guid.Parse(Branch), Name, Type, IsDraft != 0, Owner, Session,
        Base is null ? null : Guid.Parse(Base, CultureInfo.InvariantCulture), Experiment, VersionName, VersionDescription,
        (int)Widgets, Revision, DateTimeOffset.FromUnixTimeMilliseconds(Created),
        DateTimeOffset.FromUnixTimeMilliseconds(Updated))
    {
        Deleted = Deleted is { } deleted ? DateTimeOffset.FromUnixTimeMilliseconds(deleted) : null, DeletedBy = DeletedBy,
        Author = Author, Begun = DateTimeOffset.FromUnixTimeMilliseconds(Begun),
    };
}

/// <summary>The texts of a version.</summary>
sealed class DashboardTextRow
{
    public required string Id { get; init; }
    public required string Settings { get; init; }
    public required string Content { get; init; }
}
