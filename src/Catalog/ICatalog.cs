using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog;

/// <summary>
/// Everything that is few and must be consistent: projects, the run registry with its forks, saved views, settings, API tokens,
/// secrets, and who owns which partition of the log. Each call is one transaction.
/// </summary>
/// <remarks>All calls throw <see cref="CatalogUnavailableException"/> when the database does not answer.</remarks>
public interface ICatalog : IAsyncDisposable
{
    /// <summary>Brings the schema up to date. Safe to call from several processes.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>The project named by <c>workspace/name</c> or by UUID, or <c>null</c>.</summary>
    Task<Project?> FindProjectAsync(string identifier, CancellationToken cancellationToken);

    /// <summary>The project of that number, or <c>null</c>.</summary>
    Task<Project?> GetProjectAsync(uint number, CancellationToken cancellationToken);

    Task<IReadOnlyList<Project>> ListProjectsAsync(CancellationToken cancellationToken);

    /// <summary>Creates a project, and its workspace if that is new.</summary>
    /// <returns>The project, and whether it was created now: <c>false</c> if one of that name was there.</returns>
    /// <exception cref="CatalogConflictException">Another project of the workspace has the wanted key.</exception>
    Task<(Project Project, bool Created)> CreateProjectAsync(NewProject project, CancellationToken cancellationToken);

    /// <returns>The project after the change, or <c>null</c> if there is none of that number.</returns>
    /// <exception cref="CatalogConflictException">The new name is taken.</exception>
    Task<Project?> UpdateProjectAsync(uint number, ProjectChange change, CancellationToken cancellationToken);

    /// <summary>Forgets the project and its runs, and remembers that its rows and files are to be removed.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteProjectAsync(uint number, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deleted projects whose rows and files may not all be removed yet.</summary>
    Task<IReadOnlyList<DeletedProject>> DeletedProjectsAsync(CancellationToken cancellationToken);

    /// <summary>Nothing of the deleted project is left.</summary>
    Task ForgetDeletedAsync(uint number, CancellationToken cancellationToken);

    /// <summary>
    /// Creates a run, or finds the one of that id. Links the fork parent, if it is there; links runs that waited for
    /// this one as their parent. A fork at a step not after the parent's own fork step is linked to the ancestor whose
    /// points lie there. Links never form a circle: a run that would close one stays pending.
    /// </summary>
    /// <exception cref="CatalogConflictException">There is no such project (<c>PROJECT_NOT_FOUND</c>), or a name is too
    /// long or has a zero character (<c>RUN_INVALID_CREATION_PARAMETERS</c>).</exception>
    Task<RunCreation> CreateRunAsync(NewRun run, CancellationToken cancellationToken);

    /// <summary>The run with that user's id, or <c>null</c>.</summary>
    Task<Run?> FindRunAsync(RunKey key, CancellationToken cancellationToken);

    /// <summary>Runs of a project by <c>sys/id</c>, UUID (in text) or, prefixed with <c>CUSTOM/</c>, the user's id.
    /// In the order asked; <c>null</c> where there is none.</summary>
    Task<IReadOnlyList<Run?>> FindRunsAsync(
        uint project, IReadOnlyCollection<string> identifiers, CancellationToken cancellationToken);

    /// <summary>Runs by number. Unknown numbers are left out.</summary>
    Task<IReadOnlyDictionary<ulong, Run>> GetRunsAsync(
        IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken);

    /// <summary>The run and its ancestors, the run first, the root last; pending links end the list.</summary>
    Task<IReadOnlyDictionary<ulong, IReadOnlyList<Run>>> AncestryAsync(
        IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken);

    /// <summary>The runs linked directly to one of these as their parent, the oldest first.</summary>
    Task<IReadOnlyList<Run>> ChildrenAsync(IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken);

    /// <summary>Gives the experiment of a run another name. If there is an experiment of that name, the two are one from
    /// then on, headed by the newest of their runs.</summary>
    /// <returns>All runs of that name now, the oldest first: the last one is the head. Empty if the run is of no
    /// experiment, or there is no such run.</returns>
    /// <exception cref="CatalogConflictException">The name is too long or has a zero character.</exception>
    Task<IReadOnlyList<Run>> RenameExperimentAsync(
        uint project, ulong run, string name, CancellationToken cancellationToken);

