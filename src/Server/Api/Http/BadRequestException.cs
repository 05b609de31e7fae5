namespace NeptuneAlt.Server.Api.Http;

/// <summary>A request that no endpoint can take as it is: the caller gets 400 and the message.</summary>
/// <param name="message">A sentence that says what to do.</param>
sealed class BadRequestException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>400, unless HTTP has a status of its own for what is wrong.</summary>
    public int Status { get; init; } = StatusCodes.Status400BadRequest;

    /// <summary>Neptune's name of the error; <c>null</c>: that of the status.</summary>
    public string? ErrorType { get; init; }
}
