using System.Text.RegularExpressions;
using NeptuneAlt.Ingest;
using NeptuneAlt.Store.Schema;
using Xunit;

namespace NeptuneAlt.Unit.Deploy;

/// <summary>The pages on formats say what the code does.</summary>
public sealed partial class FormatsPageTests
{
    [Fact]
    public void Lists_every_table_and_how_it_is_sorted()
    {
        var tables = Migrations.Scripts().SelectMany(script => SqlScript.Statements(script.Script))
            .Select(statement => (Name: Table().Match(statement).Groups[1].Value, Key: Key().Match(statement).Groups[1].Value))
            .Where(table => table.Name.Length > 0).Append(("schema_migrations", "name, statement"));
        var listed = Row().Matches(Repository.Read("docs", "formats", "tables.md"))
            .Select(row => (row.Groups[1].Value, row.Groups[2].Value));

        Assert.Equal(tables.Order(), listed.Order());
    }

    [Fact]
    public void Lists_every_kind_of_record_and_the_heads_size()
    {
        var page = Repository.Read("docs", "formats", "log-record.md");
        var kinds = Kind().Match(page).Groups[1].Value;

        Assert.Equal(
            Enum.GetValues<LogRecordKind>().Select(kind => (int)kind),
            Number().Matches(kinds).Select(number => int.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Contains($"| {LogRecord.HeadBytes}– | the body", page, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^CREATE TABLE (\w+)", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^ORDER BY \((.*)\)", RegexOptions.Multiline)]
    private static partial Regex Key();

    [GeneratedRegex(@"^\| `(\w+)` \| .* \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| 1 \| kind: (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Kind();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
