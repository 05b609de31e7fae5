using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;
using NeptuneAlt.Log;
using NeptuneAlt.Query;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Nql;
using NeptuneAlt.Server.Api.Series;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>What an exception means for the caller.</summary>
/// <param name="RetryAfter">When to try again; <c>null</c> if trying again does not help.</param>
sealed record Refusal(ApiError Error, TimeSpan? RetryAfter = null)
{
    /// <summary>Unless an outage says when it may be over.</summary>
    static readonly TimeSpan RetryAfterDefault = TimeSpan.FromSeconds(1);

    /// <summary>Room is made by hand.</summary>
    static readonly TimeSpan RetryAfterFull = TimeSpan.FromSeconds(5);

    /// <returns><c>null</c> for what is a fault of this server.</returns>
    public static Refusal? Of(Exception exception) => exception switch
    {
        BadRequestException { ErrorType: { } type } bad => new(new ApiError(bad.Status, type, bad.Message)),
        BadRequestException bad => new(ApiError.OfStatus(bad.Status, bad.Message)),
        BadHttpRequestException bad => new(ApiError.OfStatus(bad.StatusCode, FrameworkWords.Of(bad))),
        FormulaException formula => new(ApiError.OfStatus(StatusCodes.Status400BadRequest, formula.Message) with
        {
            Diagnostics = [.. formula.Diagnostics.Select(DiagnosticResponse.Of)], Formula = formula.Text,
        }),
        NqlException or BadQueryException =>
            new(ApiError.OfStatus(StatusCodes.Status400BadRequest, exception.Message)),
        ProjectInaccessibleException project => new(ApiError.Inaccessible(project.Identifier)),
        CatalogConflictException conflict =>
            new(new ApiError(StatusCodes.Status409Conflict, conflict.ErrorType, conflict.Message)),
        StoreDamagedException damaged => new(ApiError.Damaged(damaged.Damage.What)),
        BlobDamagedException =>
            new(ApiError.Damaged("Upload the file again, or ask the server's operator to restore it.")),
        BusyException busy => new(ApiError.OfStatus(busy.Status, busy.Message), RetryAfterDefault),
        _ => OutageOf(exception),
    };

    /// <summary>The message to a caller about an outage: which part is unavailable, but not its address or the
    /// cause.</summary>
    static Refusal? OutageOf(Exception exception) => exception switch
    {
        CatalogUnavailableException => Outage("The catalog does not serve at the moment. Try again."),
        StoreUnavailableException => Outage("The store does not serve at the moment. Try again."),
        LogUnavailableException log => Outage("The log does not serve at the moment. Try again.", log.RetryAfter),
        BlobsUnavailableException => Outage("The storage of files does not serve at the moment. Try again."),
        BlobsFullException => new(
            new ApiError(
                StatusCodes.Status507InsufficientStorage, "INSUFFICIENT_STORAGE",
                "The server's disk has no room for this file. Try again once its operator has made some."),
            RetryAfterFull),
        BlobUploadBusyException busy => Outage(busy.Message),
        _ => null,
    };

    static Refusal Outage(string message, TimeSpan? retryAfter = null) => new(
        ApiError.OfStatus(StatusCodes.Status503ServiceUnavailable, message), retryAfter ?? RetryAfterDefault);
}
