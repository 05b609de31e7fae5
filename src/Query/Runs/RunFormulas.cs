using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Runs;

/// <summary>Computes formulas of the runs table: for a page, or for all runs that match where they order or filter.</summary>
public sealed class RunFormulas(RunReads runs, LiveReads live, CatalogRuns registry, FormulaValues values)
{
    static readonly ValueResponse JustCame = new(null, new FormulaDiagnostic(
        default, FormulaCodes.Missing, "The run came while the table was computed. Load the table again."));

    /// <summary>Computes what orders, what filters, and what compares runs, for all runs that match.</summary>
    /// <exception cref="FormulaException">A formula is wrong, or no number.</exception>
    /// <exception cref="BadQueryException">Too many runs match.</exception>
    internal async Task<FormulaSearch> PrepareAsync(
        RunSearch search, TableFormulas? asked, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, IReadOnlyDictionary<ulong, ValueResponse>>();
        if (asked is null) return new FormulaSearch(search, asked, known);

        string[] comparing = [.. asked.Columns.Where(text => FormulaValues.ComparesRuns(text, asked.Setting))];
        string[] texts = [.. asked.Orders.Concat(asked.Filter is { } filter ? [filter] : []).Concat(comparing).Distinct()];
        if (texts.Length == 0) return new FormulaSearch(search, asked, known);

        var found = await AllAsync(search, cancellationToken);
        var computed = await ValuesAsync(found, texts, asked.Setting, cancellationToken);
        for (var place = 0; place < texts.Length; place++)
        {
            var ofText = new Dictionary<ulong, ValueResponse>();
            for (var run = 0; run < found.Count; run++) ofText[found[run].Run] = computed[(place * found.Count) + run];
            known[texts[place]] = ofText;
        }

        return new FormulaSearch(With(search, asked, found, known), asked, known);
    }

    /// <summary>The values of columns for the runs of a page, in the order of the columns.</summary>
    /// <exception cref="FormulaException">A formula is wrong, or no number.</exception>
    /// <exception cref="BadQueryException">They are too many.</exception>
    internal async Task<IReadOnlyDictionary<ulong, IReadOnlyList<ValueResponse>>> ColumnsAsync(
        FormulaSearch search, IReadOnlyList<FoundRun> page, CancellationToken cancellationToken)
    {
        var columns = new Dictionary<ulong, IReadOnlyList<ValueResponse>>();
        if (search.Asked is not { Columns.Count: > 0 } asked || page.Count == 0) return columns;

        string[] texts = [.. asked.Columns.Distinct().Where(text => !search.Known.ContainsKey(text))];
        if ((long)texts.Length * page.Count > Limits.FormulaValuesMax)
            throw new BadQueryException(FormattableString.Invariant(
                $"{page.Count:N0} rows with {texts.Length} formulas are more than {Limits.FormulaValuesMax:N0} values. Ask for shorter pages."));

        var computed = await ValuesAsync(page, texts, asked.Setting, cancellationToken);
        for (var run = 0; run < page.Count; run++)
            columns[page[run].Run] = [.. asked.Columns.Select(text => Array.IndexOf(texts, text) is >= 0 and var place
                ? computed[(place * page.Count) + run]
                : search.Known[text].GetValueOrDefault(page[run].Run) ?? JustCame)];
        return columns;
    }

    async Task<IReadOnlyList<FoundRun>> AllAsync(RunSearch search, CancellationToken cancellationToken)
    {
        var all = search with { Order = RunOrder.Newest, Limit = Limits.FormulaSortRunsMax, Offset = 0 };
        var page = await runs.SearchAsync(all, await live.BeforeStoreAsync(all, cancellationToken), cancellationToken);
        return page.Total <= Limits.FormulaSortRunsMax ? page.Runs : throw new BadQueryException(FormattableString.Invariant(
            $"{page.Total:N0} runs match, and at most {Limits.FormulaSortRunsMax:N0} can be sorted, filtered or compared by a formula. Narrow the query first, sort by an attribute, or log the number as a float of each run."));
    }

    /// <returns>Text by text, in the order of the runs.</returns>
    async Task<IReadOnlyList<ValueResponse>> ValuesAsync(
        IReadOnlyList<FoundRun> found, string[] texts, FormulaSetting setting, CancellationToken cancellationToken)
    {
        if (texts.Length == 0) return [];

        var registered = await registry.GetAsync([.. found.Select(run => run.Run)], cancellationToken);
        ValueQuestion[] questions =
        [
            .. texts.SelectMany(text => found.Select(run => new ValueQuestion(
                registered.GetValueOrDefault(run.Run), text, LineageScope.Full))),
        ];
        return await values.ReadAsync(questions, new StepWindow(null, null), setting, cancellationToken);
    }

    static RunSearch With(
        RunSearch search, TableFormulas asked, IReadOnlyList<FoundRun> found,
        Dictionary<string, IReadOnlyDictionary<ulong, ValueResponse>> known)
    {
        ComputedValues Of(FilterAttribute attribute, string text, Func<double, double> shown) => new(
            attribute.Path,
            [.. found.Select(run => (run, known[text][run.Run].Value)).Where(one => one.Value is not null)
                .Select(one => (one.run, shown(one.Value!.Value)))]); // Just seen.

        var computed = asked.Orders.Select((text, place) => Of(TableFormulas.OrderBy(place), text, value => value)).ToList();
        if (asked.Filter is not { } filter) return search with { Computed = computed };

        computed.Add(Of(TableFormulas.FilterBy, filter, value => ElementwiseMath.Holds(value) ? 1 : 0));
        return search with
        {
            Computed = computed,
            Filter = Filter.And([search.Filter, new Filter.Test(TableFormulas.FilterBy, FilterOperator.Equal, "1")]),
        };
    }
}
