using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>Reads a run from the server as the rows of an export.</summary>
sealed class RunReader(ExportSource source, string project, string runId, ExportedFiles files, ExportedRunReport report)
{
    readonly RunRows _rows = new();

    /// <param name="attributes">As the server has them.</param>
    /// <param name="progressed">Told of points that were written.</param>
    public async Task CopyAsync(
        IReadOnlyDictionary<string, JsonElement> attributes, RunWriter writer, Action<long> progressed,
        CancellationToken cancellationToken)
    {
        foreach (var (path, attribute) in attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            await TakeAsync(path, attribute, cancellationToken);
            if (_rows.IsFull) await FlushAsync(writer, cancellationToken);
        }

        await FlushAsync(writer, cancellationToken);
        foreach (var (path, attribute) in attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (SeriesOf(attribute) is { } type and not "float_series")
                await CopyObjectsAsync(path, type, writer, progressed, cancellationToken);
        await FlushAsync(writer, cancellationToken);
        if (attributes.Values.Any(attribute => SeriesOf(attribute) == "float_series"))
            await CopyPointsAsync(writer, progressed, cancellationToken);
        await FlushAsync(writer, cancellationToken);
    }

    /// <returns>How the exporter calls a type of series; <c>null</c> if it is none.</returns>
    static string? SeriesOf(JsonElement attribute) => attribute.GetProperty("type").GetString() switch
    {
        "floatSeries" => "float_series",
        "stringSeries" => "string_series",
        "histogramSeries" => "histogram_series",
        "fileRefSeries" => "file_series",
        _ => null,
    };

    async Task TakeAsync(string path, JsonElement attribute, CancellationToken cancellationToken)
    {
        var type = attribute.GetProperty("type").GetString()!; // the contract has it
        if (path == SystemPaths.State || SeriesOf(attribute) is not null) return; // the exporter leaves the state out

        var properties = attribute.GetProperty(type + "Properties");
        switch (type)
        {
            case "float":
                _rows.Floats.Add(_rows.Add(path, type), NumberOf(properties.GetProperty("value")));
                break;
            case "int":
                _rows.Ints.Add(_rows.Add(path, type), properties.GetProperty("value").GetInt64());
                break;
            case "bool":
                _rows.Bools.Add(_rows.Add(path, type), properties.GetProperty("value").GetBoolean());
                break;
            case "string":
                _rows.Strings.Add(_rows.Add(path, type), properties.GetProperty("value").GetString()!);
                break;
            case "datetime":
                _rows.Datetimes.Add(
                    _rows.Add(path, type), properties.GetProperty("value").GetDateTimeOffset().ToUnixTimeMilliseconds());
                break;
            case "stringSet":
                _rows.Sets.Add(
                    _rows.Add(path, "string_set"),
                    [.. properties.GetProperty("values").EnumerateArray().Select(member => member.GetString()!)]);
                break;
            case "fileRef":
                var place = await FetchAsync(path, null, properties, cancellationToken);
                var row = _rows.Add(path, "file");
                if (place is not null) _rows.Files.Add(row, place);
                break;
            default:
                report.Differs($"'{path}' is of type {type}, which an export has no place for.");
                return;
        }

        report.Attributes++;
    }

    async Task CopyObjectsAsync(
        string path, string type, RunWriter writer, Action<long> progressed, CancellationToken cancellationToken)
    {
        var points = 0L;
        await foreach (var point in source.ObjectsAsync(project, runId, path, cancellationToken))
        {
            var step = Step.FromDouble(point.GetProperty("step").GetDouble()).Micros;
            var value = point.GetProperty("object");
            var place = value.TryGetProperty("fileRef", out var file) ? await FetchAsync(path, step, file, cancellationToken) : null;
            var row = _rows.AddPoint(path, type, step, point.GetProperty("timestampMillis").GetInt64());
            if (place is not null) _rows.Files.Add(row, place);
            if (value.TryGetProperty("stringValue", out var text)) _rows.Strings.Add(row, text.GetString()!);
            if (value.TryGetProperty("histogram", out var histogram)) _rows.Histograms.Add(row, HistogramOf(histogram));
            points++;
            if (_rows.IsFull) await FlushAsync(writer, cancellationToken);
        }

        if (points > 0) report.Series++;
        report.Points += points;
        progressed(points);
    }

    async Task CopyPointsAsync(RunWriter writer, Action<long> progressed, CancellationToken cancellationToken)
    {
        string[]? names = null;
        var seen = new HashSet<int>();
        await foreach (var batch in source.PointsAsync(project, runId, cancellationToken))
        {
            var paths = (DictionaryArray)batch.Column("attribute");
            names ??= NamesOf((StringArray)paths.Dictionary);
            Take(batch, names, ((Int32Array)paths.Indices).Values, seen);
            report.Points += batch.Length;
            progressed(batch.Length);
            if (_rows.IsFull) await FlushAsync(writer, cancellationToken);
        }

        report.Series += seen.Count;
    }

    void Take(RecordBatch batch, string[] names, ReadOnlySpan<int> paths, HashSet<int> seen)
    {
        var steps = ((Int64Array)batch.Column("step")).Values;
        var times = ((TimestampArray)batch.Column("time")).Values;
        var values = ((DoubleArray)batch.Column("value")).Values;
        for (var i = 0; i < batch.Length; i++)
        {
            if (i == 0 || paths[i] != paths[i - 1]) seen.Add(paths[i]);
            _rows.Floats.Add(_rows.AddPoint(names[paths[i]], "float_series", steps[i], times[i]), values[i]);
        }
    }

    async Task FlushAsync(RunWriter writer, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(_rows, cancellationToken);
        _rows.Clear();
    }

    Task<string?> FetchAsync(string path, long? step, JsonElement file, CancellationToken cancellationToken) => files.FetchAsync(
        path, step, file.GetProperty("path").GetString()!, file.GetProperty("sizeBytes").GetInt64(),
        file.GetProperty("mimeType").GetString() ?? "", cancellationToken);

    static ExportedHistogram HistogramOf(JsonElement histogram) => new(
        histogram.GetProperty("type").GetString()!,
        [.. histogram.GetProperty("edges").EnumerateArray().Select(NumberOf)],
        [.. histogram.GetProperty("values").EnumerateArray().Select(NumberOf)]);

    static string[] NamesOf(StringArray names) => [.. Enumerable.Range(0, names.Length).Select(place => names.GetString(place))];

    /// <summary>JSON has no NaN and no infinities: these are texts.</summary>
    static double NumberOf(JsonElement number) => number.ValueKind == JsonValueKind.Number
        ? number.GetDouble()
        : double.Parse(number.GetString()!, CultureInfo.InvariantCulture);
}
