using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Series;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>What searches of runs in JSON are answered by.</summary>
sealed record SearchServices(
    RunIdentifiers Identifiers, RunTable Table, RunGroups Groups, FormulaLibrary Library, FormulaTurns Turns);

/// <summary>The formulas of a search.</summary>
static class SearchFormulas
{
    /// <returns><c>null</c>: there are none.</returns>
    /// <exception cref="BadRequestException">The request is invalid.</exception>
    public static async Task<TableFormulas?> OfAsync(
        SearchRequest body, Project project, SearchServices services, CancellationToken cancellationToken)
    {
        if (!AreIn(body)) return null;

        string[] columns = [.. body.Formulas ?? []];
        if (columns.Length > Limits.TableFormulasMax)
            throw new BadRequestException($"A table has at most {Limits.TableFormulasMax} formulas.");

        var asked = new TableFormulas(
            columns, [.. SearchOrder.FormulasOf(body.Sorting)], string.IsNullOrEmpty(body.FormulaFilter) ? null : body.FormulaFilter,
            FormulaSetting.None);
        Run? baseline = null;
        if (body.Baseline?.Identifier is { } id)
            baseline = (await services.Identifiers.RunsAsync([id], [project], cancellationToken))[0]
                ?? throw new BadRequestException($"There is no run '{id}' to be the baseline. Choose another, or leave it out.");
        return asked with
        {
            Setting = await services.Library.SettingAsync(asked.Texts, project.Number, baseline, cancellationToken),
        };
    }

    /// <summary>For searches whose answers have no room for formulas, or are not of one project.</summary>
    /// <exception cref="BadRequestException">There are formulas.</exception>
    public static void RefuseIn(SearchRequest body)
    {
        if (AreIn(body)) throw Refused();
    }

    /// <inheritdoc cref="RefuseIn(SearchRequest)"/>
    public static void RefuseIn(SortingRequest? sorting)
    {
        if (SearchOrder.FormulasOf(sorting).Any()) throw Refused();
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<ValueResponse> values)
    {
        json.WriteStartArray("formulaValues");
        foreach (var value in values)
        {
            json.WriteStartObject();
            if (value.Value is { } number) SeriesJson.Number(json, "value", number);
            if (value.Missing is { } why) MissingResponse.Of(why).Write(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static bool AreIn(SearchRequest body) => body.Formulas is { Count: > 0 } || body.FormulaFilter is { Length: > 0 }
        || SearchOrder.FormulasOf(body.Sorting).Any();

    static BadRequestException Refused() =>
        new("Formulas are computed for one project, in JSON: ask leaderboard/entries/search.");
}
