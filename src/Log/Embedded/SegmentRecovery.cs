namespace NeptuneAlt.Log.Embedded;

/// <summary>Finds where a segment ends after a crash, and tells a torn end from lost records.</summary>
static class SegmentRecovery
{
    const int ScanBytes = 4 << 20;

    /// <summary>The end of the whole records: position and next offset.</summary>
    /// <exception cref="InvalidDataException">A record that was durable once is damaged.</exception>
    public static (long Length, long NextOffset) FindEnd(SegmentFile segment, long fileBytes)
    {
        var head = new byte[RecordHead.Bytes];
        var payload = new byte[1 << 16];
        var (position, offset) = (0L, segment.FirstOffset);
        while (segment.Read(position, head) == head.Length
            && RecordHead.TryRead(head, out var record)
            && record.Offset == offset
            && position + RecordHead.Bytes + record.PayloadBytes <= fileBytes)
        {
            if (record.PayloadBytes > payload.Length) payload = new byte[record.PayloadBytes];
            var span = payload.AsSpan(0, record.PayloadBytes);
            if (segment.Read(position + RecordHead.Bytes, span) != span.Length || !record.Matches(span)) break;

            position += RecordHead.Bytes + record.PayloadBytes;
            offset++;
        }

        if (FindLater(segment, position, fileBytes, offset) is { } later)
            throw new InvalidDataException(
                $"The log is damaged: record {offset} in {segment.Path} (at byte {position}) cannot be read, though it was "
                + $"durable before record {later} was written. Restore the folder from a backup, or cut the file off at "
                + "that byte to go on without the rest.");
        return (position, offset);
    }

    /// <summary>A record behind the end that was written only after the one missing there had become durable.</summary>
    static long? FindLater(SegmentFile segment, long from, long fileBytes, long missing)
    {
        var buffer = new byte[(int)Math.Min(ScanBytes, Math.Max(fileBytes - from, RecordHead.Bytes))];
        for (var start = from; start + RecordHead.Bytes <= fileBytes;)
        {
            var read = segment.Read(start, buffer);
            var chunk = buffer.AsSpan(0, read);
            for (var at = NextNonZero(chunk, 0); at + RecordHead.Bytes <= read; at = NextNonZero(chunk, at + 1))
                if (RecordHead.TryRead(chunk[at..], out var head) && head.Synced > missing && head.Offset >= head.Synced)
                    return head.Offset;
            if (read < RecordHead.Bytes) return null;
            start += read - RecordHead.Bytes + 1;
        }

        return null;
    }

    /// <summary>A head starts with its payload's length, whose low bytes may be zero: up to three zeroes are looked at.</summary>
    static int NextNonZero(ReadOnlySpan<byte> chunk, int from)
    {
        if (from >= chunk.Length) return chunk.Length;

        var skipped = chunk[from..].IndexOfAnyExcept((byte)0);
        return skipped < 0 ? chunk.Length : skipped <= 3 ? from : from + skipped - 3;
    }
}
