using System.Globalization;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;
using Xunit;

namespace NeptuneAlt.Unit.Query.Formula;

/// <summary>Reads the scripts in <c>tests/fixtures/formulas</c>, which say of themselves how they are written. A browser's parser can
/// be checked by the same ones.</summary>
public class FormulaScriptTests
{
    [Theory]
    [InlineData("syntax.test")]
    [InlineData("kinds.test")]
    public void Formulas_are_what_the_script_says(string file)
    {
        var script = new Script();
        var (formula, number, checks) = ("", 0, 0);
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "tests", "fixtures", "formulas", file)))
        {
            number++;
            if (line.Length == 0 || line[0] == '#') continue;

            var (word, rest) = line.Split(' ', 2) is [var first, var second] ? (first, second) : (line, "");
            if (word == "formula") formula = rest.Replace("\\n", "\n", StringComparison.Ordinal);
            else if (word is "tree" or "kind" or "error") Assert.Equal($"{number}: {formula}\n{line}", $"{number}: {formula}\n{script.Read(formula, word)}");
            else script.Take(word, rest);
            checks++;
        }

        Assert.True(checks > 50);
    }

    sealed class Script
    {
        readonly Dictionary<string, string> _saved = [];
        readonly Run _run = new(1, Guid.Empty, 1, "r", "RUN-1", null, null, null, DateTimeOffset.UnixEpoch);
        readonly FormulaWorld _world;

        public Script() => _world = new FormulaWorld { Runs = [_run], Baseline = _run };

        public void Take(string word, string rest)
        {
            var (name, value) = rest.Split(' ', 2) is [var first, var second] ? (first, second) : throw new InvalidDataException(rest);
            if (word == "saved") _saved[name] = value;
            else if (AttributeTypes.Parse(value) is var type && type != AttributeType.FloatSeries)
                _world.Values[(1, name)] = new StoredAttribute(1, name, type);
            else _world.Series[(1, name)] = new FormulaSource(1, name, new ResolvedSeries(type, [], 0, _run, false));
        }

        public string Read(string formula, string wanted)
        {
            try
            {
                var tree = FormulaParser.Parse(formula);
                if (wanted == "tree") return $"tree {Print(tree)}";

                var links = FormulaLinks.Of(tree, _saved);
                foreach (var family in links.Nodes.OfType<FormulaSyntax.Family>())
                    _world.Families[(1, family.Pattern)] = [.. _world.Series.Keys.Select(key => key.Path)
                        .Where(path => System.Text.RegularExpressions.Regex.IsMatch(path, family.Pattern))];
                var node = new FormulaBinder(links, _world).Bind(tree.Body, _run);
                FormulaKinds.RequireOne(node);
                if (!node.IsScalar) FormulaKinds.RequireSteps([node], "A line");
                return $"kind {node.Kind.ToString().ToLowerInvariant()}";
            }
            catch (FormulaException exception)
            {
                var one = exception.Diagnostics[0];
                Assert.InRange(one.Span.From, 0, formula.Length);
                Assert.InRange(one.Span.To, one.Span.From, formula.Length);
                return $"error {one.Span.From} {one.Span.To} {one.Code}";
            }
        }

        static string Print(FormulaTree tree) =>
            string.Concat(tree.Lets.Select(let => $"(let {let.Name} {Print(let.Value)}) ")) + Print(tree.Body);

        static string Print(FormulaSyntax node) => node switch
        {
            FormulaSyntax.Call call => $"({call.Function.Name}{string.Concat(call.Arguments.Select(argument =>
                " " + (argument.Name is { } name ? name + "=" : "") + Print(argument.Value)))})",
            FormulaSyntax.Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
            _ => FormulaPrinter.Print(node),
        };
    }
}
