using System.Text.RegularExpressions;
using NeptuneAlt.Server.Hosting;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace NeptuneAlt.Unit.Deploy;

/// <summary>The compose file and the image, as far as they can be checked without running them.</summary>
public sealed partial class ComposeTests
{
    static readonly YamlMappingNode s_file = Load("deploy", "compose", "compose.yaml");
    static readonly YamlMappingNode s_services = (YamlMappingNode)s_file["services"];

    static IEnumerable<(string Name, YamlMappingNode Service)> Services =>
        s_services.Children.Select(one => (one.Key.ToString(), (YamlMappingNode)one.Value));

    [Fact]
    public void Sets_only_variables_that_the_program_reads()
    {
        var settings = (YamlMappingNode)((YamlMappingNode)s_file["x-server"])["environment"];

        Assert.NotEmpty(settings.Children);
        Assert.Empty(settings.Children.Select(one => one.Key.ToString()).Except(CommandLine.Variables));
    }

    [Fact]
    public void Pins_every_image()
    {
        var images = Services.Select(one => Value(one.Service, "image")).OfType<string>().ToList();

        Assert.NotEmpty(images);
        Assert.All(images, image => Assert.Matches(@"^[\w./-]+:(v?\d+\.\d+[\w.]*|RELEASE\.[\w-]+)$", image));
        var bases = From().Matches(Repository.Read("deploy", "Dockerfile")).Select(match => match.Groups[1].Value).ToList();
        Assert.Matches(@"^[\w./-]+:\d+\.\d+", Assert.Single(bases));
    }

    [Fact]
    public void Depends_on_services_that_are_there_and_tell_their_health_where_it_is_waited_for()
    {
        var server = (YamlMappingNode)s_file["x-server"];
        foreach (var (name, condition) in ((YamlMappingNode)server["depends_on"]).Children)
        {
            var service = (YamlMappingNode)s_services[name];
            if (condition["condition"].ToString() == "service_healthy") Assert.NotNull(service["healthcheck"]);
        }
    }

    [Fact]
    public void Mounts_files_and_volumes_that_are_there_and_asks_for_the_passwords_of_the_example()
    {
        var volumes = ((YamlMappingNode)s_file["volumes"]).Children.Select(one => one.Key.ToString()).ToList();
        foreach (var mount in Services.Where(one => one.Service.Children.ContainsKey("volumes"))
                     .SelectMany(one => ((YamlSequenceNode)one.Service["volumes"]).Select(mount => mount.ToString().Split(':')[0])))
        {
            if (mount.StartsWith('.'))
                Assert.True(Path.Exists(Path.Combine(Repository.Root, "deploy", "compose", mount)), mount);
            else
                Assert.Contains(mount, volumes);
        }

        var asked = Variable().Matches(Repository.Read("deploy", "compose", "compose.yaml")).Select(match => match.Groups[1].Value).Distinct();
        var given = Repository.Read("deploy", "compose", ".env.example").Split('\n')
            .Where(line => line.Contains('=', StringComparison.Ordinal)).Select(line => line.Split('=')[0]);
        Assert.Equal(asked.Order(), given.Order());
    }

    [Fact]
    public void Scrapes_the_port_that_the_servers_have_their_metrics_on()
    {
        var port = ((YamlMappingNode)s_file["x-server"])["environment"]["NEPTUNEALT_METRICS_PORT"].ToString();
        var prometheus = Repository.Read("deploy", "compose", "prometheus.yaml");

        Assert.Equal(
            Services.Where(one => one.Service.Children.ContainsKey("hostname")).Select(one => $"{one.Name}:{port}"),
            Target().Matches(prometheus).Select(match => match.Groups[1].Value));
    }

    static YamlMappingNode Load(params string[] path)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Repository.Read(path)));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    static string? Value(YamlMappingNode service, string key) =>
        service.Children.TryGetValue(key, out var value) ? value.ToString() : null;

    [GeneratedRegex(@"^FROM (\S+)", RegexOptions.Multiline)]
    private static partial Regex From();

    [GeneratedRegex(@"\$\{(\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex("\"(server-[^\"]+)\"")]
    private static partial Regex Target();
}
