using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Decoding;

/// <summary>
/// A record of the log as the consumer read it: its head and the outermost fields of its body are walked once, here.
/// What is inside the operation is for the grain.
/// </summary>
/// <param name="Project">Number of the project; 0 if there is none.</param>
/// <param name="RunId">The user's id of the run.</param>
/// <param name="IsCreate">It creates the run.</param>
/// <param name="IsFork">It creates the run as a fork of another.</param>
/// <param name="ReceivedMs">When the gateway received it, in ms since 1970.</param>
/// <param name="Body">Part of the log's own buffer, as <paramref name="Author"/>.</param>
/// <param name="Author">Name of the user whose token wrote it, in UTF-8.</param>
[GenerateSerializer, Immutable]
public readonly record struct RoutedRecord(
    [property: Id(0)] LogRecordKind Kind, [property: Id(1)] uint Project, [property: Id(2)] string RunId,
    [property: Id(3)] bool IsCreate, [property: Id(4)] bool IsFork, [property: Id(5)] long ReceivedMs,
    [property: Id(6)] ReadOnlyMemory<byte> Body, [property: Id(7)] ReadOnlyMemory<byte> Author)
{
    public RunKey Run => new(Project, RunId);

    /// <summary>Whether applying it reads what other runs logged before.</summary>
    public bool NeedsStore => IsFork || Kind is LogRecordKind.Inherit or LogRecordKind.Remove;

    /// <returns><c>false</c> if it is no record that this version knows, or a client's body that cannot be
    /// routed.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out RoutedRecord record)
    {
        record = default;
        if (!LogRecord.TryParse(bytes.Span, out var parsed)) return false;

        // Records that the server wrote itself name no project; they carry its number.
        RunOperationRoute route;
        if (parsed.Kind != LogRecordKind.Operation) route = RunOperationRoute.Read(parsed.Body);
        else if (RunOperationRoute.TryRead(parsed.Body, out route) is not null) return false;

        var bodyEnd = LogRecord.HeadBytes + parsed.Body.Length;
        record = new RoutedRecord(
            parsed.Kind, parsed.Project, route.RunId, route.IsCreate, route.IsFork, parsed.ReceivedMs,
            bytes[LogRecord.HeadBytes..bodyEnd], bytes[bodyEnd..]);
        return true;
    }
}
