namespace NeptuneAlt.Server.Api.Events;

/// <summary>
/// Announces which dashboards changed, in whatever process of the cluster, so that open pages see it. News may get lost with a
/// process; only the freshness of a page depends on it.
/// </summary>
sealed class DashboardNews
{
    /// <summary>Raised with changes that were made anywhere.</summary>
    public event Action<DashboardChange>? Heard;

    /// <summary>Raised with changes that were made here, to be passed on to the others.</summary>
    public event Action<DashboardChange>? Local;

    /// <summary>Announces what was changed here.</summary>
    public void Tell(DashboardChange change)
    {
        Local?.Invoke(change);
        Hear(change);
    }

    /// <summary>Takes news of another process.</summary>
    public void Hear(DashboardChange change) => Heard?.Invoke(change);
}

/// <summary>A change of a version of a dashboard.</summary>
/// <param name="Project">Number of the project.</param>
/// <param name="Version">Its id; <c>null</c> where the whole dashboard went into the trash or came back.</param>
/// <param name="Owner">User who made the version; of a whole dashboard, who changed it.</param>
/// <param name="IsDraft">It is a draft, which only its owner can read.</param>
/// <param name="IsDeleted">It is not there any more.</param>
[GenerateSerializer, Immutable]
sealed record DashboardChange(uint Project, Guid Branch, Guid? Version, string Owner, bool IsDraft, bool IsDeleted);
