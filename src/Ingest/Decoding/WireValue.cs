using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Decoding;

/// <summary>One <c>Value</c> (see <c>neptune_pb/ingest/v1/common.proto</c>), read in place.</summary>
ref struct WireValue
{
    /// <summary>Number of the oneof field that is set; 0 if no field is set.</summary>
    public int Kind;
    public ulong Bits;
    public ReadOnlySpan<byte> Bytes;

    public const int Float64 = Wire.Ingest.Value.Float64FieldNumber, Int64 = Wire.Ingest.Value.Int64FieldNumber,
        Bool = Wire.Ingest.Value.BoolFieldNumber, String = Wire.Ingest.Value.StringFieldNumber,
        Timestamp = Wire.Ingest.Value.TimestampFieldNumber, StringSet = Wire.Ingest.Value.StringSetFieldNumber,
        FileRef = Wire.Ingest.Value.FileRefFieldNumber, Histogram = Wire.Ingest.Value.HistogramFieldNumber;

    const byte Float64Tag = Float64 << 3 | 1;

    public readonly double Double => BitConverter.UInt64BitsToDouble(Bits);

    /// <summary>Reads one entry of a <c>map&lt;string, Value&gt;</c>.</summary>
    public static bool TryReadEntry(ReadOnlySpan<byte> entry, out ReadOnlySpan<byte> path, out WireValue value)
    {
        path = default;
        value = default;
        ReadOnlySpan<byte> message = default;
        var fields = new ProtoReader(entry);
        while (fields.Next())
        {
            if (fields.IsBytes(ProtoReader.MapKeyField)) path = fields.Bytes;
            else if (fields.IsBytes(ProtoReader.MapValueField)) message = fields.Bytes;
        }

        return !fields.Failed && TryRead(message, out value);
    }

    static bool TryRead(ReadOnlySpan<byte> message, out WireValue value)
    {
        value = default;

        // A float, written canonically: nearly every value of a training run.
        if (message.Length == 9 && message[0] == Float64Tag)
        {
            value.Kind = Float64;
            value.Bits = MemoryMarshal.Read<ulong>(message[1..]);
            return true;
        }

        var fields = new ProtoReader(message);
        while (fields.Next())
        {
            var fits = fields.Field switch
            {
                Float64 => fields.WireType == 1,
                Int64 or Bool => fields.WireType == 0,
                String or Timestamp or StringSet or FileRef or Histogram => fields.WireType == 2,
                _ => false,
            };
            if (!fits) continue;

            value.Kind = fields.Field;
            value.Bits = fields.Number;
            value.Bytes = fields.WireType == 2 ? fields.Bytes : default;
        }

        return !fields.Failed;
    }

    /// <summary>Reads a <c>FileRef</c>.</summary>
    public readonly IngestCode TryReadFile(out string path, out long size, out string mime)
    {
        path = mime = "";
        size = 0;
        if (Bytes.Length > Limits.FileRefBytesMax) return IngestCode.FileRefExceedsSizeLimit;

        var fields = new ProtoReader(Bytes);
        while (fields.Next())
        {
            if (fields.IsBytes(Wire.Ingest.FileRef.PathFieldNumber)) path = Encoding.UTF8.GetString(fields.Bytes);
            else if (fields.IsVarint(Wire.Ingest.FileRef.SizeBytesFieldNumber)) size = (long)fields.Number;
            else if (fields.IsBytes(Wire.Ingest.FileRef.MimeTypeFieldNumber)) mime = Encoding.UTF8.GetString(fields.Bytes);
        }

        return fields.Failed ? IngestCode.Internal : IngestCode.Ok;
    }

    /// <summary>Reads a <c>StringSet</c>.</summary>
    public readonly IngestCode TryReadSet(out List<string> values)
    {
        values = [];
        if (Bytes.Length > Limits.StringSetBytesMax) return IngestCode.StringSetExceedsSizeLimit;

        var fields = new ProtoReader(Bytes);
        while (fields.Next())
            if (fields.IsBytes(Wire.Ingest.StringSet.ValuesFieldNumber)) values.Add(Encoding.UTF8.GetString(fields.Bytes));
        return fields.Failed ? IngestCode.Internal : IngestCode.Ok;
    }

    /// <summary>Text as stored: valid UTF-8, broken sequences replaced.</summary>
    public readonly byte[] Text() =>
        Utf8.IsValid(Bytes) ? Bytes.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Bytes));

    /// <summary>Reads and judges a <c>Histogram</c>.</summary>
    /// <param name="values">Counts or densities, one fewer than the edges.</param>
    public readonly IngestCode TryReadHistogram(out double[] edges, out double[] values, out bool isDensity)
    {
        edges = [];
        values = [];
        isDensity = false;
        var edgeList = new List<double>();
        var fields = new ProtoReader(Bytes);
        while (fields.Next())
        {
            if (fields.IsBytes(Wire.Ingest.Histogram.BinEdgesFieldNumber))
                edgeList.AddRange(MemoryMarshal.Cast<byte, double>(fields.Bytes[..(fields.Bytes.Length & ~7)]));
            else if (fields.Field == Wire.Ingest.Histogram.BinEdgesFieldNumber && fields.WireType == 1)
                edgeList.Add(fields.Double);
            else if (fields.IsBytes(Wire.Ingest.Histogram.CountsFieldNumber)
                || fields.IsBytes(Wire.Ingest.Histogram.DensitiesFieldNumber))
            {
                isDensity = fields.Field == Wire.Ingest.Histogram.DensitiesFieldNumber;
                if (!TryReadBins(fields.Bytes, isDensity, out values)) return IngestCode.Internal;
            }
        }

        if (fields.Failed) return IngestCode.Internal;
        edges = [.. edgeList];
        return JudgeHistogram(edges, values);
    }

    static IngestCode JudgeHistogram(double[] edges, double[] values)
    {
        if (Array.Exists(edges, double.IsNaN)) return IngestCode.HistogramBinEdgesContainsNan;
        if (edges.Length > Limits.HistogramBinsMax + 1) return IngestCode.HistogramTooManyBins;
        for (var i = 1; i < edges.Length; i++)
            if (edges[i] <= edges[i - 1]) return IngestCode.HistogramBinEdgesNotIncreasing;
        return edges.Length < 2 || values.Length != edges.Length - 1
            ? IngestCode.HistogramValuesLengthDoesntMatchBins
            : IngestCode.Ok;
    }

    static bool TryReadBins(ReadOnlySpan<byte> message, bool isDensity, out double[] values)
    {
        var list = new List<double>();
        var fields = new ProtoReader(message);
        while (fields.Next())
        {
            // The same number in both kinds of bins.
            if (fields.Field != Wire.Ingest.Histogram.Types.Counts.ValuesFieldNumber) continue;
            if (fields.WireType == 1) list.Add(fields.Double);
            else if (fields.WireType == 0) list.Add(fields.Number);
            else if (isDensity) list.AddRange(MemoryMarshal.Cast<byte, double>(fields.Bytes[..(fields.Bytes.Length & ~7)]));
            else if (!TryReadPackedCounts(fields.Bytes, list)) break;
        }

        values = [.. list];
        return !fields.Failed;
    }

    static bool TryReadPackedCounts(ReadOnlySpan<byte> packed, List<double> counts)
    {
        ulong value = 0;
        var shift = 0;
        foreach (var next in packed)
        {
            if (shift > 63) return false;
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
            if (next >= 0x80) continue;

            counts.Add(value);
            (value, shift) = (0, 0);
        }

        return shift == 0;
    }
}
