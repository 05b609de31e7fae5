namespace NeptuneAlt.Engine;

static partial class Telemetry
{
    [LoggerMessage(
        Level = LogLevel.Warning, Message = "The engine ended with code {Code}; it starts again in {Pause}.")]
    public static partial void EngineDied(ILogger logger, int code, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The engine does not start: {Reason}")]
    public static partial void EngineNotStarted(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Engine: {Line}")]
    public static partial void EngineSaid(ILogger logger, string line);
}
