namespace NeptuneAlt.Server.Api.Http;

/// <summary>The server has no room for the request now: the caller gets 503, or 429 where it takes more than its share,
/// and tries again.</summary>
/// <param name="message">A sentence that says what there is too much of.</param>
sealed class BusyException(string message) : Exception(message)
{
    /// <summary>503, or 429.</summary>
    public int Status { get; init; } = StatusCodes.Status503ServiceUnavailable;
}
