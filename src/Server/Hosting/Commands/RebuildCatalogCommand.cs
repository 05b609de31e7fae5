using System.Globalization;
using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Log.Embedded;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Writes;
using FoundRun = NeptuneAlt.Catalog.Sqlite.FoundRun;

namespace NeptuneAlt.Server.Hosting.Commands;

/// <summary>
/// Makes the catalog of a stopped embedded server anew: from the file that is there if it is whole, or from its copy,
/// and with all projects and runs that store and log tell of besides. The former file is kept.
/// </summary>
static class RebuildCatalogCommand
{
    /// <exception cref="StartException">It cannot be done; nothing was changed.</exception>
    public static async Task<int> RunAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        if (options.Kafka is not null || options.ClickHouse is not null || options.Postgres is not null)
            throw new StartException("This command is for a data folder: without --kafka, --clickhouse and --postgres.");
        if (!Directory.Exists(options.StoreFolder))
            throw new StartException($"There is no store in {options.DataFolder}. Name the server's folder with --data.");

        using var taken = DataFolderLock.Take(options.DataFolder);
        await using var parts = await Dependencies.OpenStoreAsync(
            options, LoggerFactory.Create(logging => logging.ClearProviders()), cancellationToken);
        var marks = new StoreMarks(parts.Store);
        var identity = await marks.FindIdentityAsync(cancellationToken) ?? IdentityFile.Read(options.LogFolder);

        var fresh = options.CatalogFile + ".rebuilt";
        DeleteAll(fresh);
        await BeginAsync(options, fresh, identity, cancellationToken);
        await using (var catalog = new SqliteDatabase(fresh))
        {
            await catalog.MigrateAsync(cancellationToken);
            var (run, project) = await DropCutShortAsync(options, parts.Store, marks, cancellationToken);
            var stored = await marks.RunsAsync(cancellationToken);
            var projects = Projects(options, stored);
            var highest = new NumbersGiven(run, Math.Max(project, projects.Select(one => one.Number).DefaultIfEmpty().Max()));
            var added = await catalog.RestoreAsync(projects, [.. stored.Select(Found).OfType<FoundRun>()], highest, cancellationToken);
            if (identity is { } id) await new CatalogMarks(catalog).KeepIdentityAsync(id, cancellationToken);
            Tell(
                await new CatalogProjects(catalog).ListAsync(cancellationToken), added,
                await new CatalogTokens(catalog).ListAsync(cancellationToken));
        }

