using System.Buffers.Binary;
using System.IO.Compression;

namespace NeptuneAlt.Demo;

/// <summary>Writes small pictures, as the specification at https://www.w3.org/TR/png-3/ has them.</summary>
static class PngPicture
{
    /// <summary>A square picture in color.</summary>
    /// <param name="size">Pixels to a side.</param>
    /// <param name="colorAt">Red, green and blue of a pixel, by column and row.</param>
    public static byte[] Of(int size, Func<int, int, (byte Red, byte Green, byte Blue)> colorAt)
    {
        var rows = new MemoryStream();
        using (var packed = new ZLibStream(rows, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var row = 0; row < size; row++)
            {
                packed.WriteByte(0); // No filter.
                for (var column = 0; column < size; column++)
                {
                    var (red, green, blue) = colorAt(column, row);
                    packed.Write([red, green, blue]);
                }
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, size);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), size);
        (header[8], header[9]) = (8, 2); // Eight bits, true color.
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, rows.ToArray()), .. Chunk("IEND"u8, [])];
    }

    static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
