using NeptuneAlt.Ingest.Decoding;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>The number at the end of <c>sys/id</c> that an imported run had where it came from. It is a field of its own beside
/// those of <c>RunOperation</c>, as clients do not send it.</summary>
public static class ImportedNumber
{
    public const int Field = 101;

    /// <returns><c>null</c> if there is none.</returns>
    public static ulong? Read(ReadOnlySpan<byte> body)
    {
        ulong? number = null;
        var fields = new ProtoReader(body);
        while (fields.Next())
            if (fields.IsVarint(Field) && fields.Number is > 0 and <= long.MaxValue / 2) number = fields.Number;
        return number;
    }
}
