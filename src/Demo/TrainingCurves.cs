
namespace NeptuneAlt.Demo;

/// <summary>A float series: a value at each multiple of <paramref name="Every"/>.</summary>
sealed record Metric(string Path, int Every, Func<int, double> At);

/// <summary>
/// What a run measures, as pure functions of its step. A fork goes on where its parent was: the curves of a family share
/// their course up to the fork.
/// </summary>
sealed class TrainingCurves(TrainingRun run)
{
    const double LossAtStart = 10.8; // The logarithm of a vocabulary of 50 thousand.
    const int Gpus = 4;

    readonly double _floor = 1.7 + 0.9 * Chance.Fraction(Chance.Mix(run.Root.Key + 10)) - 0.15 * run.SizeIndex;
    readonly double _progressAtFork = run.Parent is { } parent ? new TrainingCurves(parent).Progress(run.ForkStep) : 0;
    readonly double _pace = run.Root.Steps / 60.0 * (0.7 + 0.8 * Chance.Fraction(Chance.Mix(run.Root.Key + 11)));

    /// <summary>All float series of the run. Evaluations are rare, the machines are looked at now and then.</summary>
    public IEnumerable<Metric> Metrics(int layers, int ranks)
    {
        yield return new("train/loss", 1, Loss);
        yield return new("train/loss_z", 1, step => 1e-4 * Loss(step) * (1 + 0.3 * Noise(2, step)));
        yield return new("train/perplexity", 1, step => Math.Exp(Math.Min(Loss(step), 700)));
        yield return new("train/learning_rate", 1, LearningRate);
        yield return new("train/grad_norm", 1, step => GradNorm(step, 3));
        yield return new("train/tokens_seen", 1, step => step * 524_288.0);
        yield return new("train/loss_scale", 1, LossScale);
        yield return new("throughput/tokens_per_second", 1, TokensPerSecond);
        yield return new("throughput/step_seconds", 1, step => 524_288 / TokensPerSecond(step));
        yield return new("throughput/mfu", 1, step => 0.42 * TokensPerSecond(step) / (524_288 / run.SecondsPerStep));
        foreach (var metric in Layers(layers)) yield return metric;
        foreach (var metric in Ranks(ranks)) yield return metric;
        foreach (var metric in Evaluations()) yield return metric;
        foreach (var metric in Monitoring()) yield return metric;
    }

    public int EvaluationEvery => Math.Max(1, run.Root.Steps / 25);

    public double Loss(int step)
    {
        var loss = Smooth(step) * (1 + 0.012 * Noise(1, step)) + 0.03 * Wave(step);
        loss += Spikes(step) * 1.5;
        if (run.Course != Course.Diverging) return loss;

        var since = step - DivergesAt;
        if (since < 0) return loss;
        return since > run.Steps * 0.2 ? double.NaN : loss * Math.Exp(since / (run.Steps * 0.04));
    }

    /// <summary>The loss without chance: what an evaluation sees.</summary>
    double Smooth(int step) => _floor + (LossAtStart - _floor) * Math.Pow(1 + Progress(step) / _pace, -0.85);

    /// <summary>How far the learning is, in steps of a plain run.</summary>
    double Progress(int step)
    {
        var plain = run.Parent is null ? step : _progressAtFork + 1.15 * (step - run.ForkStep);
        if (run.Course != Course.Plateau) return plain;

        var (from, to) = (run.Steps * 0.12, run.Steps * 0.45);
        return plain < from ? plain : plain < to ? from + 0.03 * (plain - from) : plain - 0.97 * (to - from);
    }

    double LearningRate(int step)
    {
        if (step < run.WarmUp) return run.PeakRate * step / run.WarmUp;
        var share = Math.Min(1, (step - run.WarmUp) / (double)Math.Max(1, run.Steps - run.WarmUp));
        if (run.Root.Index % 3 == 1) return share < 0.8 ? run.PeakRate : run.PeakRate * (1 - (share - 0.8) / 0.2 * 0.95);
        return run.PeakRate * (0.1 + 0.45 * (1 + Math.Cos(Math.PI * share)));
    }

    double GradNorm(int step, ulong kind)
    {
        var norm = (0.35 + 4 / (1 + step / 30.0)) * Math.Exp(0.18 * Noise(kind, step)) * (1 + 14 * Spikes(step));
        if (run.Course != Course.Diverging || step < DivergesAt) return norm;
        var share = (step - DivergesAt) / (run.Steps * 0.2);
        return share > 1 ? double.NaN : share > 0.9 ? double.PositiveInfinity : norm * Math.Exp(9 * share);
    }

    double LossScale(int step)
    {
        var period = Math.Max(1, run.Root.Steps / 16);
        var power = 8 + step / period - 3 * (step / (5 * period)) - (Spikes(step) > 0.3 ? 2 : 0);
        return Math.Pow(2, Math.Clamp(power, 0, 24));
    }

    double TokensPerSecond(int step)
    {
        var usual = 524_288 / run.SecondsPerStep;
        // A checkpoint is written, or an evaluation waited for.
        var share = step % Math.Max(1, run.Root.Steps / 8) == 0 ? 0.35 : step % EvaluationEvery == 0 ? 0.7 : 1;
        return usual * share * (1 + 0.02 * Noise(4, step)) * (step < 5 ? 0.5 : 1);
    }

