using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Connections;
using NeptuneAlt.Blobs;
using NeptuneAlt.Server.Observability;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>
/// The one place where an exception becomes a response. A caller's mistake gets an answer and one quiet line in the
/// log; an outage gets a response that clients retry. Any other exception is a bug: the caller gets an id that is also
/// logged with the exception.
/// </summary>
sealed partial class ApiErrors(
    RequestDelegate next, TimeProvider time, DamageBoard damages, ILogger<ApiErrors> logger)
{
    static readonly TimeSpan OutageLogInterval = TimeSpan.FromSeconds(10);

    readonly ConcurrentDictionary<Type, long> _logged = new();

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (IsGone(context, exception))
        {
            // The caller is gone; the status is for metrics.
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception);
            return;
        }

        if (IsBare(context)) await SpeakAsync(context);
    }

    async Task AnswerAsync(HttpContext context, Exception exception)
    {
        var refusal = Refusal.Of(exception);
        if (exception is BlobDamagedException file) damages.Add(file.Damage);
        if (refusal is null) Failed(logger, context.TraceIdentifier, PlaceOf(context), exception);
        else if (refusal.Error.Code >= StatusCodes.Status500InternalServerError) LogOutage(exception);

        if (context.Response.HasStarted)
        {
            // A part of the answer is out: only an end in its middle tells the caller that it is no whole one.
            context.Abort();
            return;
        }

        Clear(context.Response);
        if (refusal?.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter =
                Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var error = refusal?.Error ?? ApiError.OfStatus(
            StatusCodes.Status500InternalServerError,
            $"This is a fault of the server. Its log tells more under the id {context.TraceIdentifier}.");
        await error.ToResult().ExecuteAsync(context);
    }

    static bool IsGone(HttpContext context, Exception exception) =>
        exception is ConnectionResetException
        || (exception is OperationCanceledException or IOException or BadHttpRequestException
            && context.RequestAborted.IsCancellationRequested);

    /// <summary>Removes headers that describe another body. Headers that apply to every response stay.</summary>
    static void Clear(HttpResponse response)
    {
        var headers = response.Headers;
        response.ContentLength = null;
        foreach (var name in new[] { "ETag", "Last-Modified", "Content-Range", "Content-Disposition", "Accept-Ranges" })
            headers.Remove(name);
    }

    /// <summary>Whether the framework refused a call of the API with a status alone.</summary>
    static bool IsBare(HttpContext context) =>
        context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null }
        && context.Request.Path.StartsWithSegments("/api");

    static Task SpeakAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return ApiError.OfStatus(status, status switch
        {
            StatusCodes.Status404NotFound => $"This server has no {context.Request.Method} {context.Request.Path}.",
            StatusCodes.Status415UnsupportedMediaType =>
                "Send the body as application/json, and say so in Content-Type.",
            _ => "The request is refused.",
        }).ToResult().ExecuteAsync(context);
    }

    static string PlaceOf(HttpContext context) => context.GetEndpoint()?.DisplayName ?? context.Request.Method;

    /// <summary>An outage meets every request: its operator reads of it now and then.</summary>
    void LogOutage(Exception outage)
    {
        var now = time.GetTimestamp();
        if (_logged.TryGetValue(outage.GetType(), out var last) && time.GetElapsedTime(last, now) < OutageLogInterval)
            return;

        _logged[outage.GetType()] = now;
        Refused(logger, outage.Message);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Requests are refused: {Reason}")]
    static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Id} failed at {Endpoint}")]
    static partial void Failed(ILogger logger, string id, string endpoint, Exception exception);
}
