using System.Buffers.Binary;
using NeptuneAlt.Wire.TensorBoard;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.TensorBoard;

/// <summary>The values of a tensor in an event.</summary>
static class EventTensor
{
    // Types of elements, as TensorFlow numbers them.
    const int Float = 1, Double = 2, Int32 = 3, UInt8 = 4, Int16 = 5, Int8 = 6, String = 7, Int64 = 9, Bool = 10, BFloat16 = 14,
        UInt16 = 17, Half = 19, UInt32 = 22, UInt64 = 23;

    public static bool IsText(Tensor tensor) => tensor.Dtype == String;

    /// <summary>How many elements it has; 1 without any dimension.</summary>
    public static long Count(Tensor tensor) =>
        tensor.TensorShape?.Dim.Aggregate(1L, (count, dimension) => count * Math.Max(0, dimension.Size)) ?? 1;

    /// <summary>Its elements as numbers, in the order of the last dimension first.</summary>
    /// <returns><c>null</c> if they are no numbers, or not as many as its shape says.</returns>
    public static double[]? Numbers(Tensor tensor)
    {
        var count = Count(tensor);
        if (count > int.MaxValue / 8) return null;
        if (Content(tensor) is { } content) return content.Length == count ? content : null;

        double[]? few = tensor.Dtype switch
        {
            Float => [.. tensor.FloatVal],
            Double => [.. tensor.DoubleVal],
            Int32 or UInt8 or Int16 or Int8 or UInt16 => [.. tensor.IntVal],
            Int64 => [.. tensor.Int64Val],
            UInt32 => [.. tensor.Uint32Val],
            UInt64 => [.. tensor.Uint64Val],
            Bool => [.. tensor.BoolVal.Select(one => one ? 1.0 : 0.0)],
            Half => [.. tensor.HalfVal.Select(bits => (double)BitConverter.UInt16BitsToHalf((ushort)bits))],
            BFloat16 => [.. tensor.HalfVal.Select(bits => (double)BitConverter.Int32BitsToSingle(bits << 16))],
            _ => null,
        };
        if (few is null || few.Length > count) return null;
        if (few.Length == count) return few;

        // The last element stands for all that follow; without any they are 0.
        var all = new double[count];
        few.CopyTo(all, 0);
        Array.Fill(all, few.Length > 0 ? few[^1] : 0, few.Length, all.Length - few.Length);
        return all;
    }

    static double[]? Content(Tensor tensor)
    {
        if (tensor.TensorContent.IsEmpty) return null;

        var bytes = tensor.TensorContent.Span;
        return tensor.Dtype switch
        {
            Float => Each(bytes, 4, one => BinaryPrimitives.ReadSingleLittleEndian(one)),
            Double => Each(bytes, 8, BinaryPrimitives.ReadDoubleLittleEndian),
            Int32 => Each(bytes, 4, one => BinaryPrimitives.ReadInt32LittleEndian(one)),
            UInt32 => Each(bytes, 4, one => BinaryPrimitives.ReadUInt32LittleEndian(one)),
            Int64 => Each(bytes, 8, one => BinaryPrimitives.ReadInt64LittleEndian(one)),
            UInt64 => Each(bytes, 8, one => BinaryPrimitives.ReadUInt64LittleEndian(one)),
            Int16 => Each(bytes, 2, one => BinaryPrimitives.ReadInt16LittleEndian(one)),
            UInt16 => Each(bytes, 2, one => BinaryPrimitives.ReadUInt16LittleEndian(one)),
            Half => Each(bytes, 2, one => (double)BinaryPrimitives.ReadHalfLittleEndian(one)),
            BFloat16 => Each(bytes, 2, one => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(one) << 16)),
            UInt8 or Bool => Each(bytes, 1, one => one[0]),
            Int8 => Each(bytes, 1, one => (sbyte)one[0]),
            _ => [],
        };
    }

    delegate double Element(ReadOnlySpan<byte> bytes);

    static double[] Each(ReadOnlySpan<byte> bytes, int size, Element element)
    {
        var all = new double[bytes.Length / size];
        for (var i = 0; i < all.Length; i++) all[i] = element(bytes[(i * size)..]);
        return all;
    }
}
