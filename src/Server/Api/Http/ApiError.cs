using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NeptuneAlt.Server.Api.Series;

namespace NeptuneAlt.Server.Api.Http;

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

    /// <summary>What is there now, where a change is refused because somebody else made one meanwhile.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonObject? Current { get; init; }

    /// <summary>What is wrong with a formula, each with its place.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DiagnosticResponse>? Diagnostics { get; init; }

    /// <summary>The formula that the diagnostics are of, as it was sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Formula { get; init; }

    /// <summary>Projects that a report draws from and the caller may not see.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? InaccessibleProjects { get; init; }

    public IResult ToResult() => new ApiErrorResult(this);

    public static IResult BadRequest(string message, string errorType = "BAD_REQUEST") =>
        new ApiError(StatusCodes.Status400BadRequest, errorType, message).ToResult();

    public static IResult NotFound(string message, string errorType = "ENTITY_NOT_FOUND") =>
        new ApiError(StatusCodes.Status404NotFound, errorType, message).ToResult();

    /// <summary>An unknown project, or one that the caller may not see: the query clients tell these apart from other
    /// errors by the error type alone.</summary>
    public static IResult ProjectInaccessible(string identifier) => Inaccessible(identifier).ToResult();

    public static ApiError Inaccessible(string identifier) => new(
        StatusCodes.Status403Forbidden, "ACCESS_DENIED",
        $"Project '{identifier}' does not exist, or this token may not see it. Check its name (workspace/project).");

    /// <summary>Refused as HTTP has it, before an endpoint looked at the request.</summary>
    public static ApiError OfStatus(int status, string message) => new(status, TypeOf(status), message);

    /// <summary>What was asked for was kept and cannot be read any more. Clients try a server error again for half an hour, and this
    /// one does not pass: so it is told as gone, which they hand to their user at once.</summary>
    public static ApiError Damaged(string message) =>
        new(StatusCodes.Status410Gone, "DATA_DAMAGED", $"What this server keeps is damaged. {message}");

    /// <summary>The caller's <c>sub</c> claim: the user whose token it is.</summary>
    public static string Username(HttpContext context) => context.User.Identity?.Name ?? "anonymous";

    static string TypeOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => "NOT_FOUND",
        StatusCodes.Status405MethodNotAllowed => "METHOD_NOT_ALLOWED",
        StatusCodes.Status408RequestTimeout => "REQUEST_TIMEOUT",
        StatusCodes.Status413PayloadTooLarge => "LIMIT_EXCEEDED",
        StatusCodes.Status415UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
        StatusCodes.Status428PreconditionRequired => "PRECONDITION_REQUIRED",
        StatusCodes.Status429TooManyRequests => "TOO_MANY_REQUESTS",
        StatusCodes.Status500InternalServerError => "INTERNAL_ERROR",
        StatusCodes.Status503ServiceUnavailable => "SERVICE_UNAVAILABLE",
        _ => "BAD_REQUEST",
    };
}
