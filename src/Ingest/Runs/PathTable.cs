using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// The attribute paths of one run, each with a number: 0, 1, 2 … in the order of first sight. Looked up by UTF-8 bytes,
/// so that a point costs no string. Training code sends the same names in the same order step after step, so the table
/// remembers which path followed which and mostly finds the next one by a single comparison.
/// </summary>
/// <remarks>
/// Names that follow each other begin alike, as those of a layer or a rank do: a path is kept as how much of the one before it
/// it begins with, and the rest. Every sixteenth is whole, so that any path is read from there in a few steps.
/// </remarks>
sealed class PathTable
{
    const int GroupBits = 4;
    const int ChunkBits = 14;
    const int ChunkSize = 1 << ChunkBits;

    byte[][] _chunks = [new byte[256]];

    /// <summary>How much of each chunk is used: an entry never goes on in the next one.</summary>
    int[] _used = new int[1];
    int _chunk;

    /// <summary>Where each group of sixteen begins.</summary>
    int[] _groups = new int[1];
    uint[] _hashes = new uint[16];
    int[] _followers = new int[16];
    int[] _slots = CreateSlots(32);
    int _last = -1;
    Reader _found = new();
    Reader _peeked = new();

    public int Count { get; private set; }

    /// <summary>A copy of the path's bytes.</summary>
    public byte[] Copy(int number)
    {
        MoveTo(_found, number);
        return _found.Path.ToArray();
    }

    /// <summary>The number of a path, or -1.</summary>
    public int Find(ReadOnlySpan<byte> path)
    {
        if (_last >= 0)
        {
            var guess = _followers[_last];
            if (guess >= 0 && (guess == _found.Number + 1 && IsNext(path) || Is(_found, guess, path))) return _last = guess;
        }

        var number = Search(_found, path, HashOf(path));
        if (number >= 0) Follow(number);
        return number;
    }

    /// <summary>
    /// Like <see cref="Find"/>, but outside a snapshot: the order that snapshots are expected to follow is not changed.
    /// One caller at a time, which may be another one than that of <see cref="Find"/> as long as nothing is added.
    /// </summary>
    public int Peek(ReadOnlySpan<byte> path) => Search(_peeked, path, HashOf(path));

    /// <summary>Reserves room for this many paths in all, so that adding them copies nothing.</summary>
    public void Reserve(int count)
    {
        if (count > _hashes.Length) Grow(count);
    }

    /// <summary>Adds a path that is not there yet.</summary>
    /// <param name="path">Not longer than paths may be.</param>
    /// <returns>Its number.</returns>
    public int Add(ReadOnlySpan<byte> path)
    {
        // Beyond a thousand, what is never used would weigh more than what copying costs.
        if (Count == _hashes.Length) Grow(Count < 1024 ? Count * 2 : Count + Count / 2);

        var number = Count;
        if (number > 0) MoveTo(_found, number - 1);
        Count++;
        Append(number, path);
        _hashes[number] = HashOf(path);
        _followers[number] = -1;
        Place(number);
        Follow(number);
        return number;
    }

    /// <summary>Forgets where the last lookup was: the next one starts a new snapshot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StartSnapshot() => _last = -1;

    static uint HashOf(ReadOnlySpan<byte> path) => (uint)XxHash3.HashToUInt64(path);

    int Search(Reader reader, ReadOnlySpan<byte> path, uint hash)
    {
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; _slots[slot] >= 0; slot = (slot + 1) & mask)
        {
            var number = _slots[slot];
            if (_hashes[number] == hash && Is(reader, number, path)) return number;
        }

