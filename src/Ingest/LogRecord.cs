using System.Buffers.Binary;
using System.Text;
using NeptuneAlt.Ingest.Runs;

namespace NeptuneAlt.Ingest;

/// <summary>What a record of the log asks for. The numbers are stored: never reuse one.</summary>
public enum LogRecordKind : byte
{
    /// <summary>The body is a client's <c>RunOperation</c>.</summary>
    Operation = 1,

    /// <summary>The body is a <c>RunOperation</c> made by the server for an edit in the web app: it may write the
    /// system attributes that a user can change there.</summary>
    Edit = 2,

    /// <summary>A client's operation on a project that does not exist: the body is kept to be reported, not
    /// applied.</summary>
    ProjectMissing = 3,

    /// <summary>What the run inherits has changed: an ancestor logged late, or the missing parent appeared. The body is
    /// a <c>RunOperation</c> without an operation.</summary>
    Inherit = 4,

    /// <summary>Points of a series are to be removed; see <see cref="RemovalRequest"/>.</summary>
    Remove = 5,

    /// <summary>What an importer brings of a run that ran elsewhere: a <c>RunOperation</c> with the rights of an edit, which is
    /// no sign of life; see <see cref="ImportedNumber"/>.</summary>
    Import = 6,
}

/// <summary>
/// One record of the log: a head of 24 bytes, then the client's own bytes, then the author's name.
/// <c>[version u8 = 1][kind u8][author bytes u16][received i64, ms since 1970][project u32][body bytes u32][0 u32]</c>,
/// little-endian.
/// </summary>
public readonly ref struct LogRecord
{
    /// <summary>Bytes before the body.</summary>
    public const int HeadBytes = 24;

    const byte FormatVersion = 1;

    public LogRecordKind Kind { get; private init; }

    /// <summary>When the gateway received it, in milliseconds since 1970.</summary>
    public long ReceivedMs { get; private init; }

    /// <summary>Number of the project; 0 if there is none.</summary>
    public uint Project { get; private init; }

    public ReadOnlySpan<byte> Body { get; private init; }

    /// <summary>Name of the user whose token wrote it, in UTF-8.</summary>
    public ReadOnlySpan<byte> Author { get; private init; }

    /// <summary>Reads a record in place. <c>false</c> if it is not one that this version knows.</summary>
    public static bool TryParse(ReadOnlySpan<byte> record, out LogRecord parsed)
    {
        parsed = default;
        if (record.Length < HeadBytes || record[0] != FormatVersion) return false;

        var author = BinaryPrimitives.ReadUInt16LittleEndian(record[2..]);
        var body = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (body > int.MaxValue || HeadBytes + (long)body + author != record.Length) return false;

        parsed = new LogRecord
        {
            Kind = (LogRecordKind)record[1],
            ReceivedMs = BinaryPrimitives.ReadInt64LittleEndian(record[4..]),
            Project = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]),
            Body = record.Slice(HeadBytes, (int)body),
            Author = record[(HeadBytes + (int)body)..],
        };
        return true;
    }

    /// <summary>Bytes that a record takes.</summary>
    public static int Size(int bodyBytes, string author) => HeadBytes + bodyBytes + Encoding.UTF8.GetByteCount(author);

    /// <summary>
    /// Completes a record whose body is already in place, <see cref="HeadBytes"/> into the buffer.
    /// </summary>
    public static void Frame(
        Span<byte> record, LogRecordKind kind, long receivedMs, uint project, int bodyBytes, string author)
    {
        var authorBytes = Encoding.UTF8.GetBytes(author, record[(HeadBytes + bodyBytes)..]);
        record[0] = FormatVersion;
        record[1] = (byte)kind;
        BinaryPrimitives.WriteUInt16LittleEndian(record[2..], (ushort)authorBytes);
        BinaryPrimitives.WriteInt64LittleEndian(record[4..], receivedMs);
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], project);
        BinaryPrimitives.WriteUInt32LittleEndian(record[16..], (uint)bodyBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record[20..], 0);
    }

    /// <summary>A whole record in a new array.</summary>
    public static byte[] Create(LogRecordKind kind, long receivedMs, uint project, ReadOnlySpan<byte> body, string author)
    {
        var record = new byte[Size(body.Length, author)];
        body.CopyTo(record.AsSpan(HeadBytes));
        Frame(record, kind, receivedMs, project, body.Length, author);
        return record;
    }
}
