namespace NeptuneAlt.Query.Formula;

/// <summary>A node of a formula's text. Two nodes that look the same are not the same: compare them by reference.</summary>
public abstract class FormulaSyntax(FormulaSpan span)
{
    public FormulaSpan Span => span;

    public sealed class Number(FormulaSpan span, double value) : FormulaSyntax(span)
    {
        public double Value => value;
    }

    /// <summary>How wide a window is: a number with a unit.</summary>
    public sealed class Window(FormulaSpan span, FormulaWindow width) : FormulaSyntax(span)
    {
        public FormulaWindow Width => width;
    }

    public sealed class Text(FormulaSpan span, string value) : FormulaSyntax(span)
    {
        public string Value => value;
    }

    /// <summary>The attribute of that path.</summary>
    public sealed class Reference(FormulaSpan span, string path) : FormulaSyntax(span)
    {
        public string Path => path;
    }

    /// <summary>All float series whose names match.</summary>
    public sealed class Family(FormulaSpan span, string pattern) : FormulaSyntax(span)
    {
        public string Pattern => pattern;
    }

    /// <summary>A constant, what is known of every point, or what a <c>let</c> names.</summary>
    public sealed class Word(FormulaSpan span, string name) : FormulaSyntax(span)
    {
        public string Name => name;
    }

    /// <summary>A formula that the project has under a name.</summary>
    public sealed class Saved(FormulaSpan span, string name) : FormulaSyntax(span)
    {
        public string Name => name;
    }

    /// <param name="function">Of <see cref="FormulaFunctions"/>; operators are functions without a name that one could write.
    /// </param>
    public sealed class Call(
        FormulaSpan span, FormulaSpan nameSpan, FormulaFunction function, IReadOnlyList<FormulaArgument> arguments)
        : FormulaSyntax(span)
    {
        public FormulaSpan NameSpan => nameSpan;
        public FormulaFunction Function => function;
        public IReadOnlyList<FormulaArgument> Arguments => arguments;
    }
}

/// <param name="Name">If it is written: <c>centered=1</c>.</param>
public sealed record FormulaArgument(FormulaSpan Span, string? Name, FormulaSyntax Value);

/// <param name="Span">Of the name.</param>
public sealed record FormulaLet(FormulaSpan Span, string Name, FormulaSyntax Value);

/// <summary>A formula's text, read.</summary>
/// <param name="Operations">Operators and calls in it.</param>
public sealed record FormulaTree(string Text, IReadOnlyList<FormulaLet> Lets, FormulaSyntax Body, int Operations)
{
    /// <summary>The attribute of a path as it is.</summary>
    public static FormulaTree Of(string path)
    {
        var text = FormulaPrinter.Reference(path);
        return new FormulaTree(text, [], new FormulaSyntax.Reference(new FormulaSpan(0, text.Length), path), 0);
    }

    /// <summary>The path if the formula is one bare <c>${path}</c>: the metric itself.</summary>
    public string? BarePath => Lets.Count == 0 && Body is FormulaSyntax.Reference bare ? bare.Path : null;

    /// <summary>Each node once.</summary>
    public IEnumerable<FormulaSyntax> Nodes => Lets.SelectMany(let => Below(let.Value)).Concat(Below(Body));

    static IEnumerable<FormulaSyntax> Below(FormulaSyntax top)
    {
        var open = new Stack<FormulaSyntax>([top]);
        while (open.TryPop(out var node))
        {
            yield return node;
            if (node is not FormulaSyntax.Call call) continue;
            for (var i = call.Arguments.Count - 1; i >= 0; i--) open.Push(call.Arguments[i].Value);
        }
    }
}

/// <summary>How far a window reaches.</summary>
public readonly record struct FormulaWindow(double Width, FormulaUnit Unit)
{
    /// <summary>In micro-steps, milliseconds or points, as its unit says.</summary>
    public double Reach => Unit switch
    {
        FormulaUnit.Steps => Width * Model.Step.MicrosPerStep,
        FormulaUnit.Seconds => Width * 1000,
        FormulaUnit.Minutes => Width * 60_000,
        FormulaUnit.Hours => Width * 3_600_000,
        FormulaUnit.Days => Width * 86_400_000,
        _ => Width,
    };

    public bool IsTime => Unit is not (FormulaUnit.Steps or FormulaUnit.Points);
}

public enum FormulaUnit : byte
{
    Steps,
    Seconds,
    Minutes,
    Hours,
    Days,
    Points,
}