        return -1;
    }

    /// <summary>Whether a path is the one behind that which was found last. If so it is found; else nothing changes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    bool IsNext(ReadOnlySpan<byte> path)
    {
        var reader = _found;
        var chunk = reader.Next >> ChunkBits;
        var bytes = _chunks[chunk];
        var at = reader.Next & (ChunkSize - 1);
        if (at + 1 >= _used[chunk]) return false;

        int shared = bytes[at], rest = bytes[at + 1];
        if ((shared | rest) >= 0x80 || path.Length != shared + rest) return false;

        at += 2;
        if (!path[shared..].SequenceEqual(bytes.AsSpan(at, rest)) || !reader.Begins(path[..shared])) return false;

        reader.Take(shared, path[shared..]);
        at += rest;
        reader.Number++;
        reader.Next = at < _used[chunk] || chunk == _chunk ? (chunk << ChunkBits) + at : (chunk + 1) << ChunkBits;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool Is(Reader reader, int number, ReadOnlySpan<byte> path)
    {
        MoveTo(reader, number);
        return path.SequenceEqual(reader.Path);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void MoveTo(Reader reader, int number)
    {
        if (reader.Number == number) return;
        if (reader.Number != number - 1 || (number & ((1 << GroupBits) - 1)) == 0) Approach(reader, number);
        Step(reader);
    }

    /// <summary>Reads what stands before a path in its group.</summary>
    void Approach(Reader reader, int number)
    {
        var first = number >> GroupBits << GroupBits;
        if (reader.Number < first || reader.Number >= number) (reader.Number, reader.Next) = (first - 1, _groups[number >> GroupBits]);
        while (reader.Number < number - 1) Step(reader);
    }

    void Step(Reader reader)
    {
        var chunk = reader.Next >> ChunkBits;
        var bytes = _chunks[chunk];
        var at = reader.Next & (ChunkSize - 1);
        var shared = ReadLength(bytes, ref at);
        var rest = ReadLength(bytes, ref at);
        reader.Take(shared, bytes.AsSpan(at, rest));
        at += rest;
        reader.Number++;
        reader.Next = at < _used[chunk] || chunk == _chunk ? (chunk << ChunkBits) + at : (chunk + 1) << ChunkBits;
    }

    /// <summary>Writes the entry of a path behind all others, whose last one is read.</summary>
    void Append(int number, ReadOnlySpan<byte> path)
    {
        var isWhole = (number & ((1 << GroupBits) - 1)) == 0;
        var shared = isWhole ? 0 : path.CommonPrefixLength(_found.Path);
        var rest = path[shared..];
        var at = Room(LengthBytes(shared) + LengthBytes(rest.Length) + rest.Length);
        if (isWhole)
        {
            var group = number >> GroupBits;
            if (group == _groups.Length) Array.Resize(ref _groups, group < 64 ? group * 2 : group + group / 2);
            _groups[group] = (_chunk << ChunkBits) + at;
        }

        var bytes = _chunks[_chunk];
        WriteLength(bytes, ref at, shared);
        WriteLength(bytes, ref at, rest.Length);
        rest.CopyTo(bytes.AsSpan(at));
        _used[_chunk] = at + rest.Length;
        // What is looked up next is what follows it.
        _found.Take(shared, rest);
        (_found.Number, _found.Next) = (number, (_chunk << ChunkBits) + _used[_chunk]);
        if (_peeked.Number == number - 1) _peeked.Number = -1;
    }

    /// <summary>Makes room in the last chunk, or in a new one.</summary>
    /// <returns>Where in it.</returns>
    int Room(int bytes)
    {
        var at = _used[_chunk];
        if (at + bytes > ChunkSize)
        {
            // Most runs need one chunk, and large ones many.
            if (++_chunk == _chunks.Length)
            {
                Array.Resize(ref _chunks, _chunk < 4 ? _chunk * 2 : _chunk + _chunk / 2);
                Array.Resize(ref _used, _chunks.Length);
            }

            _chunks[_chunk] = new byte[ChunkSize];
            return 0;
        }

        if (at + bytes > _chunks[_chunk].Length)
            Array.Resize(ref _chunks[_chunk], (int)Math.Min(ChunkSize, BitOperations.RoundUpToPowerOf2((uint)(at + bytes))));
        return at;
    }

    static int LengthBytes(int length) => length < 0x80 ? 1 : 2;

    static void WriteLength(byte[] bytes, ref int at, int length)
    {
        if (length >= 0x80) bytes[at++] = (byte)(0x80 | (length >> 8));
        bytes[at++] = (byte)length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int ReadLength(byte[] bytes, ref int at)
    {
        int first = bytes[at++];
        return first < 0x80 ? first : ((first & 0x7f) << 8) | bytes[at++];
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

    /// <summary>One path, read from the entries before it in its group.</summary>
    sealed class Reader
    {
        byte[] _bytes = new byte[64];
        int _length;

        public int Number = -1;

        /// <summary>Where the entry of the next number is.</summary>
        public int Next;

        public ReadOnlySpan<byte> Path => _bytes.AsSpan(0, _length);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Begins(ReadOnlySpan<byte> path) => path.SequenceEqual(_bytes.AsSpan(0, path.Length));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take(int shared, ReadOnlySpan<byte> rest)
        {
            _length = shared + rest.Length;
            if (_length > _bytes.Length) Array.Resize(ref _bytes, (int)BitOperations.RoundUpToPowerOf2((uint)_length));
            rest.CopyTo(_bytes.AsSpan(shared));
        }
    }
}
