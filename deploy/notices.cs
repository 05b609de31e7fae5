// Prints the notices of what a package contains that others wrote: name, version, license and its text, as far as it comes along.
//
//   dotnet run deploy/notices.cs > THIRD-PARTY-NOTICES
//
// After a build: it reads what was restored for the server, the web app and the documentation site. It fails at a license that is not known.
#:property PublishAot=false

using System.Text.Json;
using System.Text.RegularExpressions;

// Those whose terms a package meets by carrying their notices.
HashSet<string> known =
    ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD", "OFL-1.1", "CC0-1.0", "(MIT OR CC0-1.0)", "PostgreSQL"];
// Packages that name a page in place of a license.
Dictionary<string, string> pages = new() { ["K4os.Compression.LZ4"] = "MIT", ["librdkafka.redist"] = "BSD-2-Clause" };

var root = Path.Combine(Path.GetDirectoryName((string)AppContext.GetData("EntryPointFilePath")!)!, "..");
var parts = NuGet().Concat(Npm("src/Web", isAll: false)).Concat(Npm("src/Docs", isAll: true)).Concat(Npm("src/Engine/native", isAll: true))
    .DistinctBy(part => (part.Name, part.Version)).OrderBy(part => part.Name, StringComparer.OrdinalIgnoreCase).ToList();
if (parts.Where(part => !known.Contains(part.License)).ToList() is { Count: > 0 } odd)
{
    foreach (var part in odd) Console.Error.WriteLine($"{part.Name} {part.Version} is under '{part.License}', which is not known here.");
    return 1;
}

Console.WriteLine("NeptuneAlt contains or comes with what others wrote, beside the .NET runtime (MIT, https://github.com/dotnet/runtime) and the works that NOTICE names:\n");
foreach (var part in parts) Console.WriteLine($"  {part.Name} {part.Version}, {part.License}");
foreach (var part in parts.Where(part => part.Text is not null))
    Console.WriteLine($"\n{new string('-', 80)}\n{part.Name} {part.Version}\n\n{part.Text!.Trim()}");
return 0;

IEnumerable<Part> NuGet()
{
    using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "src/Server/obj/project.assets.json")));
    var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
    foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject().Where(one => one.Value.GetProperty("type").ValueEquals("package")))
    {
        var (name, version) = (library.Name.Split('/')[0], library.Name.Split('/')[1]);
        var folder = folders.Select(place => Path.Combine(place, library.Value.GetProperty("path").GetString()!)).First(Directory.Exists);
        var spec = File.ReadAllText(Directory.GetFiles(folder, "*.nuspec").Single());
        var license = Regex.Match(spec, "<license type=\"expression\">([^<]+)<").Groups[1].Value;
        var holder = Regex.Match(spec, "<copyright>([^<]+)<").Groups[1].Value;
        yield return new(name, version, license.Length > 0 ? license : pages.GetValueOrDefault(name, ""), TextIn(folder) ?? (holder.Length > 0 ? holder : null));
    }
}

IEnumerable<Part> Npm(string project, bool isAll)
{
    using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, project, "package-lock.json")));
    foreach (var one in locked.RootElement.GetProperty("packages").EnumerateObject())
    {
        if (one.Name.Length == 0 || !isAll && one.Value.TryGetProperty("dev", out _)) continue;
        var folder = Path.Combine(root, project, one.Name);
        if (!Directory.Exists(folder))
        {
            if (one.Value.TryGetProperty("optional", out _)) continue; // for another platform
            throw new InvalidOperationException($"{folder} is not there: build first.");
        }

        yield return new(
            one.Name[(one.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + "node_modules/".Length)..], one.Value.GetProperty("version").GetString()!,
            one.Value.TryGetProperty("license", out var license) ? license.GetString()! : "", TextIn(folder));
    }
}

// The license, and the notice that some licenses ask to be carried along.
static string? TextIn(string folder) => Directory.GetFiles(folder)
    .Where(file => Regex.IsMatch(Path.GetFileName(file), @"^(licen[cs]es?|copying|notice)([-.]|$)", RegexOptions.IgnoreCase))
    .Order(StringComparer.Ordinal).Select(file => File.ReadAllText(file).Trim()).ToList() is { Count: > 0 } texts ? string.Join("\n\n", texts) : null;

record Part(string Name, string Version, string License, string? Text);
