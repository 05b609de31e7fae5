namespace NeptuneAlt.Log.Embedded;

/// <summary>Reads a partition from an offset on, remembering where in its segment it is.</summary>
sealed class SegmentReader(long from)
{
    const int ReadBytes = 4 << 20;
    const int SeekBytes = 256 << 10;

    SegmentFile? _segment;
    long _position;

    /// <summary>Offset of the next record to read.</summary>
    public long Offset { get; private set; } = from;

    /// <summary>The next records of that segment: at least one, and about 4 MiB at most unless one record is larger.</summary>
    /// <param name="segment">Holds <see cref="Offset"/>.</param>
    /// <param name="length">Where its records end.</param>
    /// <param name="next">Offset behind its last record.</param>
    /// <exception cref="InvalidDataException">A record is damaged.</exception>
    public LogBatch Read(SegmentFile segment, long length, long next)
    {
        if (segment != _segment) (_segment, _position) = (segment, Seek(segment, length));
        var first = new byte[RecordHead.Bytes];
        if (segment.Read(_position, first) != first.Length || !RecordHead.TryRead(first, out var head)) throw Damaged(Offset);

        var buffer = new byte[Math.Min(length - _position, Math.Max(RecordHead.Bytes + (long)head.PayloadBytes, ReadBytes))];
        var read = segment.Read(_position, buffer);
        var records = new List<ReadOnlyMemory<byte>>();
        var at = 0;
        while (Offset + records.Count < next && RecordHead.TryRead(buffer.AsSpan(at, read - at), out head))
        {
            var end = at + RecordHead.Bytes + (long)head.PayloadBytes;
            if (end > read) break;

            var payload = buffer.AsMemory(at + RecordHead.Bytes, head.PayloadBytes);
            if (head.Offset != Offset + records.Count || !head.Matches(payload.Span)) break;
            records.Add(payload);
            at = (int)end;
        }

        if (records.Count == 0) throw Damaged(Offset);
        var batch = new LogBatch(Offset, records);
        _position += at;
        Offset += records.Count;
        return batch;
    }

    /// <summary>The records of a range that was found whole.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> ReadRange(SegmentFile segment, RecordRange range)
    {
        var head = new byte[RecordHead.Bytes];
        for (var position = range.Start; position < range.End;)
        {
            segment.Read(position, head);
            if (!RecordHead.TryRead(head, out var record)) yield break;
            var payload = new byte[record.PayloadBytes];
            segment.Read(position + RecordHead.Bytes, payload);
            yield return payload;
            position += RecordHead.Bytes + record.PayloadBytes;
        }
    }

    /// <summary>Goes on behind records that are lost.</summary>
    /// <returns>An empty batch that stands there.</returns>
    public LogBatch PassOver(long to)
    {
        (Offset, _segment) = (to, null);
        return new LogBatch(to, []);
    }

    long Seek(SegmentFile segment, long length)
    {
        var buffer = new byte[Math.Min(SeekBytes, length)];
        long position = 0, start = 0;
        var read = segment.Read(0, buffer);
        for (var offset = segment.FirstOffset; offset < Offset; offset++)
        {
            if (position - start + RecordHead.Bytes > read) (start, read) = (position, segment.Read(position, buffer));
            if (!RecordHead.TryRead(buffer.AsSpan(0, read)[(int)(position - start)..], out var head)) throw Damaged(offset);
            position += RecordHead.Bytes + head.PayloadBytes;
        }

        return position;
    }

    InvalidDataException Damaged(long offset) => new(
        $"The log is damaged: record {offset} in {_segment?.Path} cannot be read. Restore the folder from a backup.");
}
