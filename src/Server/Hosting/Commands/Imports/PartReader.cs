using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>Reads one Parquet file of an export, a row group at a time: that much is in memory, whatever the file's size.
/// </summary>
sealed class PartReader : IAsyncDisposable
{
    static readonly long EpochTicks = DateTime.UnixEpoch.Ticks;

    readonly string _path;
    readonly ParquetReader _reader;
    readonly Dictionary<string, DataField> _fields;

    PartReader(string path, ParquetReader reader)
    {
        (_path, _reader) = (path, reader);
        _fields = reader.Schema.DataFields.ToDictionary(field => field.Path.ToString(), StringComparer.Ordinal);
    }

    public int Groups => _reader.RowGroupCount;

    /// <exception cref="InvalidDataException">It is no Parquet file of an export; the message says why.</exception>
    public static async Task<PartReader> OpenAsync(string path, CancellationToken cancellationToken)
    {
        ParquetReader reader;
        try
        {
            reader = await ParquetReader.CreateAsync(path, cancellationToken: cancellationToken);
        }
        catch (Exception failure) when (!IsOurs(failure))
        {
            throw new InvalidDataException($"{path} is no whole Parquet file: {failure.Message}", failure);
        }

        var part = new PartReader(path, reader);
        foreach (var column in new[] { "project_id", "run_id", "attribute_path", "attribute_type" })
        {
            if (part._fields.ContainsKey(column)) continue;
            await part.DisposeAsync();
            throw new InvalidDataException($"{path} is no file of an export: it has no column '{column}'.");
        }

        return part;
    }

    public long RowsOf(int group)
    {
        using var rows = _reader.OpenRowGroupReader(group);
        return rows.RowCount;
    }

    /// <summary>Whether all rows of a group are points of series.</summary>
    public bool IsSeries(int group)
    {
        using var rows = _reader.OpenRowGroupReader(group);
        return _fields.TryGetValue("step", out var step) && rows.RowCount > 0 && rows.GetStatistics(step)?.NullCount == 0;
    }

    /// <exception cref="InvalidDataException">The group cannot be read; the message says why.</exception>
    public async Task<RowGroup> ReadAsync(int group, CancellationToken cancellationToken)
    {
        try
        {
            using var rows = _reader.OpenRowGroupReader(group);
            if (rows.RowCount > int.MaxValue) throw new InvalidDataException("it has more rows than memory can hold");
            return await new GroupColumns(rows, _fields, (int)rows.RowCount, cancellationToken).ReadAsync();
        }
        catch (Exception failure) when (!IsOurs(failure))
        {
            throw new InvalidDataException($"{_path}, row group {group}: {failure.Message}", failure);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"{_path}, row group {group}: {failure.Message}", failure);
        }
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    static bool IsOurs(Exception failure) => failure is OperationCanceledException or InvalidDataException;

