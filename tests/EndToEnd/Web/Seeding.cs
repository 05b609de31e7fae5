using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Xunit;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>Fills projects with what people who train language models log, by the load tests' own command.</summary>
static class Seeding
{
    public static async Task SeedAsync(
        string address, string token, string project, int runs, int steps, bool odd, int layers = 2)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "NeptuneAlt.loadtests.dll"), "seed", "--url", address, "--token", token,
            "--project", project, "--runs", Text(runs), "--steps", Text(steps), "--layers", Text(layers),
            .. odd ? ["--odd"] : Array.Empty<string>(),
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var printed = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var complaint = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"Seeding ended with {process.ExitCode}:\n{await printed}\n{complaint}");
    }

    /// <summary>A project without runs.</summary>
    public static async Task MakeProjectAsync(ServerProcess server, string name)
    {
        using var client = await WireClient.SignInAsync(server);
        using var answer = await client.Http.PostAsJsonAsync(
            "/api/backend/v1/projects", new { name, organizationIdentifier = "team", visibility = "priv" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
