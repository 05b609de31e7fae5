using System.Globalization;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Engine;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server.Hosting.Commands;

/// <summary>
/// Looks at what a server needs on this machine, whether one runs or not: a sentence for each thing, and what to do where
/// something is wrong. It changes nothing in the data folder.
/// </summary>
static class DoctorCommand
{
    /// <summary>Room below which the log takes no records; the engine needs less.</summary>
    const long FreeBytesMin = 512L << 20;

    /// <summary>Below this there is still room, but not for long.</summary>
    const long FreeBytesLow = 5L << 30;

    /// <summary>A file that is this much newer than now was not written a moment ago.</summary>
    static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    static readonly (string Part, Func<ServerOptions, CancellationToken, Task<Finding>> Check)[] Checks =
    [
        ("engine", EngineAsync),
        ("disk", (options, _) => Task.FromResult(Disk(options))),
        ("permissions", (options, _) => Task.FromResult(Permissions(options))),
        ("ports", (options, _) => Task.FromResult(Ports(options))),
        ("catalog", CatalogAsync),
        ("log", LogAsync),
        ("clock", (options, _) => Task.FromResult(Clock(options, TimeProvider.System))),
    ];

    /// <param name="json">File for the report; <c>null</c>: none.</param>
    /// <returns>0 if nothing is wrong, 1 otherwise.</returns>
    public static async Task<int> RunAsync(ServerOptions options, string? json, CancellationToken cancellationToken)
    {
        var told = new List<object>();
        var wrong = 0;
        foreach (var (part, check) in Checks)
        {
            Finding found;
            try
            {
                found = await check(options, cancellationToken);
            }
            catch (Exception failure) when (
                failure is StartException or EngineStartException or StoreException or IOException or UnauthorizedAccessException)
            {
                found = Finding.Wrong(CatalogFile.OneLine(failure.Message));
            }

            if (found.IsWrong) wrong++;
            told.Add(new { part, found.IsWrong, found.Sentence });
            Console.WriteLine($"{(found.IsWrong ? "wrong" : "good "),-5}  {part,-11}  {found.Sentence}");
        }

        Console.WriteLine(wrong switch
        {
            0 => "Nothing is wrong. What a stopped server's folder holds is looked through by: verify",
            1 => "One thing is wrong.",
            _ => string.Create(CultureInfo.InvariantCulture, $"{wrong} things are wrong."),
        });
        CommandReport.Write(json, new { wrong, parts = told });
        return wrong == 0 ? 0 : 1;
    }

    /// <summary>The engine starts in a folder of its own and computes something.</summary>
    static async Task<Finding> EngineAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        if (options.ClickHouse is { } service) return Finding.Good(await ServiceProbes.ClickHouseAsync(service, cancellationToken));

