namespace NeptuneAlt.Server.Hosting.Commands.Imports.Offline;

/// <summary>Sends all stores below a folder: a run after those that it forks off, and the stores of one run one after the other.</summary>
/// <param name="deletes">A store that the server has wholly is deleted.</param>
sealed class OfflineImport(ImportServer server, bool deletes, TextWriter output, TimeProvider time)
{
    const int AtATime = 4;

    readonly List<OfflineReport> _reports = [];

    public async Task<IReadOnlyList<OfflineReport>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var stores = new List<OfflineStore>();
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*.sqlite3", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                if (await OpenAsync(path, cancellationToken) is { } store) stores.Add(store);
            foreach (var project in stores.Select(store => store.Project).Distinct().Order(StringComparer.Ordinal))
                await server.EnsureProjectAsync(project, null, cancellationToken);
            await SendAsync(Runs(stores), cancellationToken);
        }
        finally
        {
            foreach (var store in stores) await store.DisposeAsync();
        }

        return _reports;
    }

    async Task<OfflineStore?> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await OfflineStore.OpenAsync(path, cancellationToken);
        }
        catch (InvalidDataException failure)
        {
            var report = new OfflineReport(path) { Outcome = OfflineOutcome.Incomplete };
            report.Differs(failure.Message);
            _reports.Add(report);
            return null;
        }
    }

    /// <summary>The stores of each run, oldest first; parents before their forks.</summary>
    static List<List<OfflineStore>> Runs(List<OfflineStore> stores)
    {
        var byRun = stores.GroupBy(store => new RunName(store.Project, store.RunId)).ToDictionary(
            some => some.Key, some => some.OrderBy(store => store.Begun).ThenBy(store => store.Path, StringComparer.Ordinal).ToList());
        var ordered = new List<List<OfflineStore>>();
        var seen = new HashSet<RunName>();
        foreach (var run in byRun.Keys.OrderBy(run => byRun[run][0].Begun))
        {
            // Down to the parent that is not there, or has been placed.
            var line = new Stack<RunName>();
            for (RunName? at = run; at is { } name && byRun.ContainsKey(name) && seen.Add(name); at = ParentOf(name)) line.Push(name);
            while (line.TryPop(out var next)) ordered.Add(byRun[next]);
        }

        return ordered;

        RunName? ParentOf(RunName run) =>
            byRun[run].Select(store => store.Parent).FirstOrDefault(parent => parent is not null) is { } parent
                ? run with { RunId = parent }
                : null;
    }

    async Task SendAsync(List<List<OfflineStore>> runs, CancellationToken cancellationToken)
    {
        using var turns = new SemaphoreSlim(AtATime);
        var done = new Dictionary<RunName, Task>();
        var finished = 0;
        foreach (var run in runs)
        {
            // A parent stands before it.
            var parent = run.Select(store => store.Parent).OfType<string>().FirstOrDefault();
            var before = parent is null ? null : done.GetValueOrDefault(new RunName(run[0].Project, parent));
            done[new RunName(run[0].Project, run[0].RunId)] = OneAsync(run, before ?? Task.CompletedTask);
        }

        await Task.WhenAll(done.Values);

        async Task OneAsync(List<OfflineStore> run, Task before)
        {
            await before;
            await turns.WaitAsync(cancellationToken);
            try
            {
                foreach (var store in run) await SendAsync(store, cancellationToken);
            }
            finally
            {
                turns.Release();
            }

            if (!Console.IsOutputRedirected) output.Write($"\r{Interlocked.Increment(ref finished)} of {runs.Count} runs");
        }
    }

    async Task SendAsync(OfflineStore store, CancellationToken cancellationToken)
    {
        var report = new OfflineReport(store.Path) { Project = store.Project, RunId = store.RunId };
        lock (_reports) _reports.Add(report);
        try
        {
            await new OfflineSender(server, store, report, time).SendAsync(cancellationToken);
            if (deletes && report.Outcome != OfflineOutcome.Incomplete) await DeleteAsync(store, cancellationToken);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException
            or HttpRequestException { StatusCode: not null })
        {
            var isNamed = failure.Message.Contains(store.Path, StringComparison.Ordinal);
            report.Differs(isNamed ? failure.Message : $"{store.Path}: {failure.Message}");
            report.Outcome = OfflineOutcome.Incomplete;
        }
    }

    /// <summary>The store, and the bytes that were logged with it; files that were logged by their place stay.</summary>
    static async Task DeleteAsync(OfflineStore store, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(store.Path)!; // below the one that was given
        var beside = (await store.UploadsAsync(cancellationToken))
            .Select(upload => Path.Combine(folder, Path.GetFileName(upload.Source))).Where(File.Exists).ToList();
        await store.DisposeAsync();
        foreach (var file in (string[])[.. beside, store.Path, store.Path + "-wal", store.Path + "-shm", SentMark.PathOf(store.Path)])
            File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    readonly record struct RunName(string Project, string RunId);
}
