using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula;

/// <summary>The formulas that a project has under names: documents of a kind of their own.</summary>
public sealed class FormulaLibrary(CatalogDocuments documents)
{
    /// <summary>The kind of these documents.</summary>
    public const string Kind = "formula";

    /// <summary>The field of a document that is its text.</summary>
    public const string TextField = "formula";

    /// <summary>What a request says beside its formulas. The project's are looked up only if one is named.</summary>
    /// <param name="texts">The formulas of the request.</param>
    /// <param name="project">Number of the project, if it is known.</param>
    public async Task<FormulaSetting> SettingAsync(
        IEnumerable<string?> texts, uint? project, Run? baseline, CancellationToken cancellationToken)
    {
        if (project is not { } number || !texts.Any(text => text?.Contains('@', StringComparison.Ordinal) == true))
            return FormulaSetting.None with { Baseline = baseline };

        var found = await documents.ListAsync(number, Kind, cancellationToken);
        return new FormulaSetting(baseline, found.ToDictionary(document => document.Name, TextOf));
    }

    static string TextOf(Document document)
    {
        using var content = JsonDocument.Parse(document.Content);
        return content.RootElement.TryGetProperty(TextField, out var text) ? text.GetString() ?? "" : "";
    }
}
