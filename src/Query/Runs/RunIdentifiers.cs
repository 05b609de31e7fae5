using NeptuneAlt.Catalog;
using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Runs;

/// <summary>
/// Finds projects and runs by what clients call them: <c>workspace/project/SYS-ID</c>,
/// <c>CUSTOM/workspace/project/custom id</c>, a UUID, or, where the project is known, the part behind it.
/// </summary>
public sealed class RunIdentifiers(CatalogProjects catalog, CatalogRuns registry)
{
    const string CustomPrefix = "CUSTOM/";

    /// <exception cref="ProjectInaccessibleException"/>
    public async Task<Project> ProjectAsync(string? identifier, CancellationToken cancellationToken) =>
        await catalog.FindAsync(identifier ?? "", cancellationToken)
        ?? throw new ProjectInaccessibleException(identifier ?? "");

    /// <summary>The project that the run belongs to.</summary>
    /// <exception cref="ProjectInaccessibleException"/>
    public async Task<Project> ProjectAsync(Run run, CancellationToken cancellationToken) =>
        await catalog.GetAsync(run.Project, cancellationToken)
        ?? throw new ProjectInaccessibleException(run.SysId);

    /// <summary>Those of the projects that there are.</summary>
    /// <exception cref="ProjectInaccessibleException">There is none of them.</exception>
    public async Task<IReadOnlyList<Project>> ProjectsAsync(
        IReadOnlyCollection<string> identifiers, CancellationToken cancellationToken)
    {
        var projects = new List<Project>();
        foreach (var identifier in identifiers.Distinct())
        {
            if (await catalog.FindAsync(identifier, cancellationToken) is { } project) projects.Add(project);
        }

        return projects.Count > 0
            ? projects
            : throw new ProjectInaccessibleException(string.Join(", ", identifiers.Take(10)));
    }

    /// <summary>The runs, in the order asked; <c>null</c> where there is none.</summary>
    /// <param name="projects">Where to look for identifiers that name no project; none is everywhere.</param>
    /// <exception cref="ProjectInaccessibleException">An identifier names a project that there is not.</exception>
    public async Task<IReadOnlyList<Run?>> RunsAsync(
        IReadOnlyList<string> identifiers, IReadOnlyList<Project> projects, CancellationToken cancellationToken)
    {
        var runs = new Run?[identifiers.Count];
        var byProject = identifiers.Select((identifier, place) => (Name: Split(identifier), Place: place))
            .GroupBy(one => one.Name.Project);
        foreach (var group in byProject)
        {
            var names = group.Select(one => one.Name.Run).ToArray();
            var candidates = group.Key is not null ? [await ProjectAsync(group.Key, cancellationToken)]
                : projects.Count > 0 ? projects
                : await catalog.ListAsync(cancellationToken);
            foreach (var project in candidates)
            {
                var found = await registry.FindAsync(project.Number, names, cancellationToken);
                foreach (var ((_, place), run) in group.Zip(found)) runs[place] ??= run;
                if (group.All(one => runs[one.Place] is not null)) break;
            }
        }

        return runs;
    }

    /// <summary>The same by identifier: thousands of series of few runs are the rule, and each run is looked up once.
    /// </summary>
    /// <exception cref="ProjectInaccessibleException">An identifier names a project that there is not.</exception>
    public async Task<IReadOnlyDictionary<string, Run?>> RunsByNameAsync(
        IEnumerable<string> identifiers, CancellationToken cancellationToken)
    {
        string[] names = [.. identifiers.Distinct()];
        return names.Zip(await RunsAsync(names, [], cancellationToken))
            .ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <exception cref="ProjectInaccessibleException">The identifier names a project that there is not.</exception>
    public async Task<Run?> RunAsync(string? identifier, CancellationToken cancellationToken) =>
        (await RunsAsync([identifier ?? ""], [], cancellationToken))[0];

    /// <summary>The project that an identifier names, if it does, and the rest as the catalog knows it.</summary>
    internal static (string? Project, string Run) Split(string identifier)
    {
        var isCustom = identifier.StartsWith(CustomPrefix, StringComparison.Ordinal)
            && identifier.Count('/') != 2;
        var name = isCustom ? identifier[CustomPrefix.Length..] : identifier;
        var workspaceEnd = name.IndexOf('/', StringComparison.Ordinal);
        var projectEnd = workspaceEnd < 0 ? -1 : name.IndexOf('/', workspaceEnd + 1);
        if (projectEnd < 0) return (null, identifier);

        var run = name[(projectEnd + 1)..];
        return (name[..projectEnd], isCustom ? CustomPrefix + run : run);
    }
}
