using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Hosting;
using NeptuneAlt.Server.Hosting.Commands.Dashboards;

namespace NeptuneAlt.Server.Jobs;

/// <summary>
/// Publishes the dashboards of a folder, <c>WORKSPACE/PROJECT/NAME.yaml</c>, where they differ from what their project has: at the
/// start, and whenever a file changes. It looks at the folder again and again, since not all file systems tell of changes. A file that
/// cannot be published is told in the log once, and the others go on.
/// </summary>
sealed partial class ProvisionedDashboards(
    ServerOptions options, CatalogProjects projects, DashboardPublisher publisher, TimeProvider time,
    ILogger<ProvisionedDashboards> logger) : PeriodicJob(TimeSpan.FromSeconds(10), time, logger)
{
    /// <summary>Of each file that was dealt with, what it was like.</summary>
    readonly Dictionary<string, (DateTime Written, long Bytes)> _done = [];

    /// <summary>Projects and files that the log has already heard of.</summary>
    readonly HashSet<string> _told = [];

    protected override string Work => "publishing the dashboards of the folder";

    protected internal override async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (name, folder) in Projects()) await SweepAsync(name, folder, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TellOnce(options.Dashboards!, failure.Message); // the job runs where there is a folder
        }
    }

    /// <summary>The folders of projects, each with the project's name.</summary>
    IEnumerable<(string Name, DashboardFolder Folder)> Projects() =>
        from workspace in Directory.EnumerateDirectories(options.Dashboards!).Order(StringComparer.Ordinal) // as above
        from project in Directory.EnumerateDirectories(workspace).Order(StringComparer.Ordinal)
        select ($"{Path.GetFileName(workspace)}/{Path.GetFileName(project)}", new DashboardFolder(project));

    async Task SweepAsync(string name, DashboardFolder folder, CancellationToken cancellationToken)
    {
        var changed = folder.Files().Select(file => (File: file, State: StateOf(file)))
            .Where(one => !_done.TryGetValue(one.File, out var known) || known != one.State).ToList();
        if (changed.Count == 0) return;
        if (await projects.FindAsync(name, cancellationToken) is not { Archived: false } project)
        {
            TellOnce(name, "There is no such project, or it is archived. Its dashboards are published once it is there.");
            return;
        }

        foreach (var (file, state) in changed)
        {
            if (await PublishAsync(project, file, cancellationToken) is { } reason) Refused(Logger, file, reason);
            _done[file] = state;
        }
    }

    /// <returns>Why it was not published; <c>null</c>: it was, or it is there.</returns>
    async Task<string?> PublishAsync(Project project, string file, CancellationToken cancellationToken)
    {
        try
        {
            var filed = DashboardFolder.Read(file);
            if (await publisher.PublishAsync(project, filed, cancellationToken)) Published(Logger, file, project.QualifiedName);
            return null;
        }
        catch (Exception failure) when (failure is FormatException or BadRequestException or IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    void TellOnce(string what, string reason)
    {
        if (_told.Add($"{what}\n{reason}")) Refused(Logger, what, reason);
    }

    static (DateTime Written, long Bytes) StateOf(string file)
    {
        var one = new FileInfo(file);
        return (one.LastWriteTimeUtc, one.Length);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Published the dashboard {File} in {Project}")]
    static partial void Published(ILogger logger, string file, string project);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not published: {File}: {Reason}")]
    static partial void Refused(ILogger logger, string file, string reason);
}
