using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula;

/// <summary>A formula with all that it names: its lets, and the formulas of the project that it takes in.</summary>
public sealed class FormulaLinks
{
    readonly Dictionary<FormulaSyntax, FormulaSyntax> _targets = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<string, FormulaTree> _saved = [];
    readonly List<string> _open = [];
    readonly IReadOnlyDictionary<string, string> _texts;
    int _operations;

    FormulaLinks(FormulaTree tree, IReadOnlyDictionary<string, string> texts) => (Tree, _texts) = (tree, texts);

    public FormulaTree Tree { get; }

    /// <param name="saved">The formulas of the project by name.</param>
    /// <exception cref="FormulaException">A name says nothing, or formulas take in each other.</exception>
    public static FormulaLinks Of(FormulaTree tree, IReadOnlyDictionary<string, string> saved)
    {
        var links = new FormulaLinks(tree, saved);
        links.Link(tree);
        return links;
    }

    /// <summary>The nodes of all of it, each once.</summary>
    public IEnumerable<FormulaSyntax> Nodes => Tree.Nodes.Concat(_saved.Values.SelectMany(tree => tree.Nodes));

    /// <summary>What a word or a saved formula stands for; <c>null</c>: the word has a meaning of its own.</summary>
    public FormulaSyntax? Target(FormulaSyntax node) => _targets.GetValueOrDefault(node);

    void Link(FormulaTree tree)
    {
        _operations += tree.Operations + tree.Lets.Count;
        if (_operations > Limits.FormulaOperationsMax)
            throw new FormulaException(tree.Body.Span, FormulaCodes.Limit,
                $"With all that it takes in, it has more than {Limits.FormulaOperationsMax} operations. Draw parts as lines of their own.");

        for (var place = 0; place < tree.Lets.Count; place++) Link(tree, tree.Lets[place].Value, place);
        Link(tree, tree.Body, tree.Lets.Count);
    }

    /// <param name="lets">How many lets stand before it.</param>
    void Link(FormulaTree tree, FormulaSyntax node, int lets)
    {
        switch (node)
        {
            case FormulaSyntax.Word word:
                Link(tree, word, lets);
                break;
            case FormulaSyntax.Saved saved:
                _targets[saved] = Linked(saved).Body;
                break;
            case FormulaSyntax.Call call:
                foreach (var argument in call.Arguments) Link(tree, argument.Value, lets);
                break;
        }
    }

    void Link(FormulaTree tree, FormulaSyntax.Word word, int lets)
    {
        if (tree.Lets.Take(lets).FirstOrDefault(let => let.Name == word.Name) is { } let)
        {
            _targets[word] = let.Value;
            return;
        }

        if (FormulaFunctions.Words.Any(one => one.Name == word.Name)) return;

        var isFunction = FormulaFunctions.Find(word.Name) is not null;
        var near = FormulaNames.Nearest(
            word.Name, tree.Lets.Take(lets).Select(one => one.Name).Concat(FormulaFunctions.Words.Select(one => one.Name)));
        var reference = FormulaPrinter.Reference(word.Name);
        throw new FormulaException(word.Span, FormulaCodes.UnknownName,
            isFunction ? $"'{word.Name}' is a function: write {FormulaFunctions.Find(word.Name)!.Signature}." // Just seen.
            : $"There is no constant '{word.Name}'. A series is written ${{path}}." + (near is null ? "" : $" Did you mean {near}?"),
            isFunction ? null : near is null ? new FormulaFix($"Write {reference}", reference) : new FormulaFix($"Write {near}", near));
    }

    FormulaTree Linked(FormulaSyntax.Saved saved)
    {
        if (_open.Contains(saved.Name))
            throw new FormulaException(saved.Span, FormulaCodes.Cycle,
                $"@{saved.Name} takes in itself: "
                + string.Join(" → ", _open.SkipWhile(name => name != saved.Name).Append(saved.Name).Select(name => "@" + name)) + ".");
        if (_saved.TryGetValue(saved.Name, out var known)) return known;
        if (!_texts.TryGetValue(saved.Name, out var text)) throw Unknown(saved);

        _open.Add(saved.Name);
        try
        {
            var tree = FormulaParser.Parse(text);
            Link(tree);
            return _saved[saved.Name] = tree;
        }
        catch (FormulaException exception) when (exception.Diagnostics[0].Code != FormulaCodes.Cycle)
        {
            // Its place is one of another text.
            throw new FormulaException(
                saved.Span, exception.Diagnostics[0].Code, $"In @{saved.Name}: {exception.Diagnostics[0].Message}");
        }
        catch (FormulaException exception)
        {
            throw new FormulaException(saved.Span, FormulaCodes.Cycle, exception.Diagnostics[0].Message);
        }
        finally
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }

    FormulaException Unknown(FormulaSyntax.Saved saved)
    {
        var near = FormulaNames.Nearest(saved.Name, _texts.Keys);
        return new FormulaException(
            saved.Span, FormulaCodes.UnknownName,
            $"The project has no formula '{saved.Name}'."
            + (near is null ? " Save one under that name, or write it out." : $" Did you mean @{near}?"),
            near is null ? null : new FormulaFix($"Write @{near}", "@" + near));
    }
}
