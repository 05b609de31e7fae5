using System.Text.Json.Serialization;

namespace NeptuneAlt.Server.Api.Events;

/// <summary>The dashboards that changed since open pages were told last: of each version the last change.</summary>
sealed class ChangedDashboards
{
    /// <summary>Changes of a project that are told at a time.</summary>
    const int ChangesMax = 1000;

    readonly Dictionary<uint, Dictionary<(Guid Branch, Guid? Version), DashboardChange>> _changes = [];
    readonly HashSet<uint> _overfull = [];

    public event Action? Added;

    public void Add(uint project, DashboardChange change)
    {
        lock (_changes)
        {
            if (!_changes.TryGetValue(project, out var changes)) _changes[project] = changes = [];
            if (changes.Count < ChangesMax) changes[(change.Branch, change.Version)] = change;
            else _overfull.Add(project);
        }

        Added?.Invoke();
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

/// <summary>A change of a version of a dashboard.</summary>
/// <param name="Version">Its id; left out where the whole dashboard went into the trash or came back.</param>
/// <param name="Owner">User who made the version; of a whole dashboard, who changed it.</param>
/// <param name="Draft">It is a draft, which only its owner can read.</param>
/// <param name="Deleted">It is not there any more.</param>
sealed record DashboardChange(
    Guid Branch, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Version, string Owner,
    bool Draft, bool Deleted);

/// <summary>The data of the event <c>dashboards</c>.</summary>
/// <param name="All">More changed than are named.</param>
sealed record DashboardsEvent(IReadOnlyList<DashboardChange> Dashboards, bool All);
