using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Series;

/// <summary>Points that one statement reads: slices in the order of the store, and whose each is.</summary>
sealed class PointStretch
{
    /// <summary>Bounds the text of a statement, and how much of the store's work is lost if its reader goes away.</summary>
    const int SlicesMax = 4096;

    const long PointsMax = 4_000_000;

    readonly List<SeriesSlice> _slices = [];
    readonly Dictionary<(ulong Run, uint Series), (int Run, int Path)> _owners = [];
    long _points;

    public IReadOnlyList<SeriesSlice> Slices => _slices;

    public (int Run, int Path) OwnerOf(ulong run, uint series) => _owners[(run, series)];

    /// <summary>Adds a slice, if the points of all then still come in the order in which they were added.</summary>
    /// <param name="points">About how many it has.</param>
    public bool TryAdd(in SeriesSlice slice, int run, int path, long points)
    {
        if (_slices.Count > 0 && (_slices.Count == SlicesMax || _points + points > PointsMax || !Follows(slice, _slices[^1]))) return false;

        _slices.Add(slice);
        _owners.Add((slice.Run, slice.Series), (run, path));
        _points += points;
        return true;
    }

    static bool Follows(in SeriesSlice next, in SeriesSlice last) =>
        next.Run > last.Run || (next.Run == last.Run && next.Series > last.Series);
}
