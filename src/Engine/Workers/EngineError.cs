using System.Globalization;
using System.Text.RegularExpressions;

namespace NeptuneAlt.Engine.Workers;

/// <summary>An error as ClickHouse reports it: <c>Code: 60. DB::Exception: …</c>.</summary>
sealed partial record EngineError(int Code, string Text)
{
    const int BadArguments = 36;
    const int LogicalError = 49;
    const int TooManySimultaneousQueries = 202;
    const int Aborted = 236;
    const int QueryWasCancelled = 394;

    /// <summary>The status that ClickHouse's HTTP interface gives for the code.</summary>
    public int HttpStatus => Code switch
    {
        TooManySimultaneousQueries or Aborted => StatusCodes.Status503ServiceUnavailable,
        497 => StatusCodes.Status403Forbidden,
        159 => StatusCodes.Status408RequestTimeout,
        48 => StatusCodes.Status501NotImplemented,
        6 or 26 or 27 or BadArguments or 38 or 41 or 43 or 53 or 62 or 69 or 70 or 72 or 117 or 130 or 158 or 307
            or 441 or 456 or 457 => StatusCodes.Status400BadRequest,
        16 or 46 or 47 or 50 or 56 or 60 or 73 or 81 or 115 => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static EngineError? From(string? text)
    {
        if (text is null) return null;
        var code = CodePattern().Match(text);
        return new EngineError(
            code.Success ? int.Parse(code.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : LogicalError, text);
    }

    public static EngineError Bad(string sentence) => New(BadArguments, sentence, "BAD_ARGUMENTS");

    public static EngineError Full() =>
        New(TooManySimultaneousQueries, "Too many statements are waiting.", "TOO_MANY_SIMULTANEOUS_QUERIES");

    public static EngineError Stopping() => New(Aborted, "The engine is stopping.", "ABORTED");

    public static EngineError Cancelled() => New(QueryWasCancelled, "The client has gone.", "QUERY_WAS_CANCELLED");

    public static EngineError Unexpected(Exception exception) => New(LogicalError, exception.Message, "LOGICAL_ERROR");

    static EngineError New(int code, string sentence, string name) =>
        new(code, $"Code: {code}. DB::Exception: {sentence} ({name})");

    [GeneratedRegex(@"Code:\s*(\d+)")]
    private static partial Regex CodePattern();
}
