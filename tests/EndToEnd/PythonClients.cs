using System.Diagnostics;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>The unmodified Python clients, where the machine has them.</summary>
static class PythonClients
{
    static readonly Lazy<string?> Reason = new(Probe);

    public static string Program => Environment.GetEnvironmentVariable("NEPTUNEALT_TEST_PYTHON") ?? "python3";

    /// <summary>Why they cannot be used; null if they can.</summary>
    public static string? Missing => Reason.Value;

    public static void SkipWithout() => Assert.SkipWhen(Missing is not null, Missing ?? "");

    static string? Probe()
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(Program, ["-c", "import neptune_scale, neptune_query"])
            {
                RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
            probe.WaitForExit();
            return probe.ExitCode == 0 ? null : "neptune_scale and neptune_query cannot be imported: put them on PYTHONPATH.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "There is no python3.";
        }
    }
}
