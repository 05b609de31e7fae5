using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace NeptuneAlt.EndToEnd.Web;

[CollectionDefinition(Name)]
public sealed class WebCollection : ICollectionFixture<WebSite>
{
    public const string Name = "Web";
}

/// <summary>A server with a few runs of a language model in it, and a browser.</summary>
public sealed class WebSite : IAsyncLifetime
{
    public const string Project = "team/llm";

    ServerProcess? _server;
    Chromium? _chromium;

    /// <summary>Asks the test to be skipped where there is no browser.</summary>
    internal ServerProcess Server
    {
        get
        {
            Chromium.SkipWithout();
            return _server!; // Started, as there is a browser.
        }
    }

    internal IReadOnlyList<WebPage> Pages { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        if (!Chromium.IsThere) return;
        _server = await ServerProcess.StartAsync();
        _chromium = await Chromium.StartAsync();
        await Seeding.SeedAsync(_server.Address, _server.Token, Project, runs: 3, steps: 200, odd: true);
        await Seeding.MakeProjectAsync(_server, "empty");
        using var client = await WireClient.SignInAsync(_server);
        Pages = await WebPage.AllAsync(client, Project, isSmall: true);
    }

    /// <summary>A page at a path, whose script errors are kept.</summary>
    internal async Task<(IPage Page, List<string> Errors)> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await _chromium!.OpenAsync(Server.Address, scheme);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(path);
        return (page, errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null) await _chromium.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }
}
