using System.Diagnostics.Metrics;

namespace NeptuneAlt.Engine;

static partial class Telemetry
{
    static readonly Meter Meter = new("NeptuneAlt.Engine");

    /// <summary>Counted where the engine is watched, in the server.</summary>
    public static readonly Counter<long> Restarts = Meter.CreateCounter<long>(
        "neptunealt.engine.restarts", "{restart}", "Times that the embedded engine ended by itself and was started again.");

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "The engine ended with code {Code}; it starts again in {Pause}.")]
    public static partial void EngineDied(ILogger logger, int code, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The engine does not start: {Reason} The next try is in {Pause}.")]
    public static partial void EngineNotStarted(ILogger logger, string reason, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The engine waits for room: {Reason}")]
    public static partial void EngineWaits(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Engine: {Line}")]
    public static partial void EngineSaid(ILogger logger, string line);
}
