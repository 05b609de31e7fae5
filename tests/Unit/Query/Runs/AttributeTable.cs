using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Unit.Query.Runs;

/// <summary>Attributes to put into the store's two tables, as the write half would.</summary>
sealed class AttributeTable
{
    readonly Dictionary<(ulong, string), long> _lastTimes = [];
    readonly List<StoredAttribute> _rows = [];

    public IReadOnlyList<StoredAttribute> Rows => _rows;

    public void Add(StoredAttribute row) => _rows.Add(row);

    public void AddText(ulong run, string path, string value) =>
        Add(new StoredAttribute(run, path, AttributeType.String) { StringValue = value });

    /// <param name="last">Step and time of the last committed point, in micro-steps and ms since 1970.</param>
    /// <param name="values">Of all committed points, in their order, if the row is to tell figures of them.</param>
    public void AddFloatSeries(
        ulong run, string path, uint series, int points, (long Step, long Time) last, bool hasPreview, IReadOnlyList<double>? values = null)
    {
        double[] finite = [.. (values ?? []).Where(double.IsFinite)];
        Add(new StoredAttribute(run, path, AttributeType.FloatSeries)
        {
            Series = series,
            Points = (ulong)points,
            LastStep = new Step(last.Step),
            HasPreview = hasPreview,
            FloatValue = values is { Count: > 0 } ? values[^1] : 0,
            Figures = finite.Length == 0 ? null : new SeriesFigures(
                finite.Min(), finite.Max(), finite.Average(), finite.Average(value => Math.Pow(value - finite.Average(), 2))),
        });
        _lastTimes[(run, path)] = last.Time;
    }

    public async Task InsertAsync(
        ClickHouse store, uint project, CancellationToken cancellationToken, ulong version = 1)
    {
        using var block = Block(project, version);
        await store.InsertAsync("attributes", block, null, cancellationToken);
        await store.InsertAsync("run_attributes", block, null, cancellationToken);
    }

    /// <summary>What is there in the middle of a flush: rows by path, not yet by run.</summary>
    public async Task InsertByPathAsync(ClickHouse store, uint project, CancellationToken cancellationToken)
    {
        using var block = Block(project, version: 1);
        await store.InsertAsync("attributes", block, null, cancellationToken);
    }

    NativeBlock Block(uint project, ulong version)
    {
        Utf8Builder Texts(Func<StoredAttribute, string> text)
        {
            var builder = new Utf8Builder();
            foreach (var row in _rows) builder.Add(text(row));
            return builder;
        }

        T[] Numbers<T>(Func<StoredAttribute, T> number) => [.. _rows.Select(number)];

        var sets = new Utf8ArrayBuilder();
        foreach (var row in _rows)
        {
            foreach (var element in row.SetValue) sets.AddItem(element);
            sets.EndRow();
        }

        return new NativeBlock()
            .Add("project", Numbers(_ => project))
            .Add("run", Numbers(row => row.Run))
            .AddStrings("path", Texts(row => row.Path))
            .Add("type", Numbers(row => (byte)row.Type))
            .Add("series", Numbers(row => row.Series))
            .Add("int_value", Numbers(row => row.IntValue))
            .Add("float_value", Numbers(row => row.FloatValue))
            .AddStrings("string_value", Texts(row => row.StringValue))
            .AddArrays("set_value", sets)
            .AddStrings("mime", Texts(row => row.Mime))
            .Add("last_step", Numbers(row => row.LastStep.Micros))
            .Add("last_ts", Numbers(row => _lastTimes.GetValueOrDefault((row.Run, row.Path))))
            .Add("points", Numbers(row => row.Points))
            .Add("finite", Numbers(row => row.Figures is null ? 0ul : 4))
            .Add("min_value", Numbers(row => row.Figures?.Min ?? 0))
            .Add("max_value", Numbers(row => row.Figures?.Max ?? 0))
            .Add("total", Numbers(row => 4 * (row.Figures?.Average ?? 0)))
            .Add("m2", Numbers(row => 4 * (row.Figures?.Variance ?? 0)))
            .Add("has_preview", Numbers(row => row.HasPreview ? (byte)1 : (byte)0))
            .Add("part", Numbers(_ => (ushort)0))
            .Add("off", Numbers(_ => version))
            .Add("version", Numbers(_ => version));
    }
}
