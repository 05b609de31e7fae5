using System.Text;

namespace NeptuneAlt.Ingest.Decoding;

/// <summary>
/// What the gateway has to know of a <c>RunOperation</c> (see <c>neptune_pb/ingest/v1/pub/ingest.proto</c>): where it
/// goes. Found by one walk over the outermost fields; what is inside the operation is not looked at.
/// </summary>
/// <param name="Project"><c>workspace/project</c>, or the project's UUID.</param>
/// <param name="RunId">The user's id of the run.</param>
/// <param name="CreateMissingProject">The client asks for the project to be created.</param>
/// <param name="ApiKey">Where the client's API key lies in the message, if it sent one: it must not be kept.</param>
public readonly record struct RunOperationRoute(
    string Project, string RunId, bool CreateMissingProject, Range? ApiKey)
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the route.</summary>
    /// <returns>The reason why the message cannot be routed, or <c>null</c>.</returns>
    public static string? TryRead(ReadOnlySpan<byte> message, out RunOperationRoute route)
    {
        route = default;
        string project = "", runId = "";
        var createMissing = false;
        var hasOperation = false;
        Range? apiKey = null;
        var fields = new ProtoReader(message);
        try
        {
            while (fields.Next())
            {
                if (fields.IsBytes(1)) project = Strict.GetString(fields.Bytes);
                else if (fields.IsBytes(2)) runId = Strict.GetString(fields.Bytes);
                else if (fields.IsVarint(3)) createMissing = fields.Number != 0;
                else if (fields.IsBytes(12)) apiKey = fields.FieldStart..fields.FieldEnd;
                else if (fields.IsBytes(6) || fields.IsBytes(7) || fields.IsBytes(8)) hasOperation = true;
            }
        }
        catch (DecoderFallbackException)
        {
            return "The project or the run id is not valid UTF-8.";
        }

        if (fields.Failed) return "The body is not a RunOperation: its protobuf encoding is broken.";
        if (project.Length == 0) return "The RunOperation names no project.";
        if (runId.Length == 0) return "The RunOperation names no run_id.";
        if (!hasOperation) return "The RunOperation has neither create nor update nor update_batch.";

        route = new RunOperationRoute(project, runId, createMissing, apiKey);
        return null;
    }

    /// <summary>The run's id alone, of a message that was routed before.</summary>
    public static string RunIdOf(ReadOnlySpan<byte> message)
    {
        var runId = "";
        var fields = new ProtoReader(message);
        while (fields.Next())
            if (fields.IsBytes(2)) runId = Encoding.UTF8.GetString(fields.Bytes);
        return runId;
    }

    /// <summary>Whether the message creates a run as a fork of another.</summary>
    public static bool IsFork(ReadOnlySpan<byte> message)
    {
        var fields = new ProtoReader(message);
        while (fields.Next())
        {
            if (!fields.IsBytes(6)) continue;

            var create = new ProtoReader(fields.Bytes);
            while (create.Next())
                if (create.IsBytes(2)) return true;
        }

        return false;
    }
}
