using System.Collections;
using System.CommandLine;
using NeptuneAlt.Engine;
using NeptuneAlt.Server.Hosting.Commands;
using NeptuneAlt.Server.Hosting.Commands.Backups;
using NeptuneAlt.Server.Hosting.Commands.Dashboards;
using NeptuneAlt.Server.Hosting.Commands.Exports;
using NeptuneAlt.Server.Hosting.Commands.Imports;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server.Hosting;

/// <summary>The command line of the server. Each option is a variable, too: <c>--public-url</c> is
/// <c>NEPTUNEALT_PUBLIC_URL</c>.</summary>
static class CommandLine
{
    const string Prefix = "NEPTUNEALT_";
    const int SigningSecretCharactersMin = 32;

    static readonly Option<string> Data = Text("--data", "Folder that everything is kept in that no service keeps.", "data");
    static readonly Option<string> Urls = Text(
        "--urls", "Addresses to listen on, separated by semicolons. Beyond loopback, clients need a token.", ServerOptions.DefaultUrls);
    static readonly Option<string> PublicUrl = Text(
        "--public-url", "The address that clients reach the server at, where a proxy stands before it.");
    static readonly Option<bool> Anonymous = Switch("--anonymous", "Accept any API token. Only while listening on loopback.");
    static readonly Option<bool> NoLocalSignIn = Switch(
        "--no-local-sign-in", "Ask browsers on this machine for a token, too: for machines that other people use.");
    static readonly Option<bool> Strict = Switch(
        "--no-new-projects", "Refuse runs of projects that do not exist, instead of creating the project.");
    static readonly Option<bool> NoFsync = Switch(
        "--no-fsync", "Acknowledge before the disk has the data: faster, but a power cut may lose the last moments.");
    static readonly Option<bool> AcceptLoss = Switch(
        "--accept-loss", "Start although acknowledged records are missing from the log, and go on without them. The server names "
        + "this option where it is needed; give it for one start.");
    static readonly Option<string> Role = Text("--roles", "What this process does: api, ingest, query, separated by commas.", "all");
    static readonly Option<string> Kafka = Text("--kafka", "Brokers of the log, separated by commas; else it is kept in the data folder.");
    static readonly Option<string> Topic = Text("--kafka-topic", "The log's topic, made if it is missing.", "neptunealt");
    static readonly Option<int> Partitions = Number("--partitions", "Partitions of the topic; for good.", 8);
    static readonly Option<int> Replicas = Number("--kafka-replicas", "Copies that a new topic keeps; 0: as the brokers are set.", 0);
    static readonly Option<string> ClickHouse = Text(
        "--clickhouse", "Address of the store, such as http://host:8123/?database=neptune; else an engine runs in the data folder. "
        + "User and password: NEPTUNEALT_CLICKHOUSE_USER, NEPTUNEALT_CLICKHOUSE_PASSWORD.");
    static readonly Option<string> ClickHouseCluster = Text(
        "--clickhouse-cluster", "The cluster, as its servers name it, that the store's tables are spread over; for good.");
    // Its variable is no default: help would print it, password and all.
    static readonly Option<string> Postgres = new("--postgres")
    {
        Description = "Connection string of the catalog; else it is kept in the data folder. Password: NEPTUNEALT_POSTGRES_PASSWORD.",
        Recursive = true,
    };
    static readonly Option<string> Members = Text(
        "--membership", "postgres: share the work with other servers; none: this one is alone. "
        + "If not set, postgres where log, store and catalog are all services.");
    static readonly Option<string> Cluster = Text("--cluster", "Servers of one name share the work.", "neptunealt");
    static readonly Option<string> SiloAddress = Text(
        "--silo-address", "Name or number under which the other servers reach this one; the machine's name if not set.");
    static readonly Option<int> SiloPort = Number("--silo-port", "Port for the other servers.", 11111);
    static readonly Option<int> Lease = Number(
        "--lease-seconds", "How long the work of a server that died is left alone before others take it over.", 15);
    static readonly Option<int> StartSeconds = Number("--start-seconds", "How long to wait for services at the start.", 30);
    static readonly Option<string> Files = Text(
        "--files", "Folder of uploaded files, or s3://bucket/prefix; several servers need a shared one. Of a bucket, where it is and "
        + "its keys: NEPTUNEALT_S3_ENDPOINT, _REGION, _ACCESS_KEY, _SECRET_KEY.");
    static readonly Option<string> FileProtocol = Text(
        "--file-protocol", "How clients send files: google, in chunks that can be resumed; or amazon, in parts all at once.", "google");
    static readonly Option<string> Dashboards = Text(
        "--dashboards", "Folder of dashboards that the server publishes: WORKSPACE/PROJECT/NAME.yaml. It is read again every ten seconds.");
    static readonly Option<bool> PublicLinks = Switch(
        "--public-links", "Let people make links by which anybody who has one can look at one dashboard or report, without signing in.");
    static readonly Option<string> EmbedOrigins = Text(
        "--embed-origins", "Origins whose pages may show public links in a frame, separated by commas: https://wiki.example.org.");
    static readonly Option<string> User = new("--user") { Description = "Whose token it is.", DefaultValueFactory = _ => "admin" };
    static readonly Option<string> TokenName = new("--name")
    {
        Description = "Whose token it is: what is made with it is theirs.", Required = true,
    };

