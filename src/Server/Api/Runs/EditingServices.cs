using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>Wires what changes and deletes runs.</summary>
static class EditingServices
{
    public static IServiceCollection AddEditing(this IServiceCollection services) => services
        .AddSingleton<RunEditor>().AddSingleton<RunNames>().AddSingleton<ExperimentHeads>()
        .AddSingleton<RunRows>().AddSingleton<RetiredSeries>();
}