    /// <summary>Forgets runs of a project, and notes that the store still has them. Kept is what others lean on that do
    /// not go with it: the parent of a fork, and the head of an experiment that has other runs.</summary>
    /// <returns>Those that are gone.</returns>
    Task<IReadOnlyList<ulong>> DeleteRunsAsync(
        uint project, IReadOnlyCollection<ulong> numbers, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Runs that were deleted since then and that the store may still have, in the order of their numbers.
    /// </summary>
    Task<IReadOnlyList<DeletedRun>> DeletedRunsAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The store has forgotten these runs for good.</summary>
    Task ForgetDeletedRunsAsync(IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken);

    /// <summary>The project's saved views, the oldest first.</summary>
    Task<IReadOnlyList<SavedView>> ListViewsAsync(uint project, CancellationToken cancellationToken);

    /// <summary>The view of that project, or <c>null</c>.</summary>
    Task<SavedView?> FindViewAsync(uint project, Guid id, CancellationToken cancellationToken);

    /// <exception cref="CatalogConflictException">The name is taken, there is no such project, or it has too many.
    /// </exception>
    Task<SavedView> AddViewAsync(NewView view, CancellationToken cancellationToken);

    /// <returns>The view after the change, or <c>null</c> if there is none.</returns>
    /// <exception cref="CatalogConflictException">The new name is taken.</exception>
    Task<SavedView?> UpdateViewAsync(uint project, Guid id, ViewChange change, CancellationToken cancellationToken);

    /// <summary>Makes a view the default one, and the former default an ordinary one.</summary>
    /// <param name="id"><c>null</c>: no view is the default.</param>
    /// <returns><c>false</c> if there is no such view; then nothing changed.</returns>
    Task<bool> SetDefaultViewAsync(uint project, Guid? id, CancellationToken cancellationToken);

    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteViewAsync(uint project, Guid id, CancellationToken cancellationToken);

    /// <summary>The colors of the project's attribute values, by name and value.</summary>
    Task<IReadOnlyList<AttributeStyle>> ListStylesAsync(uint project, CancellationToken cancellationToken);

    /// <summary>Adds the style, or changes the color of the value.</summary>
    /// <exception cref="CatalogConflictException">There is no such project, or it has too many.</exception>
    Task PutStyleAsync(uint project, AttributeStyle style, CancellationToken cancellationToken);

    /// <returns>Whether the value had a color.</returns>
    Task<bool> DeleteStyleAsync(uint project, string name, string value, CancellationToken cancellationToken);

    /// <summary>By key.</summary>
    Task<IReadOnlyList<Property>> ListPropertiesAsync(PropertyScope scope, CancellationToken cancellationToken);

    /// <summary>Adds the property, or changes its value.</summary>
    /// <exception cref="CatalogConflictException">Their owner has too many.</exception>
    Task PutPropertyAsync(PropertyScope scope, Property property, CancellationToken cancellationToken);

    /// <returns>Whether there was one.</returns>
    Task<bool> DeletePropertyAsync(PropertyScope scope, string key, CancellationToken cancellationToken);

    /// <summary>A secret of that name, made at random (32 bytes) at the first call and the same ever after. It cannot be read
    /// from the database alone.</summary>
    Task<byte[]> SecretAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores an API token by the SHA-256 of its key.</summary>
    Task AddTokenAsync(NewToken token, CancellationToken cancellationToken);

    /// <summary>The token whose key has that SHA-256, unless revoked.</summary>
    Task<TokenOwner?> FindTokenAsync(ReadOnlyMemory<byte> keyHash, CancellationToken cancellationToken);

    Task<IReadOnlyList<TokenOwner>> ListTokensAsync(CancellationToken cancellationToken);

    Task<bool> RevokeTokenAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Remembers, until it would have ended by itself, that a browser's session was signed out of.</summary>
    /// <returns>Whether it had not been.</returns>
    Task<bool> EndSessionAsync(Guid id, DateTimeOffset expires, DateTimeOffset now, CancellationToken cancellationToken);

    Task<bool> IsSessionEndedAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Takes or renews the lease on a partition: granted if it is free, expired at <paramref name="now"/>, or already
    /// the owner's. Taking it over raises the epoch; renewing keeps it, even if the lease had expired meanwhile.
    /// </summary>
    /// <param name="owner">Names one start of one process: a restarted process is another owner.</param>
    /// <returns>The epoch, or <c>null</c> if another owner's lease still runs.</returns>
    Task<long?> LeasePartitionAsync(
        int partition, string owner, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives the lease back at once, if the owner still holds it.</summary>
    Task ReleasePartitionAsync(int partition, string owner, CancellationToken cancellationToken);

    /// <summary>The random id that this catalog shares with the store, the log and the files that belong to it.</summary>
    Task<Guid?> FindIdentityAsync(CancellationToken cancellationToken);

    /// <summary>Keeps an identity, unless the catalog has one.</summary>
    Task KeepIdentityAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The highest numbers that were given so far: the store must have no higher ones.</summary>
    Task<NumbersGiven> NumbersGivenAsync(CancellationToken cancellationToken);

    /// <summary>How far the embedded log surely went, by partition.</summary>
    Task<IReadOnlyDictionary<int, LogEnd>> LogEndsAsync(CancellationToken cancellationToken);

    Task KeepLogEndAsync(int partition, LogEnd end, CancellationToken cancellationToken);
}

/// <param name="Key">Prefix of <c>sys/id</c>; made from the name if <c>null</c>.</param>
public sealed record NewProject(
    string Workspace, string Name, string? Key, string Visibility, string Description, DateTimeOffset CreationTime);

/// <param name="Number">The store's identity of the project, which is never used again.</param>
public sealed record DeletedProject(uint Number, DateTimeOffset Deleted);

/// <summary>What to change of a project; <c>null</c> leaves as it is.</summary>
public sealed record ProjectChange(string? Name, string? Description, string? Visibility, bool? Archived);

/// <param name="ParentRunId">User's id of the parent in the same project, if the run is a fork.</param>
/// <param name="ForkStep">Inclusive fork step; only with a parent.</param>
public sealed record NewRun(
    RunKey Key, string? Experiment, string? Family, string? ParentRunId, Step ForkStep, DateTimeOffset CreationTime)
{
    /// <summary>The fork takes its parent's configs over.</summary>
    public bool InheritConfigs { get; init; }
}

public enum RunCreationOutcome
{
    Created,

    /// <summary>It was there, with the same family and fork point: nothing changed.</summary>
    Duplicate,

    /// <summary>It was there with another family or fork point: nothing changed.</summary>
    Conflicting,
}

/// <param name="Run">The run as it now is.</param>
/// <param name="Adopted">Runs that had waited for this one and are linked now, to it or to an ancestor of it. Their
/// descendants have a longer line now, too.</param>
public sealed record RunCreation(Run Run, RunCreationOutcome Outcome, IReadOnlyList<Run> Adopted)
{
    /// <summary>The run that was the head of the experiment until this one was created.</summary>
    public ulong? FormerHead { get; init; }
}

/// <summary>A run that a user deleted.</summary>
public readonly record struct DeletedRun(ulong Number, uint Project, DateTimeOffset Deleted);

public sealed record NewToken(Guid Id, ReadOnlyMemory<byte> KeyHash, string Username, DateTimeOffset CreationTime);

public sealed record TokenOwner(Guid Id, string Username, DateTimeOffset CreationTime);

/// <summary>The catalog's database does not answer, or answered with an error that may pass.</summary>
public sealed class CatalogUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Its file is damaged: that does not pass.</summary>
    public bool IsDamage { get; init; }
}

/// <summary>The change collides with something that is there. The message tells the user what.</summary>
/// <param name="errorType">Neptune's name of the collision, such as <c>PROJECT_NAME_COLLISION</c>.</param>
public sealed class CatalogConflictException(string errorType, string message) : Exception(message)
{
    public string ErrorType { get; } = errorType;
}
