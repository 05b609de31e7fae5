namespace NeptuneAlt.Log.Embedded;

/// <summary>Whole records behind each other in one file.</summary>
/// <param name="Start">Byte of the first one's head.</param>
/// <param name="End">Byte behind the last one.</param>
readonly record struct RecordRange(long FirstOffset, long NextOffset, long Start, long End);

/// <summary>What a segment file holds, every checksum compared.</summary>
/// <param name="Whole">In order; what lies between two of them is damaged. Empty if there is no whole record.</param>
/// <param name="DamagedAt">Byte at which the first damaged record begins that was durable once; <c>null</c>: there is none.</param>
/// <param name="TornBytes">Bytes behind the last whole record that a write left which was never finished.</param>
/// <param name="TornRecords">How many records these bytes name.</param>
sealed record SegmentScan(IReadOnlyList<RecordRange> Whole, long? DamagedAt, long TornBytes, int TornRecords)
{
    const int ScanBytes = 4 << 20;

    /// <summary>Reads a whole file.</summary>
    /// <param name="durable">Records before this offset were durable once: if one is not whole, it is damaged, not torn.</param>
    /// <param name="next">First offset of the file behind this one; <see cref="long.MaxValue"/> if it is the last.</param>
    public static SegmentScan Of(SegmentFile segment, long fileBytes, long durable, long next)
    {
        var whole = new List<RecordRange>();
        long? damagedAt = null;
        var payload = new byte[1 << 16];
        var (position, offset) = (0L, segment.FirstOffset);
        while (true)
        {
            var range = ReadWhole(segment, position, offset, fileBytes, next, ref payload);
            if (range.NextOffset > range.FirstOffset) whole.Add(range);
            (position, offset) = (range.End, range.NextOffset);
            if (offset >= next) return new SegmentScan(whole, damagedAt, 0, 0);

            var rest = Trace.Behind(segment, position, fileBytes, offset, next, ref payload);
            if (offset >= durable && !rest.HasLaterDurable)
                return new SegmentScan(whole, damagedAt, rest.Bytes, rest.Records);

            damagedAt ??= position;
            if (rest.Whole is not { } found) return new SegmentScan(whole, damagedAt, 0, 0);
            (position, offset) = found;
        }
    }

    static RecordRange ReadWhole(
        SegmentFile segment, long start, long first, long fileBytes, long next, ref byte[] payload)
    {
        var head = new byte[RecordHead.Bytes];
        var (position, offset) = (start, first);
        while (offset < next
            && segment.Read(position, head) == head.Length
            && RecordHead.TryRead(head, out var record)
            && record.Offset == offset
            && IsWhole(segment, position, record, fileBytes, ref payload))
        {
            position += RecordHead.Bytes + record.PayloadBytes;
            offset++;
        }

        return new RecordRange(first, offset, start, position);
    }

    static bool IsWhole(SegmentFile segment, long position, RecordHead head, long fileBytes, ref byte[] payload)
    {
        if (position + RecordHead.Bytes + head.PayloadBytes > fileBytes) return false;
        if (head.PayloadBytes > payload.Length) payload = new byte[head.PayloadBytes];
        var span = payload.AsSpan(0, head.PayloadBytes);
        return segment.Read(position + RecordHead.Bytes, span) == span.Length && head.Matches(span);
    }

    /// <summary>What heads behind a record that is not whole tell of it. Records of an earlier use of the file have lower
    /// offsets and tell nothing.</summary>
    /// <param name="Whole">Position and offset of the next whole record.</param>
    /// <param name="HasLaterDurable">A record was written only after the one missing had become durable.</param>
    readonly record struct Trace((long Position, long Offset)? Whole, bool HasLaterDurable, long Bytes, int Records)
    {
        public static Trace Behind(
            SegmentFile segment, long from, long fileBytes, long missing, long next, ref byte[] payload)
        {
            var trace = default(Trace);
            var buffer = new byte[(int)Math.Min(ScanBytes, Math.Max(fileBytes - from, RecordHead.Bytes))];
            for (var start = from; start + RecordHead.Bytes <= fileBytes;)
            {
                var read = segment.Read(start, buffer);
                var chunk = buffer.AsSpan(0, read);
                for (var at = NextNonZero(chunk, 0); at + RecordHead.Bytes <= read; at = NextNonZero(chunk, at + 1))
                {
                    if (!RecordHead.TryRead(chunk[at..], out var head) || head.Offset < missing || head.Offset >= next) continue;
                    trace = trace.With(segment, start + at, head, from, fileBytes, missing, ref payload);
                }

                if (read < RecordHead.Bytes) break;
                start += read - RecordHead.Bytes + 1;
            }

            return trace.Records > 0 ? trace : trace with { Bytes = LeftAt(segment, from, fileBytes, missing) };
        }

        Trace With(
            SegmentFile segment, long position, RecordHead head, long from, long fileBytes, long missing, ref byte[] payload) => new(
            Whole ?? (head.Offset > missing && IsWhole(segment, position, head, fileBytes, ref payload)
                ? (position, head.Offset)
                : null),
            HasLaterDurable || head.Synced > missing && head.Offset >= head.Synced,
            Math.Min(position + RecordHead.Bytes + head.PayloadBytes, fileBytes) - from,
            Records + 1);

        /// <summary>Bytes of a head that was begun: only where the space behind is zero, so that they are not an earlier
        /// use's.</summary>
        static long LeftAt(SegmentFile segment, long from, long fileBytes, long missing)
        {
            var buffer = new byte[(int)Math.Clamp(fileBytes - from, 0, 2 * RecordHead.Bytes)];
            var read = segment.Read(from, buffer);
            var last = buffer.AsSpan(0, read).LastIndexOfAnyExcept((byte)0);
            return last < RecordHead.Bytes && !(RecordHead.TryRead(buffer, out var old) && old.Offset < missing) ? last + 1 : 0;
        }
    }

    /// <summary>A head starts with its payload's length, whose low bytes may be zero: up to three zeroes are looked at.</summary>
    static int NextNonZero(ReadOnlySpan<byte> chunk, int from)
    {
        if (from >= chunk.Length) return chunk.Length;

        var skipped = chunk[from..].IndexOfAnyExcept((byte)0);
        return skipped < 0 ? chunk.Length : skipped <= 3 ? from : from + skipped - 3;
    }
}
