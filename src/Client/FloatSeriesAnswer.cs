using Google.Protobuf;

namespace NeptuneAlt.Client;

/// <summary>One point as a query gives it.</summary>
public readonly record struct SeriesPoint(long TimeMs, double Step, double Value);

/// <summary>
/// Reads a <c>ProtoFloatSeriesValuesResponseDTO</c> (see <c>neptune_pb/api/v1/model/series_values.proto</c>) without an
/// object a point, so that reading back tens of millions of points does not take longer than sending them.
/// </summary>
public static class FloatSeriesResponse
{
    const uint LengthDelimited = 2;

    /// <summary>The points of each series, by request id.</summary>
    public static Dictionary<string, List<SeriesPoint>> Read(byte[] answer)
    {
        var series = new Dictionary<string, List<SeriesPoint>>();
        var input = new CodedInputStream(answer);
        while (input.ReadTag() is > 0 and var tag)
        {
            if (tag >> 3 == 1) ReadSeries(input, series);
            else input.SkipLastField();
        }

        return series;
    }

    static void ReadSeries(CodedInputStream input, Dictionary<string, List<SeriesPoint>> all)
    {
        var end = End(input);
        var id = "";
        var points = new List<SeriesPoint>();
        while (input.Position < end)
        {
            var tag = input.ReadTag();
            if (tag == (1 << 3 | LengthDelimited)) id = input.ReadString();
            else if (tag == (2 << 3 | LengthDelimited)) ReadValues(input, points);
            else input.SkipLastField();
        }

        all.Add(id, points);
    }

    static void ReadValues(CodedInputStream input, List<SeriesPoint> points)
    {
        var end = End(input);
        while (input.Position < end)
        {
            if (input.ReadTag() == (2 << 3 | LengthDelimited)) points.Add(ReadPoint(input));
            else input.SkipLastField();
        }
    }

    static SeriesPoint ReadPoint(CodedInputStream input)
    {
        var end = End(input);
        long time = 0;
        double step = 0, value = 0;
        while (input.Position < end)
        {
            switch (input.ReadTag() >> 3)
            {
                case 1: time = input.ReadInt64(); break;
                case 2: step = input.ReadDouble(); break;
                case 3: value = input.ReadDouble(); break;
                case 4: input.ReadBool(); break;
                case 5: input.ReadFloat(); break;
                default: input.SkipLastField(); break;
            }
        }

        return new SeriesPoint(time, step, value);
    }

    static long End(CodedInputStream input)
    {
        var length = input.ReadLength();
        return input.Position + length;
    }
}
