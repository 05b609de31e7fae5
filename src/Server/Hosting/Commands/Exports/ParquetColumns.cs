using Parquet;
using Parquet.Schema;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>Writes columns of one row group, of which most rows may be null.</summary>
sealed class ParquetColumns(ParquetRowGroupWriter group, int rows, CancellationToken cancellationToken)
{
    /// <summary>The same text in all rows.</summary>
    public Task SameAsync(DataField field, string text)
    {
        var texts = new ReadOnlyMemory<char>[rows];
        Array.Fill(texts, text.AsMemory());
        return AllAsync(field, texts);
    }

    public Task TextsAsync(DataField field, IReadOnlyList<string> texts) =>
        AllAsync(field, [.. texts.Select(text => text.AsMemory())]);

    public Task SomeAsync<T, TTo>(DataField field, Cells<T> cells, Func<T, TTo> convert)
        where TTo : struct
    {
        var levels = new int[rows];
        foreach (var row in cells.Rows) levels[row] = field.MaxDefinitionLevel;
        return group.WriteAllPartsAsync<TTo>(
            field, cells.Values.ConvertAll(value => convert(value)).ToArray(), levels, null, cancellationToken);
    }

    /// <summary>A list a row: levels tell a row without one from an empty one.</summary>
    /// <param name="empty">The level of a list without items; that of an item is the field's greatest.</param>
    public Task ListsAsync<T, TItem, TTo>(
        DataField field, int empty, Cells<T> cells, Func<T, IReadOnlyList<TItem>> items, Func<TItem, TTo> convert)
        where TTo : struct
    {
        var values = new List<TTo>();
        var defined = new List<int>(rows);
        var repeated = new List<int>(rows);
        var at = 0;
        for (var row = 0; row < rows; row++)
        {
            var has = at < cells.Rows.Count && cells.Rows[at] == row;
            var list = has ? items(cells.Values[at++]) : [];
            if (list.Count == 0) Level(has ? empty : 0, 0);
            for (var item = 0; item < list.Count; item++)
            {
                values.Add(convert(list[item]));
                Level(field.MaxDefinitionLevel, item == 0 ? 0 : field.MaxRepetitionLevel);
            }
        }

        return group.WriteAllPartsAsync<TTo>(field, values.ToArray(), defined.ToArray(), repeated.ToArray(), cancellationToken);

        void Level(int definition, int repetition)
        {
            defined.Add(definition);
            repeated.Add(repetition);
        }
    }

    Task AllAsync<T>(DataField field, T[] values)
        where T : struct
    {
        var levels = new int[rows];
        Array.Fill(levels, field.MaxDefinitionLevel);
        return group.WriteAllPartsAsync<T>(field, values, levels, null, cancellationToken);
    }
}
