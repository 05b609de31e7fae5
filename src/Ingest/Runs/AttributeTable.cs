using System.Text.Unicode;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>What a run remembers of one attribute: its type, and for a series all that judging the next point needs.</summary>
struct AttributeState
{
    public AttributeType Type;

    /// <summary>Number that the points carry; 0 while the series has only inherited points.</summary>
    public uint Series;

    /// <summary>Includes inherited points.</summary>
    public SeriesSummary Summary;

    /// <summary>Last committed value of a float series; of other series, a hash of it in the bits.</summary>
    public double LastValue;

    /// <summary>Furthest preview, in micro-steps; -1 if there is none.</summary>
    public long PreviewStep;

    /// <summary>Points since the series was last due for rollups.</summary>
    public int WithoutRollups;

    /// <summary>The store's summary is older than the points.</summary>
    public bool IsDirty;

    /// <summary>Its row goes to the store at the end of the turn.</summary>
    public bool IsDue;

    public readonly bool HasPreview => PreviewStep >= 0 && (Summary.Points == 0 || PreviewStep > Summary.LastStep);
}

/// <summary>The attributes of one run by path.</summary>
sealed class AttributeTable
{
    // In pieces, so that a table that grows copies nothing and wastes little: runs with many attributes are many at once.
    const int PieceBits = 8;
    const int PieceSize = 1 << PieceBits;

    readonly PathTable _paths = new();
    readonly int[] _countByType = new int[16];
    AttributeState[][] _pieces = [new AttributeState[16]];
    uint _lastSeries;

    public int Count => _paths.Count;

    public byte[] Path(int number) => _paths[number];

    public ref AttributeState this[int number] => ref _pieces[number >> PieceBits][number & (PieceSize - 1)];

    public int CountOf(AttributeType type) => _countByType[(int)type];

    public void StartSnapshot() => _paths.StartSnapshot();

    /// <inheritdoc cref="PathTable.Reserve"/>
    public void Reserve(int count) => _paths.Reserve(count);

    /// <summary>Whether a value of that type may go to that path.</summary>
    /// <param name="isEdit">Written by the web app, which may change more of the system attributes.</param>
    /// <param name="number">Of the attribute; -1 if there is none of that path yet, or it does not take the value.</param>
    public IngestCode Judge(ReadOnlySpan<byte> path, AttributeType type, bool isEdit, out int number)
    {
        number = _paths.Find(path);
        var verdict = number < 0 ? JudgePath(path) : IngestCode.Ok;
        if (verdict == IngestCode.Ok && SysPaths.IsSystem(path))
        {
            var writable = SysPaths.WritableType(path, isEdit);
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

    /// <summary>The same, outside the order in which a snapshot names paths.</summary>
    public int Peek(ReadOnlySpan<byte> path) => _paths.Peek(path);

    /// <summary>Adds an attribute without judging it: the server's own, or one read back from the store.</summary>
    public int Add(ReadOnlySpan<byte> path, AttributeType type)
    {
        var number = _paths.Add(path);
        MakeRoom(number);
        this[number] = new AttributeState { Type = type, PreviewStep = -1 };
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
