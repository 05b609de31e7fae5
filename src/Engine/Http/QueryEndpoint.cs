using System.Globalization;
using System.Text;
using NeptuneAlt.Engine.Chdb;
using NeptuneAlt.Engine.Workers;

namespace NeptuneAlt.Engine.Http;

/// <summary>
/// Answers statements. Inserts and queries have their own workers, so that neither starves the other.
/// </summary>
sealed class QueryEndpoint(WorkerPool queries, WorkerPool inserts, DiskGuard disk)
{
    const string Token = "insert_deduplication_token";

    /// <summary>Tokens hold for one life of the engine: that of an insert whose data a full disk did not take is remembered all
    /// the same. What an earlier life stored, its clients see in the tables.</summary>
    static readonly string s_life = Guid.NewGuid().ToString("N");

    public async Task HandleAsync(HttpContext context)
    {
        EngineRequest request;
        try
        {
            request = await EngineRequest.ReadAsync(context);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            await WriteAsync(context, EngineError.Bad(exception.Message));
            return;
        }

        if (request.Settings.FirstOrDefault(setting => !SqlText.IsSettingName(setting.Key)).Key is { } odd)
        {
            await WriteAsync(context, EngineError.Bad($"{odd} is not the name of a setting."));
        }
        else if (request.HasData)
        {
            await InsertAsync(context, request);
        }
        else if (SqlText.FirstWord(request.Sql) is not ("SELECT" or "WITH"))
        {
            await ExecuteAsync(context, request);
        }
        else if (request.Buffered)
        {
            await RunAsync(context, Select(request), SessionOf(context, request, []));
        }
        else
        {
            await StreamAsync(context, request);
        }
    }

    /// <summary>Writes the error as ClickHouse does; behind the data if some of it has gone out already.</summary>
    public static async Task WriteAsync(HttpContext context, EngineError error)
    {
        if (context.RequestAborted.IsCancellationRequested) return;
        if (context.Response.HasStarted)
        {
            var text = $"\r\n__exception__\r\n{error.Text}\r\n__exception__\r\n";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), CancellationToken.None);
            return;
        }

        context.Response.StatusCode = error.HttpStatus;
        context.Response.ContentType = "text/plain; charset=UTF-8";
        context.Response.Headers["X-ClickHouse-Exception-Code"] = error.Code.ToString(CultureInfo.InvariantCulture);
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(error.Text + "\n"), CancellationToken.None);
    }

    async Task InsertAsync(HttpContext context, EngineRequest request)
    {
        var parts = SqlText.DataInsert(request.Sql);
        var settings = string.Join(
            ", ",
            ((string[])[parts.Groups["settings"].Value, SqlText.Assignments(request.Settings.Select(OfThisLife))])
                .Where(clause => clause.Length > 0));
        var sql = parts.Groups["head"].Value + (settings.Length > 0 ? $" SETTINGS {settings}" : "");

        var job = new InsertJob(
            SessionOf(context, request, []),
            new Statement(sql, parts.Groups["format"].Value, request.Parameters),
            context.Request.BodyReader);
        var error = EngineError.Full();
        if (inserts.TryAdd(job))
        {
            await job.Ended;
            error = job.Error;
            disk.Check();
        }

        if (error is not null)
        {
            await WriteAsync(context, error);
            return;
        }

        context.Response.Headers["X-ClickHouse-Summary"] = $$"""{"written_rows":"{{job.RowsWritten}}"}""";
        context.Response.ContentLength = 0;
    }

    async Task ExecuteAsync(HttpContext context, EngineRequest request)
    {
        if (SqlText.DataInsert(request.Sql) is { Success: true } insert
            && !insert.Groups["format"].Value.Equals("Values", StringComparison.OrdinalIgnoreCase))
        {
            await WriteAsync(context, EngineError.Bad(
                "The data of an INSERT goes into the body and its statement into the URL's query parameter."));
            return;
        }

        await RunAsync(
            context,
            new Statement(request.Sql, request.Format, request.Parameters),
            SessionOf(context, request, request.Settings));
    }

    static KeyValuePair<string, string> OfThisLife(KeyValuePair<string, string> setting) =>
        setting.Key == Token ? new(Token, $"{setting.Value}/{s_life}") : setting;

    async Task RunAsync(HttpContext context, Statement statement, Session session)
    {
        using var job = new QueryJob(session, statement);
        var error = EngineError.Full();
        if (queries.TryAdd(job))
        {
            await job.Ended;
            error = job.Error;
            disk.Check();
        }

        if (error is not null)
        {
            await WriteAsync(context, error);
            return;
        }

        var result = job.Result;
        Describe(context);
        context.Response.Headers["X-ClickHouse-Summary"] =
            $$"""{"read_rows":"{{result.RowsRead}}","written_rows":"{{result.RowsWritten}}"}""";
        context.Response.ContentLength = result.Length;
        await WritePiecesAsync(context, result);
    }

    async Task StreamAsync(HttpContext context, EngineRequest request)
    {
        var job = new StreamJob(SessionOf(context, request, []), Select(request));
        if (!queries.TryAdd(job))
        {
            await WriteAsync(context, EngineError.Full());
            return;
        }

        Describe(context);
        await foreach (var chunk in job.Chunks.ReadAllAsync(CancellationToken.None))
        {
            using (chunk) await WritePiecesAsync(context, chunk);
        }

        // The chunks end before the worker has tidied up.
        await job.Ended;
        if (job.Error is { } error) await WriteAsync(context, error);
    }

    // A trailing SETTINGS clause costs nothing, where SET and its undoing are two statements more.
    static Statement Select(EngineRequest request)
    {
        var sql = SqlText.Trimmed(request.Sql);
        if (request.Settings.Count > 0) sql += $"\nSETTINGS {SqlText.Assignments(request.Settings)}";
        return new Statement(sql, request.Format, request.Parameters);
    }

    static Session SessionOf(
        HttpContext context, EngineRequest request, IReadOnlyList<KeyValuePair<string, string>> settings) =>
        new(request.Database, settings, context.RequestAborted);

    static void Describe(HttpContext context) => context.Response.ContentType = "application/octet-stream";

    static async Task WritePiecesAsync(HttpContext context, QueryResult result)
    {
        foreach (var piece in result.Pieces())
        {
            if (context.RequestAborted.IsCancellationRequested) return;
            await context.Response.BodyWriter.WriteAsync(piece, CancellationToken.None);
        }
    }
}
