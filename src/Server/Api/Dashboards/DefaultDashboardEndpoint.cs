using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Catalog;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Dashboards.Defaults;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>The dashboard of a project or run that has no other: computed from what is logged, and never stored.</summary>
static class DefaultDashboardEndpoint
{
    const int FamiliesMax = 5000;

    static readonly JsonSerializerOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(IEndpointRouteBuilder group) => group.MapGet("/default", GetAsync)
        .Describe(
            "getDefaultDashboard",
            "The dashboard that is computed from what a project logs, or one of its runs. It is not stored: its id is of zeros.")
        .Gives<DashboardResponse>();

    static async Task<IResult> GetAsync(
        HttpContext context, string projectIdentifier, string? run, RunIdentifiers identifiers, AttributeFamilies families,
        TimeProvider time)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        ulong? number = null;
        if (!string.IsNullOrEmpty(run))
        {
            if (await identifiers.RunsAsync([run], [project], context.RequestAborted) is not [{ } found]
                || found.Project != project.Number)
                return ApiError.NotFound($"There is no run '{run}' in this project.", "EXPERIMENT_NOT_FOUND");
            number = found.Number;
        }

        var logged = await families.ListAsync(project.Number, number, FamiliesMax, context.RequestAborted);
        var (widgets, layouts) = DefaultBoard.Of(logged);
        var content = new JsonObject { ["widgets"] = widgets, ["layouts"] = layouts };
        var now = time.GetUtcNow();
        var version = new DashboardVersion(
            Guid.Empty, Guid.Empty, "Default dashboard", number is null ? "compare" : "experiment", false, "", "", null,
            number is null ? null : run, null, null, widgets.Count, 0, now, now);
        return new JsonAnswer(answer =>
        {
            DashboardJson.Write(answer.Writer, version, new DashboardTexts("{}", content.ToJsonString(s_writing)));
            return Task.CompletedTask;
        });
    }
}
