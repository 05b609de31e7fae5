using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO;
using ClickHouse.Driver.ADO.Parameters;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Schema;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store;

/// <summary>
/// The store's one adapter: SQL and Native blocks over ClickHouse's HTTP interface, which a server and the embedded
/// engine both speak. Safe for use by many callers at once.
/// </summary>
/// <remarks>
/// Every call throws <see cref="StoreUnavailableException"/> when the store cannot be reached or is overloaded, and
/// <see cref="StoreException"/> when it refuses the statement, and <see cref="StoreDamagedException"/> when a file that
/// the statement needs is damaged. A cancelled query is stopped in the store too.
/// </remarks>
public sealed class ClickHouse : IDisposable
{
    static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);
    static readonly TimeSpan s_answerTimeout = TimeSpan.FromMinutes(10);

    readonly HttpClient _http;
    readonly ClickHouseClient _client;
    readonly ClickHouseConnection _connection;
    readonly StoreAddress _address;

    public ClickHouse(StoreAddress address) : this(address, Handler(address))
    {
    }

    /// <param name="handler">Carries the requests, and is disposed with this.</param>
    internal ClickHouse(StoreAddress address, HttpMessageHandler handler)
    {
        _address = address;
        _http = new HttpClient(handler) { Timeout = s_answerTimeout };
        _client = new ClickHouseClient(new ClickHouseClientSettings
        {
            Protocol = address.Endpoint.Scheme,
            Host = address.Endpoint.Host,
            Port = (ushort)address.Endpoint.Port,
            Path = address.Endpoint.AbsolutePath.Trim('/'),
            Database = address.Database,
            Username = address.User ?? "default",
            Password = address.Password ?? "",
            HttpClient = _http,
            UseCompression = false,
            // Parameters travel in the body, where a list of ten thousand paths has room.
            UseFormDataParameters = true,
            JsonReadMode = JsonReadMode.None,
            JsonWriteMode = JsonWriteMode.None,
        });
        _connection = _client.CreateConnection();
    }

    /// <summary>
    /// Raised with what a statement found damaged, before that call throws; again and again for the same damage.
    /// </summary>
    public event Action<Damage>? Damaged;

    /// <summary>Runs a query and gathers its whole answer.</summary>
    /// <param name="sql">Without a FORMAT; its values are <c>{name:Type}</c> parameters.</param>
    public async Task<Columns> QueryAsync(
        string sql, SqlArguments arguments, CancellationToken cancellationToken, QueryLimits? limits = null)
    {
        using var answer = await SendAsync(sql, arguments, limits, cancellationToken);
        var columns = new Columns();
        while (await ReadBlockAsync(answer, columns, cancellationToken))
        {
        }

        return columns;
    }

    /// <summary>
    /// Runs a query and hands out its answer block by block while it runs, for answers too large to gather.
    /// </summary>
    /// <param name="sql">Without a FORMAT; its values are <c>{name:Type}</c> parameters.</param>
    /// <param name="reusesMemory">A block is valid until the next one is asked for.</param>
    public async IAsyncEnumerable<Columns> StreamAsync(
        string sql, SqlArguments arguments, [EnumeratorCancellation] CancellationToken cancellationToken,
        QueryLimits? limits = null, bool reusesMemory = false)
    {
        using var answer = await SendAsync(sql, arguments, limits, cancellationToken);
        var columns = new Columns();
        while (true)
        {
            if (reusesMemory) columns.Clear();
            else columns = new Columns();
            if (!await ReadBlockAsync(answer, columns, cancellationToken)) yield break;
            if (columns.Rows > 0) yield return columns;
        }
    }

    /// <summary>What it calls its version.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken) =>
        (await QueryAsync("SELECT version() AS version", SqlArguments.None, cancellationToken)).Strings("version").Text(0);

    /// <summary>Returns if the store answers.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => QueryAsync("SELECT 1", SqlArguments.None, cancellationToken);

    /// <summary>Runs one statement that has no answer.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await GuardAsync(writes: true, async () =>
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            command.CustomSettings["wait_end_of_query"] = 1;
            Set(command.CustomSettings, ClusterSettings.Common);
            using var result = await command.ExecuteRawResultAsync(cancellationToken);
            await result.CopyToAsync(Stream.Null);
            return true;
        }, cancellationToken);
    }

    /// <summary>Deletes rows for good, in every copy of them; they are gone when the call returns.</summary>
    /// <param name="table">Its name, from our own code.</param>
    /// <param name="condition">Takes no parameters, so it may hold no text of anyone's.</param>
    internal async Task DeleteAsync(string table, string condition, CancellationToken cancellationToken)
    {
        var rows = _address.Cluster is { } cluster ? $"{table}_local ON CLUSTER '{cluster}'" : table;
        try
        {
            await ExecuteAsync($"ALTER TABLE {rows} DELETE WHERE {condition} SETTINGS mutations_sync = 2", cancellationToken);
        }
        catch (StoreDamagedException)
        {
            // It would be tried for ever, and hold back every later deletion.
            await ExecuteAsync($"KILL MUTATION WHERE database = currentDatabase() AND table = '{table}'", cancellationToken);
            throw;
        }
    }

    /// <summary>Inserts a block: all of its rows or none. It is durable when the call returns.</summary>
    /// <param name="table">Its name, from our own code.</param>
    /// <param name="block">Must not change until the call has ended.</param>
    /// <param name="deduplicationToken">The store drops a block whose token it has seen in this table, whatever its
    /// content: an insert may be repeated. It remembers the last thousand tokens. Null: blocks with equal content are
    /// the same.</param>
    public async Task InsertAsync(
        string table, NativeBlock block, string? deduplicationToken, CancellationToken cancellationToken)
    {
        if (block.Rows == 0) return;

        // Merges and reads decide which row replaces which, so an insert need not merge its own block.
        var settings = new Dictionary<string, object> { ["async_insert"] = 0, ["optimize_on_insert"] = 0 };
        Set(settings, ClusterSettings.Inserts);
        if (deduplicationToken is not null) settings["insert_deduplication_token"] = deduplicationToken;
        var begun = Stopwatch.GetTimestamp();
        using var span = Telemetry.Calling($"insert {table}");
        await GuardAsync(writes: true, async () =>
        {
            await using var stream = new BlockStream(block);
            using var answer = await _client.InsertRawStreamAsync(
                table, stream, "Native", block.Names.Select(name => $"`{name}`"), useCompression: false,
                new QueryOptions { CustomSettings = settings }, cancellationToken);
            return true;
        }, cancellationToken);
        Telemetry.Inserted(table, block.Rows, Stopwatch.GetElapsedTime(begun));
    }

    /// <summary>
    /// Brings the tables up to this version of the program. Several processes must not do so at once.
    /// </summary>
    public Task MigrateAsync(CancellationToken cancellationToken) => new Migrations(
        this, _address.Cluster is { } cluster ? new ClusterSchema(cluster, _address.Database) : null,
        isShared: _address.UnixSocketPath is null).RunAsync(cancellationToken);

    public void Dispose()
    {
        _connection.Dispose();
        _client.Dispose();
        _http.Dispose();
    }

    void Set(IDictionary<string, object> settings, IReadOnlyDictionary<string, object> forCluster)
    {
        if (_address.Cluster is null) return;
        foreach (var (name, value) in forCluster) settings[name] = value;
    }

    internal static SocketsHttpHandler Handler(StoreAddress address)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = s_connectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            UseProxy = address.UnixSocketPath is null,
        };
        if (address.UnixSocketPath is { } path)
        {
            handler.ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        return handler;
    }

    async Task<Answer> SendAsync(
        string sql, SqlArguments arguments, QueryLimits? limits, CancellationToken cancellationToken)
    {
        using var command = _connection.CreateCommand();
        foreach (var argument in arguments.All)
        {
            sql = argument.PutInto(sql);
            for (var field = 0; field < argument.Fields.Count; field++)
            {
                command.Parameters.Add(new ClickHouseDbParameter
                {
                    ParameterName = argument.FieldName(field),
                    // Already as ClickHouse reads it; as an identifier the driver passes it on unchanged.
                    ClickHouseType = "Identifier",
                    Value = argument.Fields[field],
                });
            }
        }

        command.CommandText = $"{sql}\nFORMAT Native";
        var settings = command.CustomSettings;
        settings["cancel_http_readonly_queries_on_client_close"] = 1;
        Set(settings, ClusterSettings.Common);
        if (limits?.ExecutionTimeMax is { } time)
        {
            settings["max_execution_time"] = time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        }

        if (limits?.MemoryBytesMax is { } memory) settings["max_memory_usage"] = memory;

        var begun = Stopwatch.GetTimestamp();
        using var span = Telemetry.Calling("query");
        return await GuardAsync(writes: false, async () =>
        {
            var result = await command.ExecuteRawResultAsync(cancellationToken);
            Telemetry.Queried(Stopwatch.GetElapsedTime(begun));
            return new Answer(result, new NativeReader(await result.ReadAsStreamAsync()));
        }, cancellationToken);
    }

    Task<bool> ReadBlockAsync(Answer answer, Columns columns, CancellationToken cancellationToken) =>
        GuardAsync(writes: false, async () =>
        {
            try
            {
                return await columns.ReadBlockAsync(answer.Reader, cancellationToken);
            }
            catch (StoreException exception) when (exception.Code == 0)
            {
                if (await answer.Reader.ErrorBehindAsync(cancellationToken) is { } error) throw error;
                throw;
            }
        }, cancellationToken);

    async Task<T> GuardAsync<T>(bool writes, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (StoreDamagedException damaged)
        {
            Damaged?.Invoke(damaged.Damage);
            throw;
        }
        catch (Exception exception) when (StoreErrors.Translated(exception, writes) is { } translated)
        {
            // An error of a cancelled request is no outage.
            cancellationToken.ThrowIfCancellationRequested();
            Telemetry.Failed(translated);
            if (translated is StoreDamagedException damaged) Damaged?.Invoke(damaged.Damage);
            throw translated;
        }
    }

    sealed record Answer(ClickHouseRawResult Result, NativeReader Reader) : IDisposable
    {
        public void Dispose()
        {
            Reader.Dispose();
            Result.Dispose();
        }
    }
}
