using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// The rejected values of one record. The first ones of a record are told one by one; beyond that, those of one code
/// share a row, so that a bad client cannot fill the store.
/// </summary>
struct ErrorLog
{
    const int DetailedMax = 100;

    List<(IngestCode Code, string Path, string Message)>? _detailed;
    SortedDictionary<IngestCode, int>? _more;

    /// <summary>With the place among the detailed ones, or their number if the value shares a row.</summary>
    List<(Doubt Doubt, IngestCode Code, int Place)>? _doubts;
    int _sequence;

    public void Add(IngestCode code, string path, string message)
    {
        _detailed ??= [];
        if (_detailed.Count < DetailedMax)
        {
            _detailed.Add((code, path, message));
            return;
        }

        _more ??= [];
        _more[code] = _more.GetValueOrDefault(code) + 1;
    }

    /// <summary>Adds a value that may turn out to be a repeat.</summary>
    /// <param name="code">What it is told as if it is not.</param>
    public void Add(IngestCode code, string path, string message, in Doubt doubt)
    {
        (_doubts ??= []).Add((doubt, code, _detailed?.Count ?? 0));
        Add(code, path, message);
        if (_more is not null) _more.TryAdd(IngestCode.SeriesPointDuplicate, 0);
    }

    public void Flush(RunBlock block, long offset)
    {
        if (_detailed is null) return;

        var first = block.Errors.Count;
        foreach (var (code, path, message) in _detailed)
            block.Errors.Add(new ErrorRow(offset, _sequence++, path, code, 1, message));
        var shared = new Dictionary<IngestCode, int>();
        foreach (var (code, count) in _more ?? [])
        {
            shared[code] = block.Errors.Count;
            block.Errors.Add(new ErrorRow(offset, _sequence++, "", code, count, IngestMessages.Of(code)));
        }

        foreach (var (doubt, code, place) in _doubts ?? [])
            block.Doubts.Add(place < DetailedMax
                ? doubt with { Refused = first + place, Repeated = first + place }
                : doubt with { Refused = shared[code], Repeated = shared[IngestCode.SeriesPointDuplicate] });
        (_detailed, _more, _doubts) = (null, null, null);
    }
}
