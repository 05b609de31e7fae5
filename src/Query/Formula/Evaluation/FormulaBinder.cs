using System.Runtime.CompilerServices;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Binds formulas to runs: finds what they refer to, and sees that kinds fit.</summary>
/// <remarks>A text that is bound to a run twice is one node, so that it is computed once.</remarks>
sealed class FormulaBinder(FormulaLinks links, FormulaWorld world)
{
    const int LabelCharactersMax = 60;

    readonly Dictionary<(FormulaSyntax, ulong), Node> _nodes = [];
    readonly Dictionary<(string, ulong), Members> _families = [];
    readonly Dictionary<string, FormulaKind?> _kinds = [];
    FormulaSpan? _outer;

    /// <exception cref="FormulaException">Kinds do not fit.</exception>
    public Node Bind(FormulaSyntax syntax, Run run)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_nodes.TryGetValue((syntax, run.Number), out var node)) return node;

        return _nodes[(syntax, run.Number)] = syntax switch
        {
            FormulaSyntax.Number number => new Constant(SpanOf(number), LabelOf(number), FormulaKind.Number, number.Value),
            FormulaSyntax.Window => throw Wrong(syntax, FormulaCodes.Kind,
                $"{LabelOf(syntax)} is the width of a window, as in roll_mean(x, {LabelOf(syntax)}), and no value."),
            FormulaSyntax.Text => throw Wrong(
                syntax, FormulaCodes.Kind, "A text stands only for the id of a run, as in run(\"RUN-12\", x)."),
            FormulaSyntax.Reference reference => Bind(reference, run),
            FormulaSyntax.Family family => Bind(family, run),
            FormulaSyntax.Word word => links.Target(word) is { } target ? Bind(target, run) : Bind(word, run),
            FormulaSyntax.Saved saved => BindSaved(saved, run),
            FormulaSyntax.Call call => new FormulaCallBinder(this, call, run).Bind(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public FormulaWorld World => world;

    public FormulaLinks Links => links;

    public FormulaSyntax? Target(FormulaSyntax node) => links.Target(node);

    /// <summary>In the text that was sent: all of a saved formula is where its name stands.</summary>
    public FormulaSpan SpanOf(FormulaSyntax syntax) => _outer ?? syntax.Span;

    public static string LabelOf(FormulaSyntax syntax)
    {
        var text = FormulaPrinter.Print(syntax);
        return text.Length <= LabelCharactersMax ? text : text[..(LabelCharactersMax - 1)] + "…";
    }

    public FormulaException Wrong(FormulaSyntax syntax, string code, string message, FormulaFix? fix = null) =>
        new(SpanOf(syntax), code, message, _outer is null ? fix : null);

    Node BindSaved(FormulaSyntax.Saved saved, Run run)
    {
        var before = _outer;
        _outer ??= saved.Span;
        try
        {
            return Bind(links.Target(saved)!, run); // Linked before.
        }
        finally
        {
            _outer = before;
        }
    }

    Node Bind(FormulaSyntax.Word word, Run run) => word.Name switch
    {
        "pi" => Number(word, Math.PI),
        "e" => Number(word, Math.E),
        "inf" => Number(word, double.PositiveInfinity),
        "nan" => Number(word, double.NaN),
        _ => new OfPoint(SpanOf(word), word.Name, world.OriginOf(run)),
    };

    Constant Number(FormulaSyntax syntax, double value) => new(SpanOf(syntax), LabelOf(syntax), FormulaKind.Number, value);

    Node Bind(FormulaSyntax.Reference reference, Run run)
    {
        var (span, label) = (SpanOf(reference), LabelOf(reference));
        if (world.Series.TryGetValue((run.Number, reference.Path), out var source)) return new Source(span, label, source);
        if (world.Values.TryGetValue((run.Number, reference.Path), out var value))
            return NumberOf(value) is { } number
                ? new Constant(span, label, FormulaKind.Scalar, number)
                : throw Wrong(reference, FormulaCodes.Kind,
                    $"{label} is of type {value.Type.Name()}. Formulas compute with float series, and with float, int, bool and datetime.");

        return new Lacking(span, label, KindElsewhere(reference.Path), new FormulaDiagnostic(
            span, FormulaCodes.UnknownMetric, $"{run.SysId} has no {label}."));
    }

    /// <summary>What other runs have under the name tells what it would be.</summary>
    FormulaKind? KindElsewhere(string path)
    {
        if (_kinds.TryGetValue(path, out var known)) return known;

        return _kinds[path] = world.Series.Keys.Any(key => key.Path == path) ? FormulaKind.Series
            : world.Values.Keys.Any(key => key.Path == path) ? FormulaKind.Scalar
            : null;
    }

    /// <returns><c>null</c>: it is none.</returns>
    static double? NumberOf(StoredAttribute value) => value.Type switch
    {
        AttributeType.Float => value.FloatValue,
        AttributeType.Int => value.IntValue,
        AttributeType.Bool => value.IntValue,
        AttributeType.Datetime => value.IntValue / 1000.0,
        _ => null,
    };

    Members Bind(FormulaSyntax.Family family, Run run)
    {
        // The same expression twice is the same family.
        if (_families.TryGetValue((family.Pattern, run.Number), out var known)) return known;

        FormulaSource[] sources = [.. world.Families[(run.Number, family.Pattern)]
            .Select(path => world.Series.GetValueOrDefault((run.Number, path))).OfType<FormulaSource>()];
        return _families[(family.Pattern, run.Number)] = new Members(SpanOf(family), LabelOf(family), sources);
    }
}
