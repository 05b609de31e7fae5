using System.Text.RegularExpressions;
using Xunit;

namespace NeptuneAlt.Unit.Tidy;

/// <summary>Dependencies point one way, and each is used.</summary>
public partial class DependencyTests
{
    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Model"] = [],
        ["Wire"] = [],
        ["Client"] = ["Wire"],
        ["Demo"] = ["Client", "Model", "Wire"],
        ["Log"] = ["Model"],
        ["Store"] = ["Model"],
        ["Catalog"] = ["Model"],
        ["Blobs"] = ["Model"],
        ["Engine"] = [],
        ["Ingest"] = ["Catalog", "Log", "Model", "Store", "Wire"],
        ["Query"] = ["Catalog", "Model", "Store"],
        ["Server"] = ["Blobs", "Catalog", "Client", "Demo", "Engine", "Ingest", "Log", "Model", "Query", "Store", "Wire"],
    };

    static readonly string Root = Repository.Root;

    [Fact]
    public void Projects_refer_to_each_other_one_way()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var referred = ProjectReference().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value);

            Assert.True(Allowed.ContainsKey(name), $"{name} is a new project: decide where it stands.");
            Assert.Empty(referred.Except(Allowed[name]));
        }
    }

    [Fact]
    public void Projects_refer_only_to_what_they_use()
    {
        var unused =
            from file in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            let source = string.Concat(Sources.In(Path.GetDirectoryName(file)!).Select(code => code.Text))
            from Match match in ProjectReference().Matches(File.ReadAllText(file))
            let referred = match.Groups[1].Value
            where !source.Contains($"NeptuneAlt.{referred}", StringComparison.Ordinal)
            select $"{Path.GetFileName(file)} -> {referred}";

        Assert.Empty(unused);
    }

    [Fact]
    public void Every_project_is_named_in_the_architecture()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "ARCHITECTURE.md"));

        Assert.All(Allowed.Keys, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_log_knows_kafka_and_only_the_write_half_and_the_server_know_orleans()
    {
        Assert.Equal(["Log"], ProjectsWith("Confluent.Kafka").Except(["Server"]));
        Assert.Empty(ProjectsWith("Microsoft.Orleans").Except(["Ingest", "Server"]));
        Assert.Equal(["Store"], ProjectsWith("ClickHouse.Driver"));
    }

    static IEnumerable<string> ProjectsWith(string package) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
        where File.ReadAllText(file).Contains($"Include=\"{package}", StringComparison.Ordinal)
        orderby file
        select Path.GetFileNameWithoutExtension(file);

    [GeneratedRegex("ProjectReference Include=\"[./]*/(\\w+)/")]
    private static partial Regex ProjectReference();
}
