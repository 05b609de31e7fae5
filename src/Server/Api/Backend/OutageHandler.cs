using Microsoft.AspNetCore.Diagnostics;
using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Backend;

/// <summary>Turns an outage below into an answer that the clients retry, and a malformed request into Neptune's error.
/// </summary>
sealed class OutageHandler : IExceptionHandler
{
    const string RetryAfterSeconds = "5";

    public async ValueTask<bool> TryHandleAsync(
        HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException malformed)
        {
            await new ApiError(malformed.StatusCode, "BAD_REQUEST", malformed.Message).ToResult().ExecuteAsync(context);
            return true;
        }

        if (exception is not (CatalogUnavailableException or BlobsUnavailableException or BlobUploadBusyException))
            return false;

        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        await new ApiError(StatusCodes.Status503ServiceUnavailable, "SERVICE_UNAVAILABLE", exception.Message)
            .ToResult().ExecuteAsync(context);
        return true;
    }
}
