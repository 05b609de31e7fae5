namespace NeptuneAlt.Server.Api;

/// <summary>Neptune's JSON error body: what went wrong, for programs (<c>errorType</c>) and for people.</summary>
/// <param name="Code">The HTTP status again.</param>
/// <param name="ErrorType">Neptune's name of the error, such as <c>ACCESS_DENIED</c>.</param>
/// <param name="Message">A sentence that says what to do.</param>
sealed record ApiError(int Code, string ErrorType, string Message)
{
    /// <summary>Neptune's web API also shows errors under this name.</summary>
    public string Title => Message;

    /// <summary>An older name of <see cref="ErrorType"/>.</summary>
    public string Type => ErrorType;

    public IResult ToResult() => Results.Json(this, statusCode: Code);

    public static IResult BadRequest(string message, string errorType = "BAD_REQUEST") =>
        new ApiError(StatusCodes.Status400BadRequest, errorType, message).ToResult();

    public static IResult NotFound(string message, string errorType = "ENTITY_NOT_FOUND") =>
        new ApiError(StatusCodes.Status404NotFound, errorType, message).ToResult();

    /// <summary>An unknown project, or one that the caller may not see: the query clients tell these apart from other
    /// errors by the error type alone.</summary>
    public static IResult ProjectInaccessible(string identifier) => new ApiError(
        StatusCodes.Status403Forbidden, "ACCESS_DENIED",
        $"Project '{identifier}' does not exist, or this token may not see it. Check its name (workspace/project).")
        .ToResult();

    /// <summary>What was asked for was kept and cannot be read any more. Clients try a server error again for half an hour, and this
    /// one does not pass: so it is told as gone, which they hand to their user at once.</summary>
    public static IResult Damaged(string message) =>
        new ApiError(StatusCodes.Status410Gone, "DATA_DAMAGED", $"What this server keeps is damaged. {message}").ToResult();

    /// <summary>The caller's <c>sub</c> claim: the user whose token it is.</summary>
    public static string Username(HttpContext context) => context.User.Identity?.Name ?? "anonymous";
}
