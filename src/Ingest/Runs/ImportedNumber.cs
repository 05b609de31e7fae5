using NeptuneAlt.Ingest.Decoding;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>Numbers at the end of <c>sys/id</c>, as runs that are imported had them where they came from. They are fields of their
/// own beside those of <c>RunOperation</c>, as clients do not send them.</summary>
/// <param name="Own">The run's; <c>null</c>: the next one.</param>
/// <param name="Greatest">That of the run with the greatest number: no other run gets one up to it.</param>
public readonly record struct ImportedNumber(ulong? Own, ulong? Greatest)
{
    public const int OwnField = 101, GreatestField = 102;

    /// <summary>Larger ones are no numbers of runs.</summary>
    const ulong Max = 1UL << 53;

    public static ImportedNumber Read(ReadOnlySpan<byte> body)
    {
        ulong? own = null, greatest = null;
        var fields = new ProtoReader(body);
        while (fields.Next())
        {
            if (fields.Number is 0 or > Max) continue;
            if (fields.IsVarint(OwnField)) own = fields.Number;
            else if (fields.IsVarint(GreatestField)) greatest = fields.Number;
        }

        return new ImportedNumber(own, greatest);
    }
}
