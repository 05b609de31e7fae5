using System.Text.RegularExpressions;
using NeptuneAlt.Server.Hosting;
using Xunit;
using k8s;
using k8s.Models;

namespace NeptuneAlt.Unit.Deploy;

/// <summary>The chart as Kubernetes would get it, with its defaults and with everything turned on.</summary>
public sealed partial class ChartTests
{
    static readonly string[][] s_values = [[], Helm.Everything];

    public static TheoryData<bool> Both => [false, true];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Has_no_faults_that_helm_knows(bool everything)
    {
        var (code, output, errors) = await Helm.LintAsync(s_values[everything ? 1 : 0]);

        Assert.True(code == 0, output + errors);
    }

    [Theory]
    [InlineData("postgres.connection=Host=db;Password=open")]
    [InlineData("kafka.partitions=0")]
    [InlineData("no.such=value")]
    public async Task Refuses_values_that_make_no_sense(string value)
    {
        var (code, _, _) = await Helm.LintAsync("--set", value);

        Assert.NotEqual(0, code);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Runs_each_role_with_probes_bounds_and_no_rights(bool everything)
    {
        var objects = await ObjectsAsync(everything);

        var deployments = objects.OfType<V1Deployment>().ToList();
        Assert.Equal(["api", "ingest", "query"], deployments.Select(Role).Order());
        Assert.All(deployments, deployment =>
        {
            var pod = deployment.Spec.Template;
            Assert.Equal(deployment.Spec.Selector.MatchLabels, pod.Metadata.Labels.Where(deployment.Spec.Selector.MatchLabels.Contains).ToDictionary());
            Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
            Assert.False(pod.Spec.AutomountServiceAccountToken);
            var container = Assert.Single(pod.Spec.Containers);
            Assert.Matches(PinnedImage(), container.Image);
            Assert.NotNull(container.Resources.Requests["cpu"]);
            Assert.NotNull(container.Resources.Limits["memory"]);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            foreach (var probe in new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe })
            {
                Assert.StartsWith("/health/", probe.HttpGet.Path, StringComparison.Ordinal);
                Assert.Contains(container.Ports, port => port.Name == probe.HttpGet.Port.Value);
            }

            Assert.Equal(Role(deployment), container.Env.Single(one => one.Name == "NEPTUNEALT_ROLES").Value);
        });
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Sets_only_variables_that_the_program_reads_and_shows_no_secret(bool everything)
    {
        var objects = await ObjectsAsync(everything);
        var settings = objects.OfType<V1ConfigMap>().Single().Data;
        var set = settings.Keys.Concat(
            objects.OfType<V1Deployment>().SelectMany(one => one.Spec.Template.Spec.Containers.Single().Env.Select(variable => variable.Name)));

        var others = set.Where(name => !name.StartsWith("NEPTUNEALT_KAFKA_CONFIG_", StringComparison.Ordinal) && !name.StartsWith("OTEL_", StringComparison.Ordinal));
        Assert.All(others, name => Assert.Contains(name, CommandLine.Variables));
        Assert.DoesNotContain(settings.Keys, name => name.Contains("PASSWORD", StringComparison.Ordinal) || name.Contains("SECRET", StringComparison.Ordinal));
        Assert.Empty(objects.OfType<V1Secret>());
        Assert.All(
            objects.OfType<V1Deployment>().SelectMany(one => one.Spec.Template.Spec.Containers.Single().Env)
                .Where(variable => variable.Name.EndsWith("PASSWORD", StringComparison.Ordinal) || variable.Name.EndsWith("KEY", StringComparison.Ordinal)),
            variable => Assert.NotNull(variable.ValueFrom.SecretKeyRef));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Everything_that_selects_pods_finds_some(bool everything)
    {
        var objects = await ObjectsAsync(everything);
        var pods = objects.OfType<V1Deployment>().Select(one => one.Spec.Template).ToList();
        var services = objects.OfType<V1Service>().ToList();

        Assert.All(services, service => Assert.All(
            Matching(pods, service.Spec.Selector), pod => Assert.All(
                service.Spec.Ports, port => Assert.Contains(pod.Spec.Containers[0].Ports, one => one.Name == port.TargetPort.Value))));
        Assert.All(objects.OfType<V1PodDisruptionBudget>(), budget => Matching(pods, budget.Spec.Selector.MatchLabels));
        Assert.Equal(3, objects.OfType<V1PodDisruptionBudget>().Count());
        var policy = objects.OfType<V1NetworkPolicy>().Single();
        Assert.Equal(3, Matching(pods, policy.Spec.PodSelector.MatchLabels).Count);
        Assert.All(policy.Spec.Ingress.SelectMany(rule => rule.Ports), port => Assert.Contains(
            pods[0].Spec.Containers[0].Ports, one => one.Name == port.Port.Value));
        var accounts = objects.OfType<V1ServiceAccount>().Select(one => one.Metadata.Name);
        Assert.All(pods, pod => Assert.Contains(pod.Spec.ServiceAccountName, accounts));
        Assert.All(
            objects.OfType<V1Ingress>().SelectMany(one => one.Spec.Rules.SelectMany(rule => rule.Http.Paths)), path =>
            {
                var service = services.Single(one => one.Metadata.Name == path.Backend.Service.Name);
                Assert.Contains(service.Spec.Ports, port => port.Name == path.Backend.Service.Port.Name);
            });
    }

    [Fact]
    public async Task Scales_ingest_by_the_lag_and_the_others_by_their_load()
    {
        var objects = await ObjectsAsync(everything: true);
        var scalers = objects.OfType<V2HorizontalPodAutoscaler>().ToDictionary(Role);

        Assert.Equal("neptunealt_ingest_lag", scalers["ingest"].Spec.Metrics.Single().Pods.Metric.Name);
        Assert.All(["api", "query"], role => Assert.Equal("cpu", scalers[role].Spec.Metrics.Single().Resource.Name));
        Assert.All(scalers.Values, scaler =>
        {
            var target = objects.OfType<V1Deployment>().Single(one => one.Metadata.Name == scaler.Spec.ScaleTargetRef.Name);
            Assert.Null(target.Spec.Replicas);
            Assert.True(scaler.Spec.MinReplicas <= scaler.Spec.MaxReplicas);
        });
        Assert.Empty((await ObjectsAsync(everything: false)).OfType<V2HorizontalPodAutoscaler>());
    }

    /// <summary>Those that have been stable since before the oldest version that the chart says it is for, so that the schemas of
    /// one version stand for all.</summary>
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Uses_only_interfaces_that_all_supported_versions_have(bool everything)
    {
        string[] stable = ["v1", "apps/v1", "autoscaling/v2", "policy/v1", "networking.k8s.io/v1"];

        var yaml = await Helm.TemplateAsync(s_values[everything ? 1 : 0]);
        var used = ApiVersion().Matches(yaml).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(used);
        // Prometheus' operator brings its own.
        Assert.Empty(used.Except(stable).Except(["monitoring.coreos.com/v1"]));
        Assert.Contains("kubeVersion: \">=1.27", Repository.Read("deploy", "helm", "neptunealt", "Chart.yaml"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^apiVersion: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex ApiVersion();

    /// <summary>Unknown fields and wrong types are errors.</summary>
    static async Task<List<object>> ObjectsAsync(bool everything)
    {
        var yaml = await Helm.TemplateAsync(s_values[everything ? 1 : 0]);
        // A kind that is not Kubernetes' own; its operator's rules are not to be had here.
        var own = yaml.Split("\n---\n").Where(one => !one.Contains("kind: ServiceMonitor", StringComparison.Ordinal));
        return KubernetesYaml.LoadAllFromString(string.Join("\n---\n", own), strict: true);
    }

    static List<V1PodTemplateSpec> Matching(List<V1PodTemplateSpec> pods, IDictionary<string, string> selector)
    {
        var found = pods.Where(pod => selector.All(pod.Metadata.Labels.Contains)).ToList();
        Assert.NotEmpty(found);
        return found;
    }

    static string Role(IKubernetesObject<V1ObjectMeta> one) => one.Metadata.Labels["app.kubernetes.io/component"];

    [GeneratedRegex(@"^[^:]+:\d[\w.]+$")]
    private static partial Regex PinnedImage();
}
