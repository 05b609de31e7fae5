using System.Collections.Concurrent;
using Microsoft.AspNetCore.Diagnostics;
using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;
using NeptuneAlt.Log;
using NeptuneAlt.Server.Observability;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server.Api.Backend;

/// <summary>Turns an outage below into an answer that the clients retry, damage into one that they do not, and a malformed request into Neptune's error.
/// </summary>
sealed partial class OutageHandler(TimeProvider time, DamageBoard damages, ILogger<OutageHandler> logger) : IExceptionHandler
{
    const string RetryAfterSeconds = "5";
    static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    readonly ConcurrentDictionary<Type, long> _logged = new();

    public async ValueTask<bool> TryHandleAsync(
        HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException malformed)
        {
            await new ApiError(malformed.StatusCode, "BAD_REQUEST", WhatIsWrong(malformed)).ToResult().ExecuteAsync(context);
            return true;
        }

        if (exception is BlobDamagedException file)
        {
            damages.Add(file.Damage);
            await ApiError.Damaged("Upload the file again, or ask the server's operator to restore it.").ExecuteAsync(context);
            return true;
        }

        if (exception is StoreDamagedException damaged)
        {
            // Its operator reads of it as damage, once.
            await ApiError.Damaged(damaged.Damage.What).ExecuteAsync(context);
            return true;
        }

        if (Told(exception) is not { } message) return false;

        Log(exception);
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        var (status, errorType) = exception is BlobsFullException
            ? (StatusCodes.Status507InsufficientStorage, "INSUFFICIENT_STORAGE")
            : (StatusCodes.Status503ServiceUnavailable, "SERVICE_UNAVAILABLE");
        await new ApiError(status, errorType, message).ToResult().ExecuteAsync(context);
        return true;
    }

    /// <summary>What the framework says of the parameter, and where a body breaks off from JSON.</summary>
    static string WhatIsWrong(BadHttpRequestException malformed) => malformed.InnerException is { } inner
        ? $"{malformed.Message} {inner.Message}"
        : malformed.Message;

    /// <summary>What the caller is told of an outage: which part it is, and nothing of where that is or how it failed.
    /// </summary>
    static string? Told(Exception exception) => exception switch
    {
        CatalogUnavailableException => "The catalog does not serve at the moment. Try again.",
        StoreUnavailableException => "The store does not serve at the moment. Try again.",
        LogUnavailableException => "The log does not serve at the moment. Try again.",
        BlobsUnavailableException => "The storage of files does not serve at the moment. Try again.",
        BlobsFullException => "The server's disk has no room for this file. Try again once its operator has made some.",
        BlobUploadBusyException busy => busy.Message,
        _ => null,
    };

    /// <summary>An outage meets every request: its operator reads of it now and then.</summary>
    void Log(Exception outage)
    {
        var now = time.GetTimestamp();
        if (_logged.TryGetValue(outage.GetType(), out var last) && time.GetElapsedTime(last, now) < LogInterval) return;

        _logged[outage.GetType()] = now;
        Refused(outage.Message);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Requests are refused: {Reason}")]
    partial void Refused(string reason);
}
