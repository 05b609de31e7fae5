using System.Text;
using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Wire.Ingest;
using SystemPaths = NeptuneAlt.Model.SystemPaths;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Demo;

/// <summary>What a run logs once, at its start: configuration, tags, source code.</summary>
static class TrainingFacts
{
    static readonly string[] Tags = ["baseline", "sweep-7", "needs review", "h100"];

    public static UpdateRunSnapshot Of(TrainingRun run, long timeMs, ICollection<TrainingFile> files)
    {
        var time = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(timeMs));
        var facts = new UpdateRunSnapshot { Timestamp = time };
        var assign = facts.Assign;
        assign.Add("config/model/width", new Value { Int64 = run.Width });
        assign.Add("config/model/layers", new Value { Int64 = 12 + 6 * run.SizeIndex });
        assign.Add("config/model/name", Text($"decoder-{run.Size}"));
        assign.Add("config/model/tied_embeddings", new Value { Bool = run.SizeIndex < 2 });
        assign.Add("config/optimizer/name", Text(run.Optimizer));
        assign.Add("config/optimizer/learning_rate", new Value { Float64 = run.PeakRate });
        assign.Add("config/optimizer/weight_decay", new Value { Float64 = 0.1 });
        assign.Add("config/optimizer/warmup_steps", new Value { Int64 = run.WarmUp });
        assign.Add("config/data/batch_tokens", new Value { Int64 = 524_288 });
        assign.Add("config/data/mix", new Value { StringSet = new StringSet { Values = { "web", "code", "papers" } } });
        assign.Add("config/seed", new Value { Int64 = 1000 + run.Index });
        assign.Add("config/started_at", new Value { Timestamp = time });
        assign.Add("source_code/branch", Text(run.Parent is null ? "main" : "restart-from-checkpoint"));
        assign.Add("source_code/commit/commit_id", Text($"{run.Key:x16}{run.Root.Key:x16}{run.Index:x8}"));
        assign.Add("source_code/commit/message", Text($"Train {run.Size} with {run.Optimizer}"));
        assign.Add("source_code/commit/author_name", Text("Ada Example"));
        assign.Add("source_code/commit/author_email", Text("ada@example.org"));
        assign.Add("source_code/commit/commit_date", new Value { Timestamp = time });
        assign.Add("source_code/remote/origin", Text("git@example.org:team/llm.git"));
        assign.Add("source_code/dirty", new Value { Bool = true });
        assign.Add("source_code/run_command", Text($"python train.py --size {run.Size} --optimizer {run.Optimizer}"));
        AddFile("source_code/entry_point", "train.py", "text/x-python", Program(run));
        AddFile("source_code/diff/head", "head.patch", "application/patch", Patch(run));
        Add(SystemPaths.Tags, Tags[run.Index % Tags.Length], run.Course == Course.Diverging ? "diverged" : "stable");
        Add(SystemPaths.GroupTags, $"size:{run.Size}", $"optimizer:{run.Optimizer}");
        return facts;

        void AddFile(string attribute, string name, string type, string content)
        {
            var file = new TrainingFile($"{run.Id}/{attribute}/{name}", type, Encoding.UTF8.GetBytes(content));
            files.Add(file);
            assign.Add(attribute, TrainingSnapshots.FileValue(file));
        }

        void Add(string set, params string[] tags)
        {
            var changes = new ModifyStringSet();
            foreach (var tag in tags) changes.Values.Add(tag, SET_OPERATION.Add);
            facts.ModifySets.Add(set, new ModifySet { String = changes });
        }
    }

    static Value Text(string text) => TrainingSnapshots.Text(text);

    static string Program(TrainingRun run) => $"""
        import torch
        from neptune_scale import Run


        def main() -> None:
            run = Run(experiment_name="{run.Experiment}")
            model = Decoder(width={run.Width})
            for step, batch in enumerate(loader):
                loss = model(batch)
                loss.backward()
                run.log_metrics(dict(loss=loss.item()), step=step)


        if __name__ == "__main__":
            main()
        """;

    static string Patch(TrainingRun run) => $"""
        diff --git a/train.py b/train.py
        index 1f0c9d2..8be31aa 100644
        --- a/train.py
        +++ b/train.py
        @@ -7,5 +7,5 @@ def main() -> None:
             run = Run(experiment_name="{run.Experiment}")
        -    model = Decoder(width=512)
        +    model = Decoder(width={run.Width})
             for step, batch in enumerate(loader):
                 loss = model(batch)
                 loss.backward()
        diff --git a/configs/optimizer.yaml b/configs/optimizer.yaml
        index 77ab0c1..d01f3e9 100644
        --- a/configs/optimizer.yaml
        +++ b/configs/optimizer.yaml
        @@ -1,3 +1,4 @@
        -name: sgd
        +name: {run.Optimizer}
         weight_decay: 0.1
        +warmup_steps: {run.WarmUp}
         clip: 1.0

        """;
}
