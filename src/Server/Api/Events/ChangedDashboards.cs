using System.Text.Json.Serialization;

namespace NeptuneAlt.Server.Api.Events;

/// <summary>The dashboards that changed since open pages were told last: of each version the last change.</summary>
sealed class ChangedDashboards
{
    /// <summary>Changes of a project that are told at a time.</summary>
    const int ChangesMax = 1000;

    readonly Dictionary<uint, Dictionary<(Guid Branch, Guid? Version), DashboardEvent>> _changes = [];
    readonly HashSet<uint> _overfull = [];

    public void Add(DashboardChange change)
    {
        lock (_changes)
        {
            if (!_changes.TryGetValue(change.Project, out var changes)) _changes[change.Project] = changes = [];
            if (changes.Count >= ChangesMax) _overfull.Add(change.Project);
            else changes[(change.Branch, change.Version)] = DashboardEvent.Of(change);
        }
    }

    /// <summary>What changed, by project.</summary>
    public IReadOnlyList<(uint Project, DashboardsEvent News)> Take()
    {
        lock (_changes)
        {
            (uint, DashboardsEvent)[] taken =
                [.. _changes.Select(one => (one.Key, new DashboardsEvent([.. one.Value.Values], _overfull.Contains(one.Key))))];
            _changes.Clear();
            _overfull.Clear();
            return taken;
        }
    }
}

/// <summary>The data of the event <c>dashboards</c>.</summary>
/// <param name="All">More changed than are named.</param>
sealed record DashboardsEvent(IReadOnlyList<DashboardEvent> Dashboards, bool All);

/// <summary>A <see cref="DashboardChange"/> as pages read it.</summary>
sealed record DashboardEvent(
    Guid Branch, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Version, string Owner,
    bool Draft, bool Deleted)
{
    public static DashboardEvent Of(DashboardChange change) =>
        new(change.Branch, change.Version, change.Owner, change.IsDraft, change.IsDeleted);
}
