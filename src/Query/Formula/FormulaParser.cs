using System.Runtime.CompilerServices;
using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula;

/// <summary>
/// Formula text to <see cref="FormulaTree"/>:
/// <code>
/// formula := { let name = or ; } or      or := and { or and }      and := not { and not }      not := not not | compare
/// compare := sum [ (&lt;|&lt;=|&gt;|&gt;=|==|!=) sum ]      sum := product { (+|-) product }
/// product := unary { (*|/|%) unary }     unary := (-|+) unary | power     power := atom [ ^ unary ]
/// atom    := number | window | "text" | ${path} | $~{regex} | @name | word | name ( [name =] or , … ) | ( or )
/// </code>
/// Within <c>${…}</c> a backslash escapes <c>\ $ { }</c>. A <c>#</c> begins a comment.
/// </summary>
public sealed class FormulaParser
{
    static readonly string[] Reserved = ["let", "and", "or", "not"];
    static readonly string[] Comparisons = ["<", "<=", ">", ">=", "==", "!="];

    readonly string _text;
    readonly FormulaLexer _lexer;
    readonly List<FormulaLet> _lets = [];
    FormulaToken _token;
    int _end;
    int _operations;
    int _depth;

    FormulaParser(string text)
    {
        _text = text;
        _lexer = new FormulaLexer(text);
        _token = _lexer.Next();
    }

    /// <exception cref="FormulaException">The text is not a formula.</exception>
    public static FormulaTree Parse(string text)
    {
        if (text.Length > Limits.FormulaCharactersMax)
            throw new FormulaException(
                new FormulaSpan(Limits.FormulaCharactersMax, text.Length), FormulaCodes.Limit,
                $"It is longer than {Limits.FormulaCharactersMax} characters. Write it in fewer parts, or save parts as formulas of the project.");

        try
        {
            return new FormulaParser(text).Formula();
        }
        catch (FormulaException exception)
        {
            exception.Text = text;
            throw;
        }
    }

    FormulaTree Formula()
    {
        while (_token.IsWord("let")) _lets.Add(Let());
        var body = Or();
        if (_token.Kind != FormulaTokenKind.End) throw Unexpected("an operator or the end");

        var tree = new FormulaTree(_text, _lets, body, _operations);
        var paths = tree.Nodes.OfType<FormulaSyntax.Reference>().Select(one => one.Path).Distinct().Count();
        if (paths > Limits.FormulaReferencesMax)
            throw new FormulaException(body.Span, FormulaCodes.Limit,
                $"It refers to {paths} metrics; a formula can name {Limits.FormulaReferencesMax}. Take a family, $~{{…}}, for many alike.");

        var families = tree.Nodes.OfType<FormulaSyntax.Family>().Select(one => one.Pattern).Distinct().Count();
        return families <= Limits.FormulaFamiliesMax ? tree : throw new FormulaException(body.Span, FormulaCodes.Limit,
            $"It has {families} families; a formula can have {Limits.FormulaFamiliesMax}. Draw some of them as lines of their own.");
    }

    FormulaLet Let()
    {
        Take();
        var name = _token;
        if (name.Kind != FormulaTokenKind.Word) throw Unexpected("a name behind let");
        if (Reserved.Contains(name.Text) || FormulaFunctions.Words.Any(word => word.Name == name.Text))
            throw new FormulaException(
                name.Span, FormulaCodes.Syntax, $"'{name.Text}' has a meaning already; take another name.");
        if (_lets.Any(let => let.Name == name.Text))
            throw new FormulaException(
                name.Span, FormulaCodes.Syntax, $"There is a let '{name.Text}' already; take another name.");

        Take();
        Expect("=");
        var value = Or();
        Expect(";");
        return new FormulaLet(name.Span, name.Text, value);
    }

    FormulaSyntax Or() => Joined("or", And);

    FormulaSyntax And() => Joined("and", Not);

    FormulaSyntax Joined(string word, Func<FormulaSyntax> operand)
    {
        var left = operand();
        while (_token.IsWord(word))
        {
            var at = Take().Span;
            left = Binary(word, at, left, operand());
        }

        return left;
    }

    FormulaSyntax Not()
    {
        if (!_token.IsWord("not")) return Compare();

        var at = Take().Span;
        using var level = Deeper();
        return Unary("not", at, Not());
    }

    FormulaSyntax Compare()
    {
        var left = Sum();
        if (!IsComparison()) return left;

        var symbol = Take();
        var right = Sum();
        if (IsComparison())
            throw new FormulaException(_token.Span, FormulaCodes.Syntax,
                "Comparisons do not chain: write a < b and b < c.");
        return Binary(symbol.Text, symbol.Span, left, right);
    }

    bool IsComparison() => _token.Kind == FormulaTokenKind.Symbol && Comparisons.Contains(_token.Text);

    FormulaSyntax Sum()
    {
        var left = Product();
        while (_token.Is("+") || _token.Is("-"))
        {
            var symbol = Take();
            left = Binary(symbol.Text, symbol.Span, left, Product());
        }

        return left;
    }

