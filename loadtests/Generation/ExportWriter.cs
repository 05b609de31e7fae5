using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace NeptuneAlt.LoadTests.Generation;

/// <summary>Writes a folder as neptune-exporter leaves it: a project of runs with configs and float series.</summary>
/// <param name="folder">The project's folder of data is made below its <c>data</c>.</param>
public sealed class ExportWriter(string folder, int runs, int series, int steps, ulong seed)
{
    public const string Project = "moved/in";

    /// <summary>Attributes of a batch, which is a row group.</summary>
    const int BatchSeries = 128;

    /// <summary>What the exporter's library writes into a row group at most.</summary>
    const int GroupRows = 1 << 20;

    const int ForkEvery = 5;
    const int ForkStep = 10;

    static readonly DateTime Epoch = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    static readonly DataField<string> ProjectId = new("project_id"), RunId = new("run_id"), Path = new("attribute_path"),
        Type = new("attribute_type"), String = new("string_value");

    static readonly DecimalDataField Step = new("step", 18, 6, forceByteArrayEncoding: true, isNullable: true);
    static readonly DateTimeDataField Time = new("timestamp", DateTimeFormat.DateAndTime, isNullable: true);
    static readonly DateTimeDataField Datetime = new("datetime_value", DateTimeFormat.DateAndTime, isNullable: true);
    static readonly DataField<long?> Int = new("int_value");
    static readonly DataField<double?> Float = new("float_value");
    static readonly ParquetSchema Schema = new(ProjectId, RunId, Path, Type, Step, Time, Int, Float, String, Datetime);

    public async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        var data = System.IO.Path.Combine(folder, "data", "moved_in-0123456789abcdef");
        Directory.CreateDirectory(data);
        for (var run = 0; run < runs; run++)
        {
            var path = System.IO.Path.Combine(data, string.Create(CultureInfo.InvariantCulture, $"run-{run}-0123456789abcdef_part_0.parquet"));
            await using var file = File.Create(path);
            await using var writer = await ParquetWriter.CreateAsync(Schema, file, cancellationToken: cancellationToken);
            await WriteAtomsAsync(writer, run, cancellationToken);
            for (var first = 0; first < series; first += BatchSeries)
                await WriteBatchAsync(writer, run, first, Math.Min(series, first + BatchSeries), cancellationToken);
        }

        return 0;
    }

    static async Task WriteAtomsAsync(ParquetWriter writer, int run, CancellationToken cancellationToken)
    {
        var created = Epoch.AddMinutes(run);
        var c = CultureInfo.InvariantCulture;
        var rows = new List<(string Path, string Type, long? Int, double? Float, string? String, DateTime? Time)>
        {
            ("sys/id", "string", null, null, string.Create(c, $"MOVED-{run + 1}"), null),
            ("sys/custom_run_id", "string", null, null, NameOf(run), null),
            ("sys/name", "string", null, null, string.Create(c, $"experiment {run / ForkEvery}"), null),
            ("sys/owner", "string", null, null, "ada", null),
            ("sys/creation_time", "datetime", null, null, null, created),
            ("sys/modification_time", "datetime", null, null, null, created.AddHours(1)),
            ("sys/ping_time", "datetime", null, null, null, created.AddHours(1)),
            ("sys/running_time_seconds", "float", null, 3600, null, null),
        };
        if (run % ForkEvery == 1)
        {
            rows.Add(("sys/forking/parent", "string", null, null, NameOf(run - 1), null));
            rows.Add(("sys/forking/step", "float", null, ForkStep, null, null));
        }

        for (var config = 0; config < 20; config++)
            rows.Add((string.Create(c, $"configs/{config}"), config % 2 == 0 ? "int" : "float", config % 2 == 0 ? config : null, config % 2 == 0 ? null : config / 7.0, null, null));

        using var group = writer.CreateRowGroup();
        await TextsAsync(group, rows.Count, run, [.. rows.Select(row => row.Path)], [.. rows.Select(row => row.Type)]);
        await group.WriteAsync<decimal>(Step, new decimal?[rows.Count], cancellationToken: cancellationToken);
        await group.WriteAsync<DateTime>(Time, new DateTime?[rows.Count], cancellationToken: cancellationToken);
        await group.WriteAsync<long>(Int, rows.Select(row => row.Int).ToArray(), cancellationToken: cancellationToken);
        await group.WriteAsync<double>(Float, rows.Select(row => row.Float).ToArray(), cancellationToken: cancellationToken);
        await group.WriteAsync(String, [.. rows.Select(row => row.String!)]);
        await group.WriteAsync<DateTime>(Datetime, rows.Select(row => row.Time).ToArray(), cancellationToken: cancellationToken);
    }

    async Task WriteBatchAsync(ParquetWriter writer, int run, int from, int to, CancellationToken cancellationToken)
    {
        var names = Enumerable.Range(from, to - from).Select(number => string.Create(CultureInfo.InvariantCulture, $"layers/{number}/loss")).ToArray();
        var stepsAtOnce = Math.Max(1, GroupRows / names.Length);
        var random = new Random(HashCode.Combine(seed, run, from));
        var values = names.Select(_ => random.NextDouble()).ToArray();
        var begin = run % ForkEvery == 1 ? ForkStep + 1 : 0;
        for (var first = begin; first < begin + steps; first += stepsAtOnce)
        {
            var count = Math.Min(stepsAtOnce, begin + steps - first) * names.Length;
            var (paths, types) = (new string[count], new string[count]);
            var (at, times, floats) = (new decimal?[count], new DateTime?[count], new double?[count]);
            for (var row = 0; row < count; row++)
            {
                var (step, number) = (first + row / names.Length, row % names.Length);
                (paths[row], types[row]) = (names[number], "float_series");
                (at[row], times[row]) = (step, Epoch.AddMinutes(run).AddSeconds(step));
                floats[row] = values[number] += random.NextDouble() - 0.5;
            }

            using var group = writer.CreateRowGroup();
            await TextsAsync(group, count, run, paths, types);
            await group.WriteAsync<decimal>(Step, at, cancellationToken: cancellationToken);
            await group.WriteAsync<DateTime>(Time, times, cancellationToken: cancellationToken);
            await group.WriteAsync<long>(Int, new long?[count], cancellationToken: cancellationToken);
            await group.WriteAsync<double>(Float, floats, cancellationToken: cancellationToken);
            await group.WriteAsync(String, new string[count]);
            await group.WriteAsync<DateTime>(Datetime, new DateTime?[count], cancellationToken: cancellationToken);
        }
    }

    static async Task TextsAsync(ParquetRowGroupWriter group, int rows, int run, string[] paths, string[] types)
    {
        var (projects, ids) = (new string[rows], new string[rows]);
        Array.Fill(projects, Project);
        Array.Fill(ids, NameOf(run));
        await group.WriteAsync(ProjectId, projects);
        await group.WriteAsync(RunId, ids);
        await group.WriteAsync(Path, paths);
        await group.WriteAsync(Type, types);
    }

    static string NameOf(int run) => string.Create(CultureInfo.InvariantCulture, $"run-{run}");
}