    /// <summary>The columns of one group.</summary>
    sealed class GroupColumns(
        ParquetRowGroupReader group, Dictionary<string, DataField> fields, int rows, CancellationToken cancellationToken)
    {
        public async Task<RowGroup> ReadAsync()
        {
            var (paths, pathOf) = await PathsAsync();
            return new RowGroup
            {
                Rows = rows,
                Project = await OneAsync("project_id"),
                RunId = await OneAsync("run_id"),
                Paths = paths,
                PathOf = pathOf,
                Types = await TextsAsync("attribute_type") ?? throw new InvalidDataException("no row has a type"),
                Steps = await FlatAsync<decimal, long>("step", RowGroup.None, step => (long)(step * 1_000_000m)),
                Times = await FlatAsync<DateTime, long>("timestamp", RowGroup.None, Ms),
                Ints = await FlatAsync<long, long?>("int_value", null, value => value),
                Floats = await FlatAsync<double, double?>("float_value", null, value => value),
                Strings = await TextsAsync("string_value"),
                Bools = await FlatAsync<bool, bool?>("bool_value", null, value => value),
                Datetimes = await FlatAsync<DateTime, long>("datetime_value", RowGroup.None, Ms),
                Sets = await ListsAsync<ReadOnlyMemory<char>, string>("string_set_value/list/element", "", text => text.ToString()),
                Files = await TextsAsync("file_value/path"),
                HistogramTypes = await TextsAsync("histogram_value/type"),
                HistogramEdges = await ListsAsync<double, double>("histogram_value/edges/list/element", double.NaN, value => value),
                HistogramValues = await ListsAsync<double, double>("histogram_value/values/list/element", double.NaN, value => value),
            };
        }

        static long Ms(DateTime time) => (time.Ticks - EpochTicks) / TimeSpan.TicksPerMillisecond;

        /// <summary>A column that has one value in all rows.</summary>
        async Task<string> OneAsync(string name)
        {
            var statistics = group.GetStatistics(fields[name]);
            if (statistics is { NullCount: 0, MinValue: string least, MaxValue: string greatest } && least == greatest) return least;

            var texts = await TextsAsync(name);
            if (texts is [{ } first, ..] && texts.All(text => text == first)) return first;
            throw new InvalidDataException($"its rows do not all have the same {name}");
        }

        async Task<(List<string> Paths, int[] PathOf)> PathsAsync()
        {
            var names = new List<string>();
            var known = new Dictionary<string, int>(StringComparer.Ordinal);
            var byText = known.GetAlternateLookup<ReadOnlySpan<char>>();
            var pathOf = new int[rows];
            using var column = await ColumnAsync<ReadOnlyMemory<char>>(fields["attribute_path"]);
            var values = column.Values;
            var levels = fields["attribute_path"].MaxDefinitionLevel == 0 ? default : column.DefinitionLevels;
            var at = 0;
            for (var row = 0; row < rows; row++)
            {
                if (!levels.IsEmpty && levels[row] == 0) throw new InvalidDataException($"row {row} names no attribute");
                var path = values[at++].Span;
                if (!byText.TryGetValue(path, out var number))
                {
                    number = names.Count;
                    names.Add(path.ToString());
                    known.Add(names[number], number);
                }

                pathOf[row] = number;
            }

            return (names, pathOf);
        }

        Task<string?[]?> TextsAsync(string name)
        {
            // Most texts of a column are a few that repeat.
            var known = new HashSet<string>(StringComparer.Ordinal);
            var byText = known.GetAlternateLookup<ReadOnlySpan<char>>();
            return FlatAsync<ReadOnlyMemory<char>, string?>(name, null, text =>
            {
                if (byText.TryGetValue(text.Span, out var same)) return same;
                var made = text.ToString();
                if (known.Count < 1000) known.Add(made);
                return made;
            });
        }

        /// <summary>A column without lists.</summary>
        async Task<TTo[]?> FlatAsync<TFrom, TTo>(string name, TTo missing, Func<TFrom, TTo> convert)
            where TFrom : struct
        {
            if (!Has(name, out var field)) return null;

            using var column = await ColumnAsync<TFrom>(field);
            return Spread(column, field.MaxDefinitionLevel, missing, convert);
        }

        TTo[] Spread<TFrom, TTo>(RawColumnData<TFrom> column, int whole, TTo missing, Func<TFrom, TTo> convert)
            where TFrom : struct
        {
            var result = new TTo[rows];
            var values = column.Values;
            var levels = whole == 0 ? default : column.DefinitionLevels;
            var at = 0;
            for (var row = 0; row < rows; row++)
                result[row] = levels.IsEmpty || levels[row] == whole ? convert(values[at++]) : missing;
            return result;
        }

        /// <summary>A column of lists; <c>null</c> where a row has none.</summary>
        async Task<TTo[]?[]?> ListsAsync<TFrom, TTo>(string name, TTo missing, Func<TFrom, TTo> convert)
            where TFrom : struct
        {
            if (!Has(name, out var field)) return null;

            using var column = await ColumnAsync<TFrom>(field);
            return Lists(column, field, missing, convert);
        }

        TTo[]?[] Lists<TFrom, TTo>(RawColumnData<TFrom> column, DataField field, TTo missing, Func<TFrom, TTo> convert)
            where TFrom : struct
        {
            // Items that may be null have a level of their own, between those of an item and of an empty list.
            var whole = field.MaxDefinitionLevel;
            var empty = whole - (field.IsNullable ? 2 : 1);
            var result = new TTo[]?[rows];
            var values = column.Values;
            var defined = column.DefinitionLevels;
            var repeated = column.RepetitionLevels;
            var list = new List<TTo>();
            int at = 0, row = -1;
            for (var i = 0; i < defined.Length; i++)
            {
                if (repeated[i] == 0)
                {
                    End();
                    row++;
                }

                if (defined[i] == whole) list.Add(convert(values[at++]));
                else if (defined[i] > empty) list.Add(missing);
                else if (defined[i] == empty) result[row] = [];
            }

            End();
            return result;

            void End()
            {
                if (list.Count > 0) result[row] = [.. list];
                list.Clear();
            }
        }

        async Task<RawColumnData<T>> ColumnAsync<T>(DataField field)
            where T : struct
        {
            var column = await group.ReadRawColumnDataBaseAsync(field, cancellationToken);
            if (column is RawColumnData<T> ours) return ours;

            column.Dispose();
            throw new InvalidDataException($"column '{field.Path}' is of type {field.ClrType.Name}, which the exporter does not write");
        }

        bool Has(string name, out DataField field) =>
            fields.TryGetValue(name, out field!) && group.GetStatistics(field)?.NullCount != rows;
    }
}
