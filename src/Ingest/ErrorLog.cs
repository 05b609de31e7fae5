using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest;

/// <summary>
/// The rejected values of one record. The first ones of a record are told one by one; beyond that, those of one code
/// share a row, so that a bad client cannot fill the store.
/// </summary>
struct ErrorLog
{
    const int DetailedMax = 100;

    List<(IngestCode Code, string Path, string Message)>? _detailed;
    SortedDictionary<IngestCode, int>? _more;
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

    public void Flush(RunBlock block, long offset)
    {
        foreach (var (code, path, message) in _detailed ?? [])
            block.Errors.Add(new ErrorRow(offset, _sequence++, path, code, 1, message));
        foreach (var (code, count) in _more ?? [])
            block.Errors.Add(new ErrorRow(offset, _sequence++, "", code, count, IngestMessages.Of(code)));
        _detailed = null;
        _more = null;
    }
}
