using System.Text.Json.Nodes;

namespace NeptuneAlt.Server.Hosting.Commands.Dashboards;

/// <summary>Brings a folder and a project to the same dashboards, one way or the other, and tells what it does.</summary>
/// <param name="isDry">Only tells.</param>
/// <param name="deletes">What the other side does not have goes.</param>
sealed class DashboardSync(DashboardServer server, DashboardFolder folder, TextWriter told, bool isDry, bool deletes)
{
    /// <summary>Writes the project's dashboards into the folder.</summary>
    public async Task PullAsync(CancellationToken cancellationToken)
    {
        var (filed, present) = await ReadAsync(cancellationToken);
        var unchanged = 0;
        foreach (var (key, dashboard) in present)
        {
            var text = DashboardFile.Print(dashboard);
            var former = filed.GetValueOrDefault(key);
            // A file in another form is left as it is while it says the same.
            if (former?.Text == text)
            {
                unchanged++;
                continue;
            }

            Tell(former is null ? "new" : "changed", key, former?.Text ?? "", text);
            if (isDry) continue;
            if (former is not null) folder.Delete(former);
            folder.Write(key, text);
        }

        foreach (var one in filed.Values.Where(one => !present.ContainsKey(one.Key)))
        {
            told.WriteLine($"{(deletes ? "deleted" : "only here")} {one.Key}");
            if (deletes && !isDry) folder.Delete(one);
        }

        TellUnchanged(unchanged);
    }

    /// <summary>Publishes what the folder has as new versions.</summary>
    public async Task PushAsync(CancellationToken cancellationToken)
    {
        var (filed, present) = await ReadAsync(cancellationToken);
        var unchanged = 0;
        foreach (var one in filed.Values)
        {
            var former = present.GetValueOrDefault(one.Key);
            var text = former is null ? "" : DashboardFile.Print(former);
            if (text == one.Text)
            {
                unchanged++;
                continue;
            }

            foreach (var place in one.Unknown) told.WriteLine($"{one.File}: {place} is kept, but this version does not know it");
            Tell(former is null ? "new" : "changed", one.Key, text, one.Text);
            if (isDry) continue;

            try
            {
                await server.PushAsync(one, former, cancellationToken);
            }
            catch (HttpRequestException refused)
            {
                throw new HttpRequestException($"{one.File}: {refused.Message}", refused, refused.StatusCode);
            }
        }

        foreach (var (key, dashboard) in present.Where(one => !filed.ContainsKey(one.Key)))
        {
            told.WriteLine($"{(deletes ? "deleted" : "only there")} {key}");
            if (deletes && !isDry) await server.DeleteAsync(dashboard, cancellationToken);
        }

        TellUnchanged(unchanged);
    }

    /// <summary>Tells line by line what a push would change.</summary>
    /// <returns>Whether there is a difference.</returns>
    public async Task<bool> DiffAsync(CancellationToken cancellationToken)
    {
        var (filed, present) = await ReadAsync(cancellationToken);
        var isDifferent = false;
        foreach (var key in filed.Keys.Union(present.Keys).Order(StringComparer.Ordinal))
        {
            var before = present.TryGetValue(key, out var dashboard) ? DashboardFile.Print(dashboard) : "";
            var after = filed.GetValueOrDefault(key)?.Text ?? "";
            if (before == after) continue;

            isDifferent = true;
            told.WriteLine($"{key}{(dashboard is null ? " (only here)" : after.Length == 0 ? " (only there)" : "")}");
            foreach (var line in LineDiff.Of(before, after)) told.WriteLine(line);
        }

        return isDifferent;
    }

    async Task<(Dictionary<string, FiledDashboard> Filed, SortedDictionary<string, JsonObject> Present)> ReadAsync(
        CancellationToken cancellationToken)
    {
        var filed = folder.Read().ToDictionary(one => one.Key);
        return (filed, DashboardKeys.Of(await server.ListAsync(cancellationToken)));
    }

    void Tell(string what, string key, string before, string after)
    {
        var lines = LineDiff.Of(before, after).ToList();
        told.WriteLine($"{what} {key} (+{lines.Count(line => line[0] == '+')} -{lines.Count(line => line[0] == '-')})");
    }

    void TellUnchanged(int count) => told.WriteLine($"unchanged: {count}");
}
