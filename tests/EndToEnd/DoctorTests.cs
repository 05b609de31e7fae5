using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>The command that looks at what a server needs.</summary>
public class DoctorTests
{
    [Fact]
    public async Task Finds_nothing_wrong_where_a_server_runs_and_names_what_is()
    {
        var folder = Directory.CreateTempSubdirectory("neptunealt-");
        try
        {
            string data;
            await using (var server = await ServerProcess.StartAsync())
            {
                var (code, output) = await server.RunAsync("doctor");
                Assert.True(code == 0, output);
                foreach (var part in new[] { "engine", "disk", "permissions", "ports", "catalog", "log", "clock" })
                    Assert.Contains($"good   {part}", output, StringComparison.Ordinal);
                Assert.Contains("A server runs on", output, StringComparison.Ordinal);

                Assert.Equal((0, ""), await ServerProcess.RunOnceAsync("health", "--urls", server.Address.Replace("127.0.0.1", "0.0.0.0", StringComparison.Ordinal)));
                var (lives, said) = await ServerProcess.RunOnceAsync("health", "--urls", $"http://127.0.0.1:{NeptuneAlt.LoadTests.Server.LoopbackPort.Free()}");
                Assert.Equal(1, lives);
                Assert.Contains("does not answer", said, StringComparison.Ordinal);

                var (port, taken) = await ServerProcess.RunOnceAsync(
                    "doctor", "--data", Path.Combine(folder.FullName, "new"), "--urls", server.Address);
                Assert.Equal(1, port);
                Assert.Contains($"wrong  ports        The server cannot listen on {server.Address}", taken, StringComparison.Ordinal);

                data = Path.Combine(folder.FullName, "data");
                Assert.Equal(0, (await server.RunAsync("backup", data, "--no-verify")).Code);
            }

            await File.WriteAllTextAsync(Path.Combine(data, "catalog.db"), "no catalog", TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(Path.Combine(data, "api-token"), new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
            Directory.Delete(Path.Combine(data, "log", "p0"), recursive: true);
            var (bad, found) = await ServerProcess.RunOnceAsync("doctor", "--data", data, "--urls", "http://127.0.0.1:0");
            Assert.Equal(1, bad);
            foreach (var part in new[] { "permissions", "catalog", "log", "clock" })
                Assert.Contains($"wrong  {part}", found, StringComparison.Ordinal);
            Assert.Contains("4 things are wrong.", found, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