        var former = PutInPlace(options, fresh);
        if (former is not null) Console.WriteLine($"The former file is kept as {former}.");
        return 0;
    }

    /// <summary>The better one of the catalog and its copy: it belongs here, is whole, and knows more.</summary>
    static async Task BeginAsync(ServerOptions options, string fresh, Guid? identity, CancellationToken cancellationToken)
    {
        var best = default((string Path, ulong Runs)?);
        foreach (var path in new[] { options.CatalogFile, CatalogFile.CopyOf(options) })
        {
            if (new FileInfo(path) is not { Exists: true, Length: > 0 }) continue;
            var trial = fresh + ".trial";
            DeleteAll(trial);
            foreach (var ending in new[] { "", "-wal" })
                if (File.Exists(path + ending)) File.Copy(path + ending, trial + ending);
            CopyKeys(options, trial);
            if (await RunsOfAsync(trial, identity, cancellationToken) is { } runs && (best is null || runs > best.Value.Runs))
            {
                best = (path, runs);
                File.Move(trial, fresh, overwrite: true);
                File.Move(SqliteDatabase.KeysOf(trial), SqliteDatabase.KeysOf(fresh), overwrite: true);
            }

            DeleteAll(trial);
            File.Delete(SqliteDatabase.KeysOf(trial));
        }

        if (best is null) CopyKeys(options, fresh);
        Console.WriteLine(best is { } from
            ? $"Begins with what {from.Path} has."
            : "Neither the catalog nor its copy can be used: tokens, views and settings are lost, and so are the names of projects that the log does not tell. The server makes a new token when it starts.");
    }

    /// <returns>How many numbers the catalog has given to runs; <c>null</c> if it is damaged or another
    /// folder's.</returns>
    static async Task<ulong?> RunsOfAsync(string path, Guid? identity, CancellationToken cancellationToken)
    {
        await using var catalog = new SqliteDatabase(path);
        try
        {
            if (await catalog.FindDamageAsync(cancellationToken) is not null) return null;
            await catalog.MigrateAsync(cancellationToken);
            var marks = new CatalogMarks(catalog);
            var own = await marks.FindIdentityAsync(cancellationToken);
            return own is null || identity is null || own == identity
                ? (await marks.NumbersGivenAsync(cancellationToken)).Run
                : null;
        }
        catch (Exception failure) when (failure is InvalidDataException or CatalogUnavailableException or System.Data.Common.DbException)
        {
            return null;
        }
    }

    /// <summary>The log brings again what a flush left that was cut short, and its runs may get other
    /// numbers.</summary>
    /// <returns>The highest numbers that rows had before.</returns>
    static async Task<(ulong Run, uint Project)> DropCutShortAsync(
        ServerOptions options, ClickHouse store, StoreMarks marks, CancellationToken cancellationToken)
    {
        var highest = await marks.HighestNumbersAsync(cancellationToken);
        var rows = new PartitionRows(store);
        for (var partition = 0; partition < options.LogPartitions; partition++)
        {
            var stored = (await rows.ProgressAsync(partition, cancellationToken)).Stored;
            if (await rows.HighestOffsetAsync(partition, stored + 1, cancellationToken) is not null)
                await marks.RemoveAheadAsync(partition, stored, PartitionRows.TablesByOffset, cancellationToken);
        }

        return highest;
    }

    /// <summary>The projects that store, log and files know of.</summary>
    static List<FoundProject> Projects(ServerOptions options, IReadOnlyList<StoredRun> stored)
    {
        var names = EmbeddedLog.ReadAll(new EmbeddedLogOptions(options.LogFolder, options.LogPartitions))
            .Select(NameOf).Where(one => one.Number > 0 && one.Name.Contains('/', StringComparison.Ordinal))
            .GroupBy(one => one.Number).ToDictionary(some => some.Key, some => some.Last().Name);
        var ids = stored.GroupBy(run => run.Project).ToDictionary(
            some => some.Key,
            some => some.Select(run => Guid.TryParse(run.ProjectId, out var id) ? id : default(Guid?))
                .FirstOrDefault(id => id is not null));
        return [.. ids.Keys.Union(names.Keys).Where(number => number > 0).Order().Select(
            number => new FoundProject(number, ids.GetValueOrDefault(number), names.GetValueOrDefault(number)))];
    }

    static (uint Number, string Name) NameOf(ReadOnlyMemory<byte> bytes) =>
        LogRecord.TryParse(bytes.Span, out var record) && record.Kind is LogRecordKind.Operation or LogRecordKind.Import
        && RunOperationRoute.TryRead(record.Body, out var route) is null
            ? (record.Project, route.Project)
            : (0, "");

    static FoundRun? Found(StoredRun run) => run.RunId.Length == 0 || !Guid.TryParse(run.Id, out var id) ? null : new FoundRun(
        run.Number, run.Project, id, run.RunId, run.SysId, run.Experiment, run.Family,
        run.RequestedParent, run.Parent, run.RequestedParent is null ? null : Step.FromDouble(run.ForkStep),
        DateTimeOffset.FromUnixTimeMilliseconds(run.Created));

    static void Tell(IReadOnlyList<Project> projects, RestoredRows added, IReadOnlyList<TokenOwner> tokens)
    {
        var c = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(
            c, $"The catalog has {projects.Count} projects and {tokens.Count} API tokens; {added.Runs} runs were added from the store."));
        if (added.Projects.Count > 0)
            Console.WriteLine($"Added projects: {string.Join(", ", added.Projects)}. Rename them in the web app if need be.");
        if (added.LeftOut > 0)
            Console.WriteLine(string.Create(
                c, $"{added.LeftOut} runs of the store were left out: another run has their id or number, or their project was deleted."));
    }

    static string? PutInPlace(ServerOptions options, string fresh)
    {
        string? former = null;
        if (new FileInfo(options.CatalogFile) is { Exists: true, Length: > 0 })
        {
            former = options.CatalogFile + ".former";
            DeleteAll(former);
            foreach (var ending in new[] { "-wal", "" })
                if (File.Exists(options.CatalogFile + ending)) File.Move(options.CatalogFile + ending, former + ending);
        }

        DeleteAll(options.CatalogFile);
        File.Move(SqliteDatabase.KeysOf(fresh), SqliteDatabase.KeysOf(options.CatalogFile), overwrite: true);
        File.Move(fresh, options.CatalogFile);
        return former;
    }

    /// <summary>
    /// The keys that sign, for a catalog under another name. Where they are lost, an empty file lets new ones be made.
    /// </summary>
    static void CopyKeys(ServerOptions options, string catalog)
    {
        var keys = SqliteDatabase.KeysOf(options.CatalogFile);
        if (File.Exists(keys)) File.Copy(keys, SqliteDatabase.KeysOf(catalog), overwrite: true);
        else File.WriteAllBytes(SqliteDatabase.KeysOf(catalog), []);
    }

    static void DeleteAll(string path)
    {
        foreach (var ending in new[] { "", "-wal", "-shm" }) File.Delete(path + ending);
    }
}
