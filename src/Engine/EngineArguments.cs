using System.Globalization;
using System.Text;

namespace NeptuneAlt.Engine;

/// <summary>The command line: <c>--path FOLDER --socket FILE [--port PORT] [--memory BYTES] [--library FILE]</c>.
/// </summary>
/// <param name="DataFolder">Full path, without a slash at the end: chDB takes another spelling for another
/// folder.</param>
/// <param name="LoopbackPort">Listens there too.</param>
/// <param name="MemoryBytes">What the engine may use of the machine's memory.</param>
sealed record EngineArguments(
    string DataFolder, string SocketPath, ushort? LoopbackPort, long MemoryBytes, string? Library)
{
    const long MemoryBytesMin = 512 << 20;

    /// <exception cref="EngineStartException">The message says what is wrong.</exception>
    public static EngineArguments Parse(IReadOnlyList<string> args)
    {
        var options = new Dictionary<string, string>();
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count || args[i] is not ("--path" or "--socket" or "--port" or "--memory" or "--library"))
            {
                throw new EngineStartException(
                    "Usage: NeptuneAlt.Engine --path FOLDER --socket FILE [--port PORT] [--memory BYTES] [--library FILE]");
            }

            options[args[i]] = args[i + 1];
        }

        var socket = Path.GetFullPath(Needed("--socket"));
        if (Encoding.UTF8.GetByteCount(socket) > UnixSocket.PathBytesMax)
        {
            throw new EngineStartException(
                $"A socket's path has at most {UnixSocket.PathBytesMax} bytes: choose a shorter one than {socket}.");
        }

        return new EngineArguments(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(Needed("--path"))),
            socket,
            options.TryGetValue("--port", out var port) ? Port(port) : null,
            options.TryGetValue("--memory", out var memory) ? Bytes(memory) : DefaultMemoryBytes(),
            options.GetValueOrDefault("--library"));

        string Needed(string name) => options.TryGetValue(name, out var value)
            ? value
            : throw new EngineStartException($"{name} is missing.");
    }

    static long Bytes(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0
            ? bytes
            : throw new EngineStartException($"--memory is a number of bytes, not {text}.");

    static ushort Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new EngineStartException($"--port is a number from 1 to {ushort.MaxValue}, not {text}.");

    static long DefaultMemoryBytes() =>
        Math.Max(MemoryBytesMin, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);
}
