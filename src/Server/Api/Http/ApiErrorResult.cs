using System.Text.Json;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>Answers with an <see cref="ApiError"/>, and logs a line that says so: every refusal passes here.</summary>
sealed partial class ApiErrorResult(ApiError error) : IResult, IStatusCodeHttpResult
{
    const int LoggedCharsMax = 300;

    public int? StatusCode => error.Code;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (error.Code < StatusCodes.Status500InternalServerError) Log(httpContext);
        httpContext.Response.StatusCode = error.Code;
        return httpContext.Response.WriteAsJsonAsync(
            error, JsonSerializerOptions.Web, "application/json; charset=utf-8", httpContext.RequestAborted);
    }

    /// <summary>The route and not the address: an address may be signed, and is the caller's text.</summary>
    void Log(HttpContext context)
    {
        var logger = context.RequestServices.GetRequiredService<ILogger<ApiErrorResult>>();
        if (!logger.IsEnabled(LogLevel.Information)) return;

        var said = error.Message.Length > LoggedCharsMax ? error.Message[..LoggedCharsMax] + "…" : error.Message;
        Refused(
            logger, context.GetEndpoint()?.DisplayName ?? context.Request.Method, error.Code, error.ErrorType,
            string.Create(said.Length, said, (span, text) =>
            {
                for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(text[i]) ? ' ' : text[i];
            }));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Endpoint} is refused with {Status} {Type}: {Said}")]
    static partial void Refused(ILogger logger, string endpoint, int status, string type, string said);
}