    IEnumerable<Metric> Layers(int layers)
    {
        for (var layer = 0; layer < layers; layer++)
        {
            var (depth, kind) = ((layer + 1.0) / layers, 100 + 10 * (ulong)layer);
            var at = $"train/layers/{layer:D2}";
            yield return new($"{at}/attn/grad_norm", 1, step => GradNorm(step, kind) * (0.6 - 0.4 * depth));
            yield return new($"{at}/attn/weight_norm", 1, step => 24 + 9 * depth + 6 * Math.Log(1 + step / 80.0) + 0.02 * Noise(kind + 1, step));
            yield return new($"{at}/attn/entropy", 1, step => 4.2 - 2.2 * depth * (1 - Math.Exp(-step / (8 * _pace))) + 0.05 * Noise(kind + 2, step));
            yield return new($"{at}/mlp/grad_norm", 1, step => GradNorm(step, kind + 3) * (0.3 + 0.3 * depth));
            yield return new($"{at}/mlp/weight_norm", 1, step => 31 + 5 * depth + 8 * Math.Log(1 + step / 120.0) + 0.02 * Noise(kind + 4, step));
            yield return new($"{at}/mlp/activation_std", 1, step => 0.9 + depth * Math.Log(1 + step / 200.0) * 0.2 + 0.03 * Noise(kind + 5, step));
        }
    }

    /// <summary>One of them is slower from the middle on, and all wait for it.</summary>
    IEnumerable<Metric> Ranks(int ranks)
    {
        var slow = ranks > 0 ? (int)(run.Root.Key % (ulong)ranks) : 0;
        for (var rank = 0; rank < ranks; rank++)
        {
            var (at, kind, isSlow) = ($"train/rank/{rank:D2}", 400 + 5 * (ulong)rank, rank == slow);
            yield return new($"{at}/step_seconds", 1, step =>
                run.SecondsPerStep * (0.9 + 0.02 * Noise(kind, step) + (isSlow ? Slower(step) : 0)));
            yield return new($"{at}/loss", 1, step => Loss(step) * (1 + 0.03 * Noise(kind + 1, step)));
        }
    }

    double Slower(int step) => 0.25 / (1 + Math.Exp(-(step - 0.5 * run.Steps) / (0.02 * run.Steps + 1)));

    IEnumerable<Metric> Evaluations()
    {
        double Skill(int step) => Math.Clamp((LossAtStart - Smooth(step)) / (LossAtStart - 1.4), 0, 1);
        yield return new("eval/loss", EvaluationEvery, step => Diverged(step) ? double.NaN : Smooth(step) + 0.04 + 0.01 * Noise(20, step));
        yield return new("eval/perplexity", EvaluationEvery, step => Diverged(step) ? double.NaN : Math.Exp(Smooth(step) + 0.04));
        yield return Score("hellaswag", 0.25, 0.62, 21);
        yield return Score("arc_easy", 0.25, 0.71, 22);
        yield return Score("mmlu", 0.25, 0.36, 23);
        yield return Score("gsm8k", 0.0, 0.09, 24);
        yield return new("eval/safety/refusal_rate", EvaluationEvery, step => 0.5 + 0.3 * Math.Sin(step / (double)run.Root.Steps * 6) + 0.04 * Noise(25, step));

        Metric Score(string task, double chance, double best, ulong kind) => new(
            $"eval/accuracy/{task}", EvaluationEvery,
            step => Diverged(step) ? chance : chance + (best - chance) * Math.Pow(Skill(step), 3) + 0.006 * Noise(kind, step));
    }

    IEnumerable<Metric> Monitoring()
    {
        const int every = 10;
        for (var gpu = 0; gpu < Gpus; gpu++)
        {
            var kind = 60 + 5 * (ulong)gpu;
            var at = $"monitoring/gpu/{gpu}";
            yield return new($"{at}/utilization", every, step => Math.Clamp(97 + 1.5 * Noise(kind, step) - (step % (every * 13) == 0 ? 60 : 0), 0, 100));
            yield return new($"{at}/memory_gb", every, step => 68 + 0.4 * run.SizeIndex + 0.1 * Noise(kind + 1, step / 50 * 50));
            yield return new($"{at}/temperature", every, step => 66 + kind % 7 - 20 * Math.Exp(-step / 40.0) + 0.6 * Noise(kind + 2, step));
            yield return new($"{at}/power_watts", every, step => 610 + 18 * Noise(kind + 3, step) - 250 * Math.Exp(-step / 15.0));
        }
    }

    int DivergesAt => (int)(run.Steps * 0.75);

    bool Diverged(int step) => run.Course == Course.Diverging && step > DivergesAt + run.Steps * 0.2;

    /// <summary>0 between spikes, about 1 at their tops.</summary>
    double Spikes(int step)
    {
        var count = run.Course == Course.Spiky ? 7 : run.Course == Course.Diverging ? 3 : 1;
        var sum = 0.0;
        for (var spike = 0; spike < count; spike++)
        {
            var draw = Chance.Mix(run.Key + 40 + (ulong)spike);
            var since = step - (int)(run.Steps * (0.1 + 0.85 * Chance.Fraction(draw)));
            if (since >= 0) sum += (0.3 + Chance.Fraction(Chance.Mix(draw))) * Math.Exp(-since / (2 + 12 * Chance.Fraction(draw << 8)));
        }

        return sum;
    }

    double Wave(int step) =>
        Math.Sin(step * 37.0 / run.Root.Steps + run.Root.Index) + 0.6 * Math.Sin(step * 91.0 / run.Root.Steps + 2 * run.Index);

    /// <summary>About normal, deviation 1: a sum of three even draws.</summary>
    double Noise(ulong kind, int step)
    {
        var draw = Chance.Mix(run.Key + Chance.Mix(kind << 32 | (uint)step));
        return 2 * (Chance.Fraction(draw) + Chance.Fraction(draw << 24) + Chance.Fraction(Chance.Mix(draw)) - 1.5);
    }
}
