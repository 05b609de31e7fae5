using System.Text.Unicode;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// What a run remembers of one attribute: its type, and for a series everything that judging the next point needs.
/// </summary>
/// <remarks>There are millions: its size is what a live series takes, so flags share a byte.</remarks>
struct AttributeState
{
    const byte Dirty = 1, Due = 2;

    /// <summary>Number that the points carry; 0 while the series has only inherited points.</summary>
    public uint Series;

    /// <summary>Includes inherited points.</summary>
    public SeriesSummary Summary;

    /// <summary>Last committed value of a float series; of other series, a hash of it in the bits.</summary>
    public double LastValue;

    /// <summary>Points since the series was last due for rollups.</summary>
    public ushort WithoutRollups;
    public AttributeType Type;
    byte _flags;

    /// <summary>The store's summary is older than the points.</summary>
    public bool IsDirty
    {
        readonly get => (_flags & Dirty) != 0;
        set => _flags = (byte)(value ? _flags | Dirty : _flags & ~Dirty);
    }

    /// <summary>Its row goes to the store at the end of the turn.</summary>
    public bool IsDue
    {
        readonly get => (_flags & Due) != 0;
        set => _flags = (byte)(value ? _flags | Due : _flags & ~Due);
    }
}

/// <summary>The attributes of one run by path.</summary>
sealed class AttributeTable
{
    // The table grows in pieces, so that growing copies nothing and wastes little: there are many runs with many
    // attributes.
    const int PieceBits = 8;
    const int PieceSize = 1 << PieceBits;

    readonly PathTable _paths = new();
    readonly int[] _countByType = new int[16];
    AttributeState[][] _pieces = [new AttributeState[16]];
    uint _lastSeries;

    public int Count => _paths.Count;

    /// <inheritdoc cref="PathTable.Copy"/>
    public byte[] Path(int number) => _paths.Copy(number);

    public ref AttributeState this[int number] => ref _pieces[number >> PieceBits][number & (PieceSize - 1)];

    public int CountOf(AttributeType type) => _countByType[(int)type];

    public void StartSnapshot() => _paths.StartSnapshot();

    /// <inheritdoc cref="PathTable.Reserve"/>
    public void Reserve(int count) => _paths.Reserve(count);

    /// <summary>Whether a value of that type may be written to that path.</summary>
    /// <param name="isEdit">Written by the web app, which may change more of the system attributes.</param>
    /// <param name="number">Of the attribute; -1 if the path is new or does not take the value.</param>
    public IngestCode Judge(ReadOnlySpan<byte> path, AttributeType type, bool isEdit, out int number)
    {
        number = _paths.Find(path);
        var verdict = number < 0 ? JudgePath(path) : IngestCode.Ok;
        if (verdict == IngestCode.Ok && SystemAttributes.IsSystem(path))
        {
            var writable = SystemAttributes.WritableType(path, isEdit);
            verdict = writable == AttributeType.None ? IngestCode.FieldPathNonWritable
                : writable != type ? IngestCode.FieldTypeConflicting
                : IngestCode.Ok;
        }

        if (verdict == IngestCode.Ok && number >= 0 && this[number].Type != type)
            verdict = IngestCode.FieldTypeConflicting;
        if (verdict != IngestCode.Ok) number = -1;
        return verdict;
    }

    /// <summary>Whether an attribute may have that path at all.</summary>
    public static IngestCode JudgePath(ReadOnlySpan<byte> path) =>
        path.Length > Limits.AttributePathBytesMax ? IngestCode.FieldPathExceedsSizeLimit
        : path.IsEmpty ? IngestCode.FieldPathEmpty
        : !Utf8.IsValid(path) || path.Contains((byte)0) ? IngestCode.FieldPathInvalid
        : IngestCode.Ok;

    /// <summary>The number of a path, or -1.</summary>
    public int Find(ReadOnlySpan<byte> path) => _paths.Find(path);

    /// <inheritdoc cref="PathTable.Peek"/>
    public int Peek(ReadOnlySpan<byte> path) => _paths.Peek(path);

    /// <summary>Adds an attribute without judging it: the server's own, or one read back from the store.</summary>
    public int Add(ReadOnlySpan<byte> path, AttributeType type)
    {
        var number = _paths.Add(path);
        MakeRoom(number);
        this[number] = new AttributeState { Type = type };
        _countByType[(int)type]++;
        return number;
    }

    void MakeRoom(int number)
    {
        var piece = number >> PieceBits;
        if (piece == _pieces.Length) Array.Resize(ref _pieces, piece * 2);
        // Most runs have few attributes: the first piece grows with them.
        if (piece > 0) _pieces[piece] ??= new AttributeState[PieceSize];
        else if (number == _pieces[0].Length) Array.Resize(ref _pieces[0], number * 2);
    }

    /// <summary>Gives a series its number at its first own point.</summary>
    public uint NumberSeries(ref AttributeState state) => state.Series != 0 ? state.Series : state.Series = ++_lastSeries;

    /// <summary>Tells that a number read back from the store is taken.</summary>
    public void ReserveSeries(uint series) => _lastSeries = Math.Max(_lastSeries, series);
}
