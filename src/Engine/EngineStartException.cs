namespace NeptuneAlt.Engine;

/// <summary>The engine cannot start. The message is one sentence for the operator and names the cure.</summary>
public sealed class EngineStartException(string message) : Exception(message);
