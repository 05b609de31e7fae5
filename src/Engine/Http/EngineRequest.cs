using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using NeptuneAlt.Engine.Workers;

namespace NeptuneAlt.Engine.Http;

/// <summary>
/// A request as ClickHouse's HTTP interface defines it: the statement in the URL's <c>query</c>, in the body, or in a
/// form's <c>query</c>; <c>param_*</c> and settings as keys of the URL or the form.
/// </summary>
sealed class EngineRequest
{
    const string DefaultDatabase = "neptune";
    const long TextBytesMax = 64 << 20;

    // Keys that steer the transport, or that mean nothing for one process on a private socket.
    static readonly HashSet<string> s_notSettings =
    [
        "query", "query_id", "database", "default_format", "wait_end_of_query", "buffer_size", "user", "password",
        "quota_key", "role", "session_id", "session_timeout", "session_check", "compress", "decompress", "stacktrace",
        "enable_http_compression", "client_protocol_version", "cancel_http_readonly_queries_on_client_close",
        "async_insert", "wait_for_async_insert", "log_comment",
    ];

    static readonly FormOptions s_form = new()
    {
        ValueLengthLimit = int.MaxValue,
        ValueCountLimit = 100_000,
        MultipartBodyLengthLimit = long.MaxValue,
    };

    readonly List<KeyValuePair<string, string>> _parameters = [];
    readonly List<KeyValuePair<string, string>> _settings = [];

    public string Sql { get; private set; } = "";

    public string Database { get; private set; } = DefaultDatabase;

    public string Format { get; private set; } = "TabSeparated";

    /// <summary>The answer is to be complete before the first byte of it is sent.</summary>
    public bool Buffered { get; private set; }

    /// <summary>The statement is in the URL and the body, not yet read, is the data of its INSERT.</summary>
    public bool HasData { get; private set; }

    public IReadOnlyList<KeyValuePair<string, string>> Parameters => _parameters;

    public IReadOnlyList<KeyValuePair<string, string>> Settings => _settings;

    public static async Task<EngineRequest> ReadAsync(HttpContext context)
    {
        var request = new EngineRequest();
        foreach (var (name, values) in context.Request.Query) request.Take(name, values);

        // Only this kind of form: curl calls any body that it is given urlencoded.
        if (context.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true)
        {
            var form = await new FormFeature(context.Request, s_form).ReadFormAsync(context.RequestAborted);
            foreach (var (name, values) in form) request.Take(name, values);
        }
        else if (SqlText.DataInsert(request.Sql) is { Success: true } insert && insert.Groups["rest"].Length == 0)
        {
            request.HasData = true;
        }
        else
        {
            request.Sql += await ReadTextAsync(context);
        }

        return request;
    }

    void Take(string name, StringValues values)
    {
        var value = values.ToString();
        switch (name)
        {
            case "query": Sql = value; break;
            case "database" when value.Length > 0: Database = value; break;
            case "default_format": Format = value; break;
            case "wait_end_of_query": Buffered = value is "1" or "true"; break;
            case var _ when name.StartsWith("param_", StringComparison.Ordinal):
                _parameters.Add(new(name["param_".Length..], value));
                break;
            case var _ when !s_notSettings.Contains(name):
                _settings.Add(new(name, value));
                break;
        }
    }

    static async Task<string> ReadTextAsync(HttpContext context)
    {
        if (context.Request.ContentLength > TextBytesMax) throw new InvalidDataException("The statement is too long.");
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(context.RequestAborted);
    }
}
