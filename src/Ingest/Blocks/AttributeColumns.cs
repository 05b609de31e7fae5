using System.Text;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Ingest.Blocks;

/// <summary>
/// Rows of <c>attributes</c> and <c>run_attributes</c> as columns. A row is wide, so all of it is taken in one visit, and
/// both tables are written from what was gathered once.
/// </summary>
sealed class AttributeColumns(ushort partition)
{
    readonly Column<uint> _project = new(), _series = new();
    readonly Column<ulong> _run = new(), _points = new(), _finite = new(), _offset = new(), _version = new();
    readonly Column<byte> _type = new(), _hasPreview = new();
    readonly Column<long> _int = new(), _lastStep = new(), _lastTime = new();
    readonly Column<double> _float = new(), _min = new(), _max = new(), _total = new(), _squaredDeviations = new();
    readonly Utf8Builder _path = new(), _string = new(), _mime = new();
    readonly Utf8ArrayBuilder _set = new();

    public void Add(uint project, ulong run, in AttributeRow row)
    {
        _project.Add(project);
        _run.Add(row.OtherRun > 0 ? row.OtherRun : run);
        _path.Add(row.Path);
        _type.Add((byte)row.Type);
        _series.Add(row.Series);
        _int.Add(row.Int);
        _float.Add(row.Float);
        _string.Add(row.String);
        foreach (var member in row.Set) _set.AddItem(member);
        _set.EndRow();
        _mime.Add(row.Mime);
        _lastStep.Add(row.Summary.LastStep);
        _lastTime.Add(row.Summary.LastTime);
        _points.Add((ulong)row.Summary.Points);
        _finite.Add((ulong)row.Summary.Finite);
        _min.Add(row.Summary.Min);
        _max.Add(row.Summary.Max);
        _total.Add(row.Summary.Total);
        _squaredDeviations.Add(row.Summary.SquaredDeviations);
        _hasPreview.Add((byte)(row.Summary.HasPreview ? 1 : 0));
        _offset.Add((ulong)row.Offset);
        _version.Add((ulong)row.Version);
    }

    /// <summary>Adds that rows of a series' former number are to be removed; see <see cref="RetiredSeries"/>.</summary>
    public void AddRetired(ulong run, uint series) => Add(0, 0, new AttributeRow
    {
        Path = Encoding.UTF8.GetBytes(RetiredSeries.MarkerPath(run, series)), Type = AttributeType.None,
        Offset = 0, Version = 1,
    });

    /// <summary>Adds how far the partition is, which <c>run_attributes</c> keeps among its rows.</summary>
    public void AddMarker(PartitionProgress progress) => Add(0, 0, new AttributeRow
    {
        Path = Encoding.UTF8.GetBytes(BlockWriter.MarkerPath(partition)), Type = AttributeType.None,
        Int = progress.Summarized, Offset = progress.Stored, Version = progress.Flushes,
        Summary = new SeriesSummary { LastStep = progress.Noticed },
    });

    /// <summary>A block of all rows added so far. It belongs to the caller.</summary>
    public NativeBlock ToBlock() => new NativeBlock()
        .Add("project", _project)
        .Add("run", _run)
        .AddStrings("path", _path)
        .Add("type", _type)
        .Add("series", _series)
        .Add("int_value", _int)
        .Add("float_value", _float)
        .AddStrings("string_value", _string)
        .AddArrays("set_value", _set)
        .AddStrings("mime", _mime)
        .Add("last_step", _lastStep)
        .Add("last_ts", _lastTime)
        .Add("points", _points)
        .Add("finite", _finite)
        .Add("min_value", _min)
        .Add("max_value", _max)
        .Add("total", _total)
        .Add("m2", _squaredDeviations)
        .Add("has_preview", _hasPreview)
        .AddRepeated("part", [(partition, _run.Count)])
        .Add("off", _offset)
        .Add("version", _version);
}
