using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace NeptuneAlt.EndToEnd.Imports;

/// <summary>What was logged before it was exported, beside the folders of the export.</summary>
static partial class Truth
{
    public static string Folder(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "exporter", .. parts]);

    /// <summary>Python writes numbers that JSON does not have.</summary>
    public static JsonDocument Read(string folder) =>
        JsonDocument.Parse(Bare().Replace(File.ReadAllText(Folder(folder, "truth.json")), "\"$1\""));

    /// <summary>A 3.x run: own values and points, and the tags of its ancestors.</summary>
    /// <param name="project">All runs of the project.</param>
    /// <param name="lost">What the exporter itself loses.</param>
    public static async Task EqualsAsync(JsonElement project, string name, ImportedRun run, IReadOnlySet<string> lost, bool previews = true)
    {
        var truth = project.GetProperty(name);
        Assert.Equal(truth.GetProperty("experiment").GetString(), run.Value("sys/experiment/name").GetString());
        Assert.Equal(truth.GetProperty("experiment").GetString(), run.Value("sys/name").GetString());
        Assert.Equal(truth.GetProperty("created").GetDateTimeOffset(), run.Value("sys/creation_time").GetDateTimeOffset());
        if (truth.GetProperty("parent").GetString() is { } parent)
        {
            Assert.Equal(parent, run.Value("sys/forking/parent").GetString());
            Assert.Equal(truth.GetProperty("fork_step").GetDouble(), run.Number("sys/forking/step"));
        }

        Assert.Equal(Texts(project, truth, "tags"), run.Set("sys/tags").Order());
        Assert.Equal(Texts(project, truth, "group_tags"), run.Set("sys/group_tags").Order());
        foreach (var config in truth.GetProperty("configs").EnumerateObject())
            if (!lost.Contains(config.Name)) Equals(config.Value, run, config.Name);
        foreach (var series in truth.GetProperty("float_series").EnumerateObject().Concat(previews ? truth.GetProperty("previews").EnumerateObject() : default))
            Assert.Equal(
                series.Value.EnumerateArray().Select(point => (Number(point[0]), point[1].GetInt64(), Number(point[2]))),
                await run.FloatsAsync(series.Name));
        foreach (var series in truth.GetProperty("string_series").EnumerateObject())
            Assert.Equal(
                series.Value.EnumerateArray().Select(point => (Number(point[0]), point[1].GetInt64(), point[2].GetString())),
                (await run.ObjectsAsync(series.Name)).Select(point => (point.Step, point.Time, point.Value.GetProperty("stringValue").GetString())));
        foreach (var series in truth.GetProperty("histogram_series").EnumerateObject())
            Assert.Equal(
                series.Value.EnumerateArray().Select(point => $"{Number(point[0])} {point[1]} {point[3]} {Numbers(point[2])} | {Numbers(point[4])}"),
                (await run.ObjectsAsync(series.Name)).Select(point => (point, Histogram: point.Value.GetProperty("histogram"))).Select(
                    one => $"{one.point.Step} {one.point.Time} {one.Histogram.GetProperty("type")} {Numbers(one.Histogram.GetProperty("edges"))} "
                        + $"| {Numbers(one.Histogram.GetProperty("values"))}"));
        foreach (var file in truth.GetProperty("files").EnumerateObject())
            if (!lost.Contains(file.Name)) Assert.Equal(file.Value.GetString(), await run.FileAsync(file.Name));
        foreach (var series in truth.GetProperty("file_series").EnumerateObject())
            await FilesEqualAsync(
                [.. series.Value.EnumerateArray().Select(point => (Number(point[0]), (long?)point[1].GetInt64(), point[2].GetString()!))], run, series.Name);
    }

    /// <summary>A 2.x run, or an entry of the model registry.</summary>
    public static async Task EqualsLegacyAsync(JsonElement truth, ImportedRun run)
    {
        foreach (var attribute in truth.EnumerateObject().Where(attribute => attribute.Value.ValueKind == JsonValueKind.Array))
        {
            var (type, value) = (attribute.Value[0].GetString(), attribute.Value[1]);
            var path = attribute.Name;
            // Counted anew, or told from other attributes.
            if (path is "sys/size" or "sys/state" or "sys/custom_run_id" or "sys/id" || type is "git_ref" or "run_state" or "notebook_ref") continue;

            path = path switch
            {
                "sys/running_time" => "sys/running_time_seconds",
                "sys/hostname" or "sys/monitoring_time" or "sys/model_id" or "sys/stage" => "legacy_" + path,
                _ => path,
            };
            switch (type)
            {
                case "float_series":
                    Assert.Equal(
                        value.EnumerateArray().Select(point => (Number(point[0]), Ms(point[1]), Number(point[2]))), await run.FloatsAsync(path));
                    break;
                case "string_series":
                    Assert.Equal(
                        value.EnumerateArray().Select(point => (Number(point[0]), Ms(point[1]), point[2].GetString())),
                        (await run.ObjectsAsync(path)).Select(point => (point.Step, point.Time, point.Value.GetProperty("stringValue").GetString())));
                    break;
                case "file":
                    Assert.Equal(value.GetString(), await run.FileAsync(path));
                    break;
                case "file_set":
                    foreach (var member in value.EnumerateObject()) Assert.Equal(member.Value.GetString(), await run.FileAsync($"{path}/{member.Name}"));
                    break;
                case "artifact":
                    using (var list = JsonDocument.Parse(Convert.FromHexString(await run.FileAsync(path))))
                        Assert.True(JsonElement.DeepEquals(value, list.RootElement), path);
                    break;
                case "file_series":
                    await FilesEqualAsync([.. value.EnumerateObject().Select(one => (Number(one.Name), (long?)null, one.Value[1].GetString()!))], run, path);
                    break;
                case "string_set":
                    Assert.Equal(value.EnumerateArray().Select(one => one.GetString()).Order(), run.Set(path).Where(tag => !tag!.StartsWith("model:", StringComparison.Ordinal)).Order());
                    break;
                case "datetime":
                    Assert.Equal(Ms(value), run.Value(path).GetDateTimeOffset().ToUnixTimeMilliseconds());
                    break;
                default:
                    Equals(value, run, path);
                    break;
            }
        }
    }

    static void Equals(JsonElement value, ImportedRun run, string path)
    {
        switch (run.TypeOf(path))
        {
            case "int": Assert.Equal(value.GetInt64(), run.Value(path).GetInt64()); break;
            case "float": Assert.Equal(Number(value), run.Number(path)); break;
            case "bool": Assert.Equal(value.GetBoolean(), run.Value(path).GetBoolean()); break;
            case "datetime": Assert.Equal(value.GetDateTimeOffset(), run.Value(path).GetDateTimeOffset()); break;
            case "stringSet": Assert.Equal(value.EnumerateArray().Select(one => one.GetString()).Order(), run.Set(path).Order()); break;
            default: Assert.Equal(value.GetString(), run.Value(path).GetString()); break;
        }
    }

    static async Task FilesEqualAsync((double Step, long? Time, string Bytes)[] files, ImportedRun run, string path)
    {
        var points = await run.ObjectsAsync(path);
        Assert.Equal(files.Select(file => file.Step), points.Select(point => point.Step));
        foreach (var (file, point) in files.Zip(points))
        {
            if (file.Time is { } time) Assert.Equal(time, point.Time);
            Assert.Equal(file.Bytes, await run.BytesAsync(point.Value.GetProperty("fileRef").GetProperty("path").GetString()!));
        }
    }

    /// <summary>Forks take over tags.</summary>
    static IEnumerable<string?> Texts(JsonElement project, JsonElement truth, string name)
    {
        var texts = new HashSet<string?>();
        for (JsonElement? at = truth; at is { } run; at = run.GetProperty("parent").GetString() is { } parent ? project.GetProperty(parent) : null)
            texts.UnionWith(run.GetProperty(name).EnumerateArray().Select(one => one.GetString()));
        return texts.Order();
    }

    static string Numbers(JsonElement list) => string.Join(' ', list.EnumerateArray().Select(one => Number(one)));

    static double Number(JsonElement number) => number.ValueKind == JsonValueKind.Number ? number.GetDouble() : Number(number.GetString()!);

    static double Number(string text) => ImportedRun.ToNumber(text);

    /// <summary>Python's times of 2.x have no zone: they are UTC.</summary>
    static long Ms(JsonElement time) => new DateTimeOffset(
        DateTime.Parse(time.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal))
        .ToUnixTimeMilliseconds();

    [GeneratedRegex(@"(?<=[\[:,\s])(-?Infinity|NaN)(?=\s*[,\]}])")]
    private static partial Regex Bare();
}
