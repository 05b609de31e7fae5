using System.Buffers;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>Arrays for bodies. The large ones have a pool of their own, so that they can be let go all at once: the
/// shared pool keeps what a moment of many bodies left in it.</summary>
sealed class BodyBuffers
{
    const int LargeBytes = 1 << 20;
    const int LargestBytes = 64 << 20;
    const int KeptEach = 16;

    volatile ArrayPool<byte> _large = Create();

    public ArrayPool<byte> PoolOf(int bytes) => bytes > LargeBytes ? _large : ArrayPool<byte>.Shared;

    /// <summary>Lets go of all large arrays; those in use go with their last user.</summary>
    public void Drop() => _large = Create();

    static ArrayPool<byte> Create() => ArrayPool<byte>.Create(LargestBytes, KeptEach);
}
