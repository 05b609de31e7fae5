using System.Runtime.InteropServices;
using System.Text;

namespace NeptuneAlt.Engine.Chdb;

/// <summary>
/// Strings as the C interface takes them: UTF-8 bytes in native memory with their lengths. Dispose frees.
/// </summary>
sealed unsafe class Utf8Pointers : IDisposable
{
    readonly int _count;

    public Utf8Pointers(IReadOnlyList<string> texts)
    {
        _count = texts.Count;
        Pointers = (byte**)NativeMemory.AllocZeroed((nuint)Math.Max(1, _count), (nuint)sizeof(byte*));
        Lengths = (nuint*)NativeMemory.AllocZeroed((nuint)Math.Max(1, _count), (nuint)sizeof(nuint));
        for (var i = 0; i < _count; i++)
        {
            var length = Encoding.UTF8.GetByteCount(texts[i]);
            Pointers[i] = (byte*)NativeMemory.Alloc((nuint)length + 1);
            Lengths[i] = (nuint)length;
            Encoding.UTF8.GetBytes(texts[i], new Span<byte>(Pointers[i], length));
            Pointers[i][length] = 0;
        }
    }

    public byte** Pointers { get; }

    public nuint* Lengths { get; }

    public void Dispose()
    {
        for (var i = 0; i < _count; i++) NativeMemory.Free(Pointers[i]);
        NativeMemory.Free(Pointers);
        NativeMemory.Free(Lengths);
    }
}