    static readonly Option[] Options =
    [
        Data, Urls, PublicUrl, Anonymous, NoLocalSignIn, Strict, NoFsync, AcceptLoss, Role, Kafka, Topic, Partitions, Replicas,
        ClickHouse,
        ClickHouseCluster, Postgres,
        Members, Cluster, SiloAddress, SiloPort, Lease, StartSeconds, Files, FileProtocol, Dashboards,
        PublicLinks, EmbedOrigins,
    ];

    /// <summary>The variables that the program reads, without those of librdkafka (<c>NEPTUNEALT_KAFKA_CONFIG_…</c>).</summary>
    public static IReadOnlyCollection<string> Variables { get; } =
    [
        .. Options.Select(option => Variable(option.Name)),
        Prefix + "POSTGRES_PASSWORD", Prefix + "SIGNING_SECRET", Prefix + "CLICKHOUSE_USER", Prefix + "CLICKHOUSE_PASSWORD",
        Prefix + "S3_ENDPOINT", Prefix + "S3_REGION", Prefix + "S3_ACCESS_KEY", Prefix + "S3_SECRET_KEY",
        Prefix + "METRICS_PORT", Prefix + "LOG_FORMAT",
    ];

    /// <summary>Reads it and runs the server or a command; prints help or what is wrong otherwise.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(
        string[] arguments, Func<ServerOptions, CancellationToken, Task> serve,
        Func<ServerOptions, string, CancellationToken, Task> makeToken) =>
        Create(serve, makeToken).Parse(arguments).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

    /// <summary>All that can be given.</summary>
    internal static RootCommand Create(
        Func<ServerOptions, CancellationToken, Task> serve, Func<ServerOptions, string, CancellationToken, Task> makeToken)
    {
        var root = new RootCommand(
            "NeptuneAlt: experiment tracking for large training runs. Speaks Neptune's API. "
            + "Each option is a variable, too: --public-url is NEPTUNEALT_PUBLIC_URL.");
        foreach (var option in Options) root.Add(option);
        root.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            await serve(Read(parsed), cancellationToken);
            return 0;
        }));

        var token = new Command("token", "Makes an API token and prints it.") { User };
        var create = new Command("create", "Makes an API token for somebody and prints it.") { TokenName };
        MakesToken(token, User);
        MakesToken(create, TokenName);
        token.Add(create);
        root.Add(token);
        Add("verify", "Checks the data folder of a stopped server and changes nothing. 0: sound, 2: damaged.", VerifyCommand.RunAsync);
        var rebuild = new Command("rebuild-catalog", "Makes the catalog of a stopped server anew, from its copy, the store and the log.");
        rebuild.SetAction((parsed, cancellationToken) => GuardAsync(() => RebuildCatalogCommand.RunAsync(Read(parsed), cancellationToken)));
        root.Add(rebuild);
        Add("doctor", "Looks at what a server needs on this machine. 0: nothing is wrong, 1: something is.", DoctorCommand.RunAsync);
        var health = new Command("health", "Asks the server on this machine whether it lives. 0: it does, 1: it does not answer.");
        health.SetAction((parsed, cancellationToken) => GuardAsync(() => HealthCommand.RunAsync(Read(parsed), cancellationToken)));
        root.Add(health);
        root.Add(DashboardsCommand.Create(GuardAsync));
        root.Add(ImportCommand.Create(GuardAsync));
        root.Add(DemoCommand.Create(GuardAsync, Read));
        BackupCommands.AddTo(root, GuardAsync, Read);
        root.Add(ExportCommand.Create(GuardAsync));
        root.Add(CompletionCommand.Create());
        return root;

        void MakesToken(Command command, Option<string> name) => command.SetAction((parsed, cancellationToken) =>
            GuardAsync(async () =>
            {
                await makeToken(Read(parsed), parsed.GetValue(name)!, cancellationToken);
                return 0;
            }));

        void Add(string name, string description, Func<ServerOptions, string?, CancellationToken, Task<int>> run)
        {
            var command = new Command(name, description) { ServerCommand.Json };
            command.SetAction((parsed, cancellationToken) =>
                GuardAsync(() => run(Read(parsed), parsed.GetValue(ServerCommand.Json), cancellationToken)));
            root.Add(command);
        }
    }

    static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception failure) when (failure is StartException or EngineStartException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (StoreDamagedException damaged)
        {
            await Console.Error.WriteLineAsync($"The store cannot be used. {damaged.Damage}");
            return 1;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"A file cannot be used: {failure.Message}");
            return 1;
        }
    }

    /// <exception cref="StartException">A value makes no sense.</exception>
    static ServerOptions Read(ParseResult parsed)
    {
        var replicas = parsed.GetValue(Replicas);
        var options = new ServerOptions(Path.GetFullPath(parsed.GetValue(Data)!), parsed.GetValue(Urls)!)
        {
            Roles = RoleNames.Parse(parsed.GetValue(Role)!),
            PublicUrl = Given(parsed, PublicUrl),
            Anonymous = parsed.GetValue(Anonymous),
            LocalSignIn = !parsed.GetValue(NoLocalSignIn),
            CreateMissingProjects = !parsed.GetValue(Strict),
            Fsync = !parsed.GetValue(NoFsync),
            AcceptLoss = parsed.GetValue(AcceptLoss),
            Files = Given(parsed, Files),
            Bucket = ServiceAddresses.Bucket(Given(parsed, Files), Setting),
            AmazonFiles = IsAmazon(parsed.GetValue(FileProtocol)!),
            Dashboards = Given(parsed, Dashboards) is { } folder ? Path.GetFullPath(folder) : null,
            PublicLinks = parsed.GetValue(PublicLinks),
            EmbedOrigins = Hosting.EmbedOrigins.Read(Given(parsed, EmbedOrigins) ?? ""),
            Kafka = Given(parsed, Kafka) is { } brokers
                ? ServiceAddresses.Kafka(
                    brokers, parsed.GetValue(Topic)!, parsed.GetValue(Partitions), replicas == 0 ? null : replicas, Environment())
                : null,
            ClickHouse = Given(parsed, ClickHouse) is { } url
                ? ServiceAddresses.ClickHouse(
                    url, Given(parsed, ClickHouseCluster), Setting("CLICKHOUSE_USER"), Setting("CLICKHOUSE_PASSWORD"))
                : null,
            Postgres = (Given(parsed, Postgres) ?? Value(Postgres.Name)) is { Length: > 0 } connection
                ? ServiceAddresses.Postgres(
                    connection, Setting("POSTGRES_PASSWORD"), isOpen: Given(parsed, Postgres) is not null)
                : null,
            SigningSecret = SigningSecret(),
            Lease = Seconds(parsed, Lease, min: 5),
            StartTimeout = Seconds(parsed, StartSeconds, min: 0),
        };
        return options with
        {
            Membership = Joins(options, Given(parsed, Members))
                ? new Membership(parsed.GetValue(Cluster)!, Given(parsed, SiloAddress) ?? Here(options), parsed.GetValue(SiloPort))
                : null,
        };
    }

    /// <exception cref="StartException">It is so short that it can be guessed.</exception>
    static string? SigningSecret() => Setting("SIGNING_SECRET") switch
    {
        null or "" => null,
        { Length: < SigningSecretCharactersMin } => throw new StartException(
            $"NEPTUNEALT_SIGNING_SECRET has at least {SigningSecretCharactersMin} characters; openssl rand -hex 32 makes one."),
        var secret => secret,
    };

    static bool IsAmazon(string protocol) => protocol switch
    {
        "amazon" => true,
        "google" => false,
        _ => throw new StartException($"--file-protocol is google or amazon, not '{protocol}'."),
    };

    static bool Joins(ServerOptions options, string? asked)
    {
        if (asked is not (null or "none" or "postgres"))
            throw new StartException($"--membership is none or postgres, not '{asked}'.");
        if (asked == "postgres" && options.KeepsData)
            throw new StartException("Servers that share the work share log, store and catalog: give --kafka, --clickhouse and --postgres.");
        var joins = asked is null ? !options.KeepsData : asked == "postgres";
        if (!joins && options.Roles != Roles.All)
            throw new StartException("A server that is alone has all roles: --roles needs --kafka, --clickhouse and --postgres.");
        return joins;
    }

    static string Here(ServerOptions options) =>
        ListenAddresses.AreLoopback(options) ? "127.0.0.1" : System.Environment.MachineName;

    static TimeSpan Seconds(ParseResult parsed, Option<int> option, int min) => parsed.GetValue(option) is var seconds && seconds >= min
        ? TimeSpan.FromSeconds(seconds)
        : throw new StartException($"{option.Name} is at least {min}.");

    static string? Given(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option) is { Length: > 0 } text ? text : null;

    static Option<string> Text(string name, string description, string fallback = "") => new(name)
    {
        Description = description, Recursive = true, DefaultValueFactory = _ => Value(name) ?? fallback,
    };

    static Option<bool> Switch(string name, string description) => new(name)
    {
        Description = description, Recursive = true, DefaultValueFactory = _ => Value(name) == "true",
    };

    static Option<int> Number(string name, string description, int fallback) => new(name)
    {
        Description = description,
        Recursive = true,
        DefaultValueFactory = result =>
        {
            if (Value(name) is not { Length: > 0 } text) return fallback;
            if (int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number)) return number;
            result.AddError($"{Variable(name)} is a number, not '{text}'.");
            return fallback;
        },
    };

    static string Variable(string option) => Prefix + option.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    static string? Value(string option) => System.Environment.GetEnvironmentVariable(Variable(option));

    static string? Setting(string name) => System.Environment.GetEnvironmentVariable(Prefix + name);

    static Dictionary<string, string> Environment() => System.Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => pair.Value as string ?? "");
}
