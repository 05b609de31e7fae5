using System.Buffers;
using System.IO.Pipelines;
using NeptuneAlt.Engine.Chdb;

namespace NeptuneAlt.Engine.Workers;

/// <summary>
/// An INSERT fed from the request's body as it arrives. A body that breaks off leaves nothing behind.
/// </summary>
sealed class InsertJob(Session session, Statement statement, PipeReader body) : Job(session)
{
    // Small reads are gathered to this before they cross into the engine, where each piece costs a hand-over.
    const int PieceBytes = 1 << 20;

    public ulong RowsWritten { get; private set; }

    protected override EngineError? RunIn(Connection connection)
    {
        using var insert = connection.OpenInsert(statement);
        if (EngineError.From(insert.Error) is { } refused) return refused;

        var appended = AppendBody(insert);
        using var result = insert.Done();
        RowsWritten = result.RowsWritten;
        return EngineError.From(result.Error)
            ?? (appended ? null : EngineError.From(insert.Error ?? "The insert ended before its data."));
    }

    bool AppendBody(InsertStream insert)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            var filled = 0;
            while (true)
            {
                var read = Read();
                foreach (var segment in read.Buffer)
                {
                    for (var rest = segment.Span; rest.Length > 0;)
                    {
                        var part = rest[..Math.Min(rest.Length, PieceBytes - filled)];
                        part.CopyTo(piece.AsSpan(filled));
                        filled += part.Length;
                        rest = rest[part.Length..];
                        if (filled < PieceBytes) continue;
                        if (!insert.Append(piece.AsSpan(0, filled))) return false;
                        filled = 0;
                    }
                }

                body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return filled == 0 || insert.Append(piece.AsSpan(0, filled));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    // Blocks the worker's thread, which has nothing else to do.
    ReadResult Read()
    {
        var read = body.ReadAsync(Cancelled);
        return read.IsCompletedSuccessfully ? read.Result : read.AsTask().GetAwaiter().GetResult();
    }
}
