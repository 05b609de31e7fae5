using System.Text;
using NeptuneAlt.Wire.Client;

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

    /// <summary>The message creates a run.</summary>
    public bool IsCreate { get; private init; }

    /// <summary>The message creates a run as a fork of another.</summary>
    public bool IsFork { get; private init; }

    /// <summary>Reads the route.</summary>
    /// <returns>The reason why the message cannot be routed, or <c>null</c>.</returns>
    public static string? TryRead(ReadOnlySpan<byte> message, out RunOperationRoute route)
    {
        route = default;
        RunOperationRoute found;
        bool isWhole, hasOperation;
        try
        {
            isWhole = Walk(message, Strict, out found, out hasOperation);
        }
        catch (DecoderFallbackException)
        {
            return "The project or the run id is not valid UTF-8.";
        }

        if (!isWhole) return "The body is not a RunOperation: its protobuf encoding is broken.";
        if (found.Project.Length == 0) return "The RunOperation names no project.";
        if (found.RunId.Length == 0) return "The RunOperation names no run_id.";
        if (!hasOperation) return "The RunOperation has neither create nor update nor update_batch.";

        route = found;
        return null;
    }

    /// <summary>
    /// Reads as much of the route as there is, from a message that the server wrote itself or that was routed before.
    /// </summary>
    public static RunOperationRoute Read(ReadOnlySpan<byte> message)
    {
        Walk(message, Encoding.UTF8, out var route, out _);
        return route;
    }

    /// <returns><c>false</c> if the encoding is broken.</returns>
    static bool Walk(ReadOnlySpan<byte> message, Encoding encoding, out RunOperationRoute route, out bool hasOperation)
    {
        string project = "", runId = "";
        bool createMissing = false, isCreate = false, isFork = false, isUpdate = false;
        Range? apiKey = null;
        var fields = new ProtoReader(message);
        while (fields.Next())
        {
            if (fields.IsBytes(RunOperation.ProjectFieldNumber)) project = encoding.GetString(fields.Bytes);
            else if (fields.IsBytes(RunOperation.RunIdFieldNumber)) runId = encoding.GetString(fields.Bytes);
            else if (fields.IsVarint(RunOperation.CreateMissingProjectFieldNumber)) createMissing = fields.Number != 0;
            else if (fields.IsBytes(RunOperation.ApiKeyFieldNumber)) apiKey = fields.FieldStart..fields.FieldEnd;
            else if (fields.IsBytes(RunOperation.CreateFieldNumber))
            {
                isCreate = true;
                isFork |= HasForkPoint(fields.Bytes);
            }
            else if (fields.IsBytes(RunOperation.UpdateFieldNumber)) isUpdate = true;
            else if (fields.IsBytes(RunOperation.UpdateBatchFieldNumber)) isUpdate = true;
        }

        route = new RunOperationRoute(project, runId, createMissing, apiKey) { IsCreate = isCreate, IsFork = isFork };
        hasOperation = isCreate || isUpdate;
        return !fields.Failed;
    }

    static bool HasForkPoint(ReadOnlySpan<byte> create)
    {
        var fields = new ProtoReader(create);
        while (fields.Next())
            if (fields.IsBytes(Wire.Ingest.Run.ForkPointFieldNumber)) return true;
        return false;
    }
}