    FormulaSyntax Product()
    {
        var left = Unary();
        while (_token.Is("*") || _token.Is("/") || _token.Is("%"))
        {
            var symbol = Take();
            left = Binary(symbol.Text, symbol.Span, left, Unary());
        }

        return left;
    }

    FormulaSyntax Unary()
    {
        if (!_token.Is("-") && !_token.Is("+")) return Power();

        using var level = Deeper();
        var sign = Take();
        var operand = Unary();
        return sign.Text == "-" ? Unary("neg", sign.Span, operand) : operand;
    }

    FormulaSyntax Power()
    {
        var left = Atom();
        if (!_token.Is("^")) return left;

        using var level = Deeper();
        var symbol = Take();
        return Binary("^", symbol.Span, left, Unary());
    }

    FormulaSyntax Atom()
    {
        var token = _token;
        switch (token.Kind)
        {
            case FormulaTokenKind.Number:
                Take();
                return new FormulaSyntax.Number(token.Span, token.Number);
            case FormulaTokenKind.Window:
                Take();
                return new FormulaSyntax.Window(token.Span, new FormulaWindow(token.Number, token.Unit));
            case FormulaTokenKind.Text:
                Take();
                return new FormulaSyntax.Text(token.Span, token.Text);
            case FormulaTokenKind.Reference:
                Take();
                return new FormulaSyntax.Reference(token.Span, token.Text);
            case FormulaTokenKind.Family:
                Take();
                return new FormulaSyntax.Family(token.Span, token.Text);
            case FormulaTokenKind.Saved:
                Take();
                return new FormulaSyntax.Saved(token.Span, token.Text);
            case FormulaTokenKind.Word when !Reserved.Contains(token.Text):
                Take();
                return _token.Is("(") ? Call(token) : new FormulaSyntax.Word(token.Span, token.Text);
        }

        if (!token.Is("(")) throw Unexpected("a number, a series such as ${metrics/loss}, or a function");

        using var level = Deeper();
        Take();
        var inner = Or();
        Expect(")");
        return inner;
    }

    FormulaSyntax.Call Call(FormulaToken name)
    {
        using var level = Deeper();
        var function = FormulaFunctions.Find(name.Text) ?? throw FormulaNames.UnknownFunction(name.Span, name.Text);
        Take();
        var arguments = new List<FormulaArgument>();
        while (!_token.Is(")"))
        {
            arguments.Add(Argument());
            if (!_token.Is(",")) break;
            Take();
            if (_token.Is(")")) throw Unexpected("another argument");
        }

        Expect(")");
        var span = new FormulaSpan(name.Span.From, _end);
        var node = new FormulaSyntax.Call(span, name.Span, function, arguments);
        return Counted(FormulaArity.Checked(node));
    }

    FormulaArgument Argument()
    {
        var from = _token;
        var value = Or();
        if (!_token.Is("=")) return new FormulaArgument(value.Span, null, value);
        if (value is not FormulaSyntax.Word || from.Kind != FormulaTokenKind.Word)
            throw new FormulaException(_token.Span, FormulaCodes.Syntax,
                "A single = names an argument, as in centered=1. To compare, write ==.", new FormulaFix("Compare", "=="));

        Take();
        var named = Or();
        return new FormulaArgument(from.Span.Until(named.Span), from.Text, named);
    }

    FormulaSyntax.Call Binary(string symbol, FormulaSpan at, FormulaSyntax left, FormulaSyntax right) => Counted(
        new FormulaSyntax.Call(
            left.Span.Until(right.Span), at, FormulaFunctions.Operators[symbol],
            [new FormulaArgument(left.Span, null, left), new FormulaArgument(right.Span, null, right)]));

    FormulaSyntax.Call Unary(string symbol, FormulaSpan at, FormulaSyntax operand) => Counted(
        new FormulaSyntax.Call(
            at.Until(operand.Span), at, FormulaFunctions.Operators[symbol],
            [new FormulaArgument(operand.Span, null, operand)]));

    FormulaSyntax.Call Counted(FormulaSyntax.Call operation) => ++_operations <= Limits.FormulaOperationsMax
        ? operation
        : throw new FormulaException(operation.NameSpan, FormulaCodes.Limit,
            $"It has more than {Limits.FormulaOperationsMax} operations. Name what repeats with let, or draw parts as lines of their own.");

    Level Deeper()
    {
        if (++_depth > Limits.FormulaDepthMax || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new FormulaException(
                _token.Span, FormulaCodes.Limit, "It is nested too deeply here. Name the inner parts with let.");
        return new Level(this);
    }

    FormulaToken Take()
    {
        var taken = _token;
        _end = taken.Span.To;
        _token = _lexer.Next();
        return taken;
    }

    void Expect(string symbol)
    {
        if (!_token.Is(symbol)) throw Unexpected($"'{symbol}'");
        Take();
    }

    FormulaException Unexpected(string expected) => _token.Is("=")
        ? new(_token.Span, FormulaCodes.Syntax, "A single = is no operator here. To compare, write ==.", new FormulaFix("Compare", "=="))
        : new(_token.Span, FormulaCodes.Syntax, $"Expected {expected}, not {_token.Shown}.");

    readonly struct Level(FormulaParser parser) : IDisposable
    {
        public void Dispose() => parser._depth--;
    }
}
