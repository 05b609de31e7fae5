using Microsoft.Playwright;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>How a page kept up while something was done with it.</summary>
/// <param name="MedianMs">Between two frames, as are the others.</param>
/// <param name="LongFrames">Those over 50 ms.</param>
/// <param name="BlockedMs">The longest time that the page's own work held it up.</param>
sealed record FrameFigures(string What, int Frames, double MedianMs, double P95Ms, double MaxMs, int LongFrames, double BlockedMs);

/// <summary>Counts the frames of a page and the tasks that block it.</summary>
sealed class FrameTimes(IPage page)
{
    const string Recorder = """
        window.frameTimes = { frames: [], blocked: 0 };
        let last = performance.now();
        const tick = (now) => { window.frameTimes.frames.push(now - last); last = now; requestAnimationFrame(tick); };
        requestAnimationFrame(tick);
        new PerformanceObserver((list) => {
          for (const task of list.getEntries()) window.frameTimes.blocked = Math.max(window.frameTimes.blocked, task.duration);
        }).observe({ entryTypes: ['longtask'] });
        """;

    public Task InstallAsync() => page.AddInitScriptAsync(Recorder);

    public async Task<FrameFigures> DuringAsync(string what, Func<Task> act)
    {
        await page.EvaluateAsync("() => { frameTimes.frames = []; frameTimes.blocked = 0; }");
        await act();
        var frames = await page.EvaluateAsync<double[]>("() => frameTimes.frames");
        var blocked = await page.EvaluateAsync<double>("() => frameTimes.blocked");
        Array.Sort(frames);
        double At(double share) => frames.Length == 0 ? 0 : Math.Round(frames[(int)(share * (frames.Length - 1))], 1);
        return new FrameFigures(what, frames.Length, At(0.5), At(0.95), At(1), frames.Count(frame => frame > 50), blocked);
    }
}
