using System.Diagnostics;
using Xunit;

namespace NeptuneAlt.Unit.Deploy;

/// <summary>The helm program: the one that NEPTUNEALT_TEST_HELM names, else the one on the path.</summary>
static class Helm
{
    static readonly string Chart = Path.Combine(Repository.Root, "deploy", "helm", "neptunealt");

    /// <summary>The values that turn everything optional on.</summary>
    public static readonly string[] Everything = ["-f", Path.Combine(Chart, "ci", "everything-values.yaml")];

    public static async Task<string> TemplateAsync(params string[] values)
    {
        var (code, output, errors) = await RunAsync(["template", "release", Chart, .. values]);
        Assert.True(code == 0, errors);
        return output;
    }

    public static Task<(int Code, string Output, string Errors)> LintAsync(params string[] values) =>
        RunAsync(["lint", Chart, "--strict", .. values]);

    static async Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments)
    {
        var program = Environment.GetEnvironmentVariable("NEPTUNEALT_TEST_HELM") is { Length: > 0 } given ? given : "helm";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!; // a new process
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output, await errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no helm here. Install it, or name it in NEPTUNEALT_TEST_HELM.");
            throw;
        }
    }
}
