using NeptuneAlt.Store.Schema;
using Xunit;

namespace NeptuneAlt.Unit.Store.Schema;

public class SqlScriptTests
{
    [Fact]
    public void Splits_only_where_a_statement_ends()
    {
        const string script = """
            -- first; comment
            CREATE TABLE a (s String DEFAULT 'x;y\';z'); /* ; */
            CREATE TABLE `b;c` (n UInt8) -- why; not
            ; ;
            SELECT ";"
            """;

        var statements = SqlScript.Statements(script).ToArray();

        Assert.Equal(3, statements.Length);
        Assert.EndsWith(@"'x;y\';z')", statements[0], StringComparison.Ordinal);
        Assert.Contains("`b;c` (n UInt8)", statements[1], StringComparison.Ordinal);
        Assert.Equal("SELECT \";\"", statements[2]);
    }

    [Fact]
    public void Has_nothing_in_comments_alone() => Assert.Empty(SqlScript.Statements("-- a;\n/* b; */ ;\n-- c"));
}