        var folder = Directory.CreateTempSubdirectory("doctor-");
        try
        {
            using var logs = LoggerFactory.Create(logging => logging.ClearProviders());
            await using var engine = await EngineProcess.StartAsync(
                new EngineOptions(Path.Combine(folder.FullName, "store")), logs.CreateLogger<EngineProcess>(), cancellationToken);
            return Finding.Good("The engine starts and answers.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static Finding Disk(ServerOptions options)
    {
        var room = new DriveInfo(Existing(options.DataFolder)).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{room / 1e9:N1} GB are free where {options.DataFolder} is");
        return room < FreeBytesMin ? Finding.Wrong($"{text}: too little to take data. Make room.")
            : room < FreeBytesLow ? Finding.Good($"{text}: it works, but make room soon.")
            : Finding.Good(text + ".");
    }

    static Finding Permissions(ServerOptions options)
    {
        var folder = Existing(options.DataFolder);
        var probe = Path.Combine(folder, $".doctor-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(probe, "");
        }
        catch (UnauthorizedAccessException)
        {
            return Finding.Wrong($"{folder} cannot be written to by this user. Run the server as the user whose folder it is.");
        }
        finally
        {
            File.Delete(probe);
        }

        if (folder != options.DataFolder) return Finding.Good($"{options.DataFolder} is not there yet; it can be made.");
        return !OperatingSystem.IsWindows() && (new DirectoryInfo(folder).UnixFileMode & OwnerOnly.OthersRights) != 0
            ? Finding.Wrong($"{folder} can be read by other users of this machine. A start closes it; until then: chmod 700 {folder}")
            : Finding.Good($"{folder} can be written to, and is closed to other users.");
    }

    static Finding Ports(ServerOptions options)
    {
        ListenAddresses.Check(options);
        if (IsRunning(options)) return Finding.Good($"A server runs on {options.DataFolder} at the moment; its ports are its own.");

        ListenAddresses.CheckFree(options);
        return Finding.Good($"{options.Urls} is free to listen on.");
    }

    static async Task<Finding> CatalogAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        if (options.Postgres is { } connection) return Finding.Good(await ServiceProbes.PostgresAsync(connection, cancellationToken));
        if (CatalogFile.IsMissing(options))
            return Finding.Wrong($"{options.CatalogFile} is missing, but the rest of the data folder is there. {Identities.RebuildCure(options)}.");
        if (!File.Exists(options.CatalogFile)) return Finding.Good("There is no catalog yet; the first start makes it.");

        await using var catalog = new SqliteDatabase(options.CatalogFile);
        return await catalog.FindDamageAsync(cancellationToken) is { } damage
            ? Finding.Wrong($"{options.CatalogFile} is damaged: {CatalogFile.OneLine(damage)} {Identities.RebuildCure(options)}.")
            : !File.Exists(SqliteDatabase.KeysOf(options.CatalogFile))
                ? Finding.Wrong($"{SqliteDatabase.KeysOf(options.CatalogFile)} is missing: it has the keys that sign tokens. Bring it back from a backup.")
                : Finding.Good("SQLite finds the catalog sound.");
    }

    static async Task<Finding> LogAsync(ServerOptions options, CancellationToken cancellationToken) => options.Kafka is { } kafka
        ? Finding.Good(await ServiceProbes.KafkaAsync(kafka, cancellationToken))
        : Log(options);

    static Finding Log(ServerOptions options)
    {
        if (!Directory.Exists(options.LogFolder)) return Finding.Good("There is no log yet; the first start makes it.");

        _ = IdentityFile.Read(options.LogFolder);
        if (!Directory.EnumerateDirectories(options.LogFolder, "p*").Any(partition => Directory.EnumerateFiles(partition, "*.log").Any()))
            return Finding.Wrong($"{options.LogFolder} has no records' files, though it is a log's folder. Bring it back from a backup.");

        var bytes = Directory.EnumerateFiles(options.LogFolder, "*.log", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        return Finding.Good(string.Create(
            CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB of records wait to be stored, or are kept until the next ones are."));
    }

    static Finding Clock(ServerOptions options, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var text = string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd HH:mm:ss} UTC");
        var newest = Directory.Exists(options.DataFolder)
            ? new DirectoryInfo(options.DataFolder).EnumerateFiles().Select(file => (DateTimeOffset)file.LastWriteTimeUtc)
                .DefaultIfEmpty(DateTimeOffset.MinValue).Max()
            : DateTimeOffset.MinValue;
        return newest > now + ClockTolerance
            ? Finding.Wrong($"It is {text} here, and {options.DataFolder} was written to later than that: set the clock, or let it be set over the network.")
            : Finding.Good($"It is {text} here.");
    }

    static bool IsRunning(ServerOptions options)
    {
        var path = Path.Combine(options.DataFolder, "lock");
        if (!File.Exists(path)) return false;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>The folder, or what of its path is there.</summary>
    static string Existing(string folder)
    {
        var at = folder;
        while (!Directory.Exists(at)) at = Path.GetDirectoryName(at) ?? "/";
        return at;
    }

    readonly record struct Finding(bool IsWrong, string Sentence)
    {
        public static Finding Good(string sentence) => new(false, sentence);

        public static Finding Wrong(string sentence) => new(true, sentence);
    }
}
