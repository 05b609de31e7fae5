using System.Text;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;
using NeptuneAlt.Wire.TensorBoard;
using Ingested = NeptuneAlt.Wire.Ingest.Value;
using Setting = Google.Protobuf.WellKnownTypes.Value;
using Value = NeptuneAlt.Wire.TensorBoard.Summary.Types.Value;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.TensorBoard;

/// <summary>Values of an event file as the server takes them.</summary>
static class EventValues
{
    /// <summary>A hyperparameter; <c>null</c> if it is none.</summary>
    public static Ingested? Of(Setting value) => value.KindCase switch
    {
        Setting.KindOneofCase.NumberValue => new Ingested { Float64 = value.NumberValue },
        Setting.KindOneofCase.StringValue => Values.Of(value.StringValue),
        Setting.KindOneofCase.BoolValue => new Ingested { Bool = value.BoolValue },
        Setting.KindOneofCase.StructValue or Setting.KindOneofCase.ListValue => Values.Of(value.ToString()),
        _ => null,
    };

    /// <summary>Several texts become lines.</summary>
    public static string? TextOf(Tensor tensor) => EventTensor.IsText(tensor)
        ? string.Join('\n', tensor.StringVal.Select(one => one.ToString(Encoding.UTF8)))
        : null;

    public static Ingested? HistogramOf(Value value)
    {
        var histogram = value.ValueCase == Value.ValueOneofCase.Histo
            ? Buckets.Of(BucketsOf(value.Histo))
            : Buckets.Of(BucketsOf(value.Tensor));
        return histogram is null ? null : new Ingested { Histogram = histogram };
    }

    public static PointContent FileOf(Value value, int index)
    {
        if (value.Image is { } image) return Picture(image.EncodedImageString.ToByteArray());
        if (value.Audio is { } audio) return new PointContent(null, audio.EncodedAudioString.ToByteArray(), "audio.wav");
        // Pictures stand behind width and height; whatever else is two by two is sound.
        var strings = value.Tensor.StringVal;
        return strings.Count > index + 2 && strings[0].Length < 8 && strings[1].Length < 8
            ? Picture(strings[index + 2].ToByteArray())
            : new PointContent(null, EventFolder.Clips(value.Tensor)[index].ToByteArray(), "audio.wav");
    }

    /// <summary>The first bucket begins at the least value, the last one ends at the greatest.</summary>
    static IEnumerable<(double Left, double Right, double Count)> BucketsOf(Histogram histogram)
    {
        var left = histogram.Min;
        var last = histogram.Bucket.Count - 1;
        for (var i = 0; i <= last && i < histogram.BucketLimit.Count; i++)
        {
            var right = i == last ? histogram.Max : Math.Min(histogram.BucketLimit[i], histogram.Max);
            yield return (left, right, histogram.Bucket[i]);
            left = Math.Max(left, right);
        }
    }

    static IEnumerable<(double Left, double Right, double Count)> BucketsOf(Tensor tensor)
    {
        var numbers = EventTensor.Numbers(tensor) ?? [];
        for (var i = 0; i + 2 < numbers.Length; i += 3) yield return (numbers[i], numbers[i + 1], numbers[i + 2]);
    }

    static PointContent Picture(byte[] bytes) => new(null, bytes, bytes switch
    {
        [0x89, (byte)'P', ..] => "image.png",
        [0xFF, 0xD8, ..] => "image.jpg",
        [(byte)'G', (byte)'I', (byte)'F', ..] => "image.gif",
        [(byte)'B', (byte)'M', ..] => "image.bmp",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] => "image.webp",
        _ => "image",
    });
}
