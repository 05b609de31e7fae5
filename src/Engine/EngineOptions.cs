namespace NeptuneAlt.Engine;

/// <summary>How to run the engine.</summary>
/// <param name="DataFolder">Where it keeps its tables; made if it is not there. One engine a folder.</param>
/// <param name="SocketPath">Where it listens; null: in the data folder, or in a private folder if that path is
/// long.</param>
/// <param name="MemoryBytes">What it may use; null: a quarter of the machine's memory.</param>
/// <param name="LibraryPath">The chDB library; null: looked for (see the failure's message).</param>
/// <param name="LoopbackPort">A port of this machine to listen on beside the socket: the engine asks nobody for a
/// password, so only for tests and for looking into a stopped server's tables.</param>
public sealed record EngineOptions(
    string DataFolder,
    string? SocketPath = null,
    long? MemoryBytes = null,
    string? LibraryPath = null,
    ushort? LoopbackPort = null);
