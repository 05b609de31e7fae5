using NeptuneAlt.Query.Formula;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Why there is nothing to draw, without the names of what else the runs have.</summary>
static class SharedFormulas
{
    public static FormulaDiagnostic Plain(FormulaDiagnostic why) => new(
        default, why.Code,
        why.Code switch
        {
            FormulaCodes.NoPoints => "There are no points.",
            FormulaCodes.NoCommonSteps => "What this is computed from has no steps in common.",
            _ => "The run lacks something that this is computed from.",
        });

    public static IReadOnlyDictionary<int, FormulaDiagnostic> Plain(IReadOnlyDictionary<int, FormulaDiagnostic> missing) =>
        missing.ToDictionary(one => one.Key, one => Plain(one.Value));
}
