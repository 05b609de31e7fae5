using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// The attribute paths of one run, each with a number: 0, 1, 2 … in the order of first sight. Looked up by UTF-8 bytes,
/// so that a point costs no string. Training code sends the same names in the same order step after step, so the table
/// remembers which path followed which and mostly finds the next one by a single comparison.
/// </summary>
sealed class PathTable
{
    /// <summary>Runs of a project have the same paths: one copy serves those that log at the same time. Where two paths share
    /// a place the later one takes it, so that this stays small whatever is logged.</summary>
    static readonly byte[]?[] s_shared = new byte[1 << 17][];

    byte[][] _paths = new byte[16][];
    ulong[] _hashes = new ulong[16];
    int[] _followers = new int[16];
    int[] _slots = CreateSlots(32);
    int _last = -1;

    public int Count { get; private set; }

    /// <summary>The path's bytes; owned by the table, never changed.</summary>
    public byte[] this[int number] => _paths[number];

    /// <summary>The number of a path, or -1.</summary>
    public int Find(ReadOnlySpan<byte> path)
    {
        if (_last >= 0)
        {
            var guess = _followers[_last];
            if (guess >= 0 && path.SequenceEqual(_paths[guess])) return _last = guess;
        }

        return Search(path);
    }

    /// <summary>As <see cref="Find"/>, for a lookup that is none of a snapshot's: what follows what stays as it was.</summary>
    public int Peek(ReadOnlySpan<byte> path)
    {
        var hash = XxHash3.HashToUInt64(path);
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; _slots[slot] >= 0; slot = (slot + 1) & mask)
        {
            var number = _slots[slot];
            if (_hashes[number] == hash && path.SequenceEqual(_paths[number])) return number;
        }

        return -1;
    }

    /// <summary>Makes room for so many paths in all, so that adding them copies nothing.</summary>
    public void Reserve(int count)
    {
        if (count > _paths.Length) Grow(count);
    }

    /// <summary>Adds a path that is not there yet.</summary>
    /// <returns>Its number.</returns>
    public int Add(ReadOnlySpan<byte> path)
    {
        // Beyond a thousand, what is never used would weigh more than what copying costs.
        if (Count == _paths.Length) Grow(Count < 1024 ? Count * 2 : Count + Count / 2);

        var number = Count++;
        var hash = _hashes[number] = XxHash3.HashToUInt64(path);
        _paths[number] = Shared(path, hash);
        _followers[number] = -1;
        Place(number);
        Follow(number);
        return number;
    }

    /// <summary>Forgets where the last lookup was: the next one starts a new snapshot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StartSnapshot() => _last = -1;

    static byte[] Shared(ReadOnlySpan<byte> path, ulong hash)
    {
        ref var place = ref s_shared[hash % (uint)s_shared.Length];
        var known = Volatile.Read(ref place);
        if (known is not null && path.SequenceEqual(known)) return known;

        var copy = path.ToArray();
        Volatile.Write(ref place, copy);
        return copy;
    }

    int Search(ReadOnlySpan<byte> path)
    {
        var number = Peek(path);
        if (number >= 0) Follow(number);
        return number;
    }

    void Follow(int number)
    {
        if (_last >= 0) _followers[_last] = number;
        _last = number;
    }

    void Place(int number)
    {
        var mask = _slots.Length - 1;
        var slot = (int)_hashes[number] & mask;
        while (_slots[slot] >= 0) slot = (slot + 1) & mask;
        _slots[slot] = number;
    }

    void Grow(int capacity)
    {
        Array.Resize(ref _paths, capacity);
        Array.Resize(ref _hashes, capacity);
        Array.Resize(ref _followers, capacity);
        _slots = CreateSlots((int)BitOperations.RoundUpToPowerOf2((uint)(capacity + capacity / 2)));
        for (var number = 0; number < Count; number++) Place(number);
    }

    static int[] CreateSlots(int count)
    {
        var slots = new int[count];
        Array.Fill(slots, -1);
        return slots;
    }
}
