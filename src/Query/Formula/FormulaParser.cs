using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using NeptuneAlt.Model;
using Ast = NeptuneAlt.Model.Formula;

namespace NeptuneAlt.Query.Formula;

/// <summary>
/// Formula text to <see cref="Ast"/>:
/// <code>
/// sum   := product { (+|-) product }      product := unary { (*|/|%) unary }      unary := (-|+) unary | power
/// power := atom [ ^ unary ]               atom := number | ${path} | pi | e | function "(" sum {, sum} ")" | "(" sum ")"
/// </code>
/// Within <c>${…}</c> a backslash escapes <c>\ $ { }</c>.
/// </summary>
public sealed class FormulaParser
{
    /// <summary>Longest formula, in characters: room for the longest path, fully escaped, and as much again.</summary>
    public const int LengthMax = 65_536;

    /// <summary>A formula is computed for every point, and the engine nests no deeper than it.</summary>
    public const int OperationsMax = 150;

    readonly string _text;
    int _position;
    int _operations;

    FormulaParser(string text) => _text = text;

    /// <exception cref="FormulaException">The text is not a formula.</exception>
    public static Ast Parse(string text)
    {
        if (text.Length > LengthMax) throw new FormulaException($"It is longer than {LengthMax} characters.", LengthMax);

        var parser = new FormulaParser(text);
        var formula = parser.Sum();
        if (parser.Peek() != '\0') throw parser.Unexpected("an operator or the end");

        return formula.Paths.Count <= Limits.FormulaReferencesMax
            ? formula
            : throw new FormulaException($"It refers to more than {Limits.FormulaReferencesMax} series.", 0);
    }

    Ast Sum()
    {
        var left = Product();
        while (true)
        {
            if (TryTake('+')) left = Counted(new Ast.Operation(FormulaOperator.Add, left, Product()));
            else if (TryTake('-')) left = Counted(new Ast.Operation(FormulaOperator.Subtract, left, Product()));
            else return left;
        }
    }

    Ast Product()
    {
        var left = Unary();
        while (true)
        {
            if (TryTake('*')) left = Counted(new Ast.Operation(FormulaOperator.Multiply, left, Unary()));
            else if (TryTake('/')) left = Counted(new Ast.Operation(FormulaOperator.Divide, left, Unary()));
            else if (TryTake('%')) left = Counted(new Ast.Operation(FormulaOperator.Remainder, left, Unary()));
            else return left;
        }
    }

    Ast Unary()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new FormulaException("It is nested too deeply.", _position);

        if (TryTake('-')) return Counted(new Ast.Negation(Unary()));
        return TryTake('+') ? Unary() : Power();
    }

    Ast Power()
    {
        var left = Atom();
        return TryTake('^') ? Counted(new Ast.Operation(FormulaOperator.Power, left, Unary())) : left;
    }

    Ast Atom()
    {
        var c = Peek();
        if (char.IsAsciiDigit(c) || c == '.') return Number();
        if (char.IsAsciiLetter(c)) return Word();
        if (c == '$') return Series();
        if (!TryTake('(')) throw Unexpected("a number, a series such as ${metrics/loss}, or a function");

        var inner = Sum();
        Expect(')');
        return inner;
    }

    Ast.Number Number()
    {
        var start = _position;
        while (char.IsAsciiDigit(At(_position)) || At(_position) == '.') _position++;
        if (At(_position) is 'e' or 'E')
        {
            var digits = At(_position + 1) is '+' or '-' ? _position + 2 : _position + 1;
            if (char.IsAsciiDigit(At(digits)))
            {
                _position = digits;
                while (char.IsAsciiDigit(At(_position))) _position++;
            }
        }

        return double.TryParse(_text.AsSpan(start, _position - start), CultureInfo.InvariantCulture, out var value)
            ? new Ast.Number(value)
            : throw new FormulaException($"'{_text[start.._position]}' is not a number.", start);
    }

    Ast.Series Series()
    {
        var start = _position;
        if (At(_position + 1) != '{') throw new FormulaException("Expected a series, such as ${metrics/loss}.", start);

        var path = new StringBuilder();
        for (_position += 2; _position < _text.Length; _position++)
        {
            var c = _text[_position];
            if (c == '}')
            {
                _position++;
                return new Ast.Series(path.ToString());
            }

            if (c == '\\' && At(_position + 1) is '\\' or '$' or '{' or '}') c = _text[++_position];
            path.Append(c);
        }

        throw new FormulaException("This series has no closing brace.", start);
    }

    Ast Word()
    {
        var start = _position;
        while (char.IsAsciiLetterOrDigit(At(_position))) _position++;
        var word = _text[start.._position];
        if (Peek() != '(')
        {
            return word switch
            {
                "pi" => new Ast.Number(Math.PI),
                "e" => new Ast.Number(Math.E),
                _ => throw new FormulaException($"There is no constant '{word}'. A series is written ${{path}}.", start),
            };
        }

        if (!FormulaFunctions.TryParse(word, out var function))
            throw new FormulaException($"There is no function '{word}'; there are {FormulaFunctions.Names}.", start);

        TryTake('(');
        var arguments = new List<Ast> { Sum() };
        while (TryTake(',')) arguments.Add(Sum());
        Expect(')');

        var (least, most) = FormulaFunctions.Arity(function);
        return arguments.Count >= least && arguments.Count <= most
            ? Counted(new Ast.Call(function, arguments))
            : throw new FormulaException($"'{word}' does not take {arguments.Count} arguments.", start);
    }

    Ast Counted(Ast operation) => ++_operations <= OperationsMax
        ? operation
        : throw new FormulaException($"It has more than {OperationsMax} operations.", _position);

    /// <summary>The next character that is not white space; 0 at the end.</summary>
    char Peek()
    {
        while (char.IsWhiteSpace(At(_position))) _position++;
        return At(_position);
    }

    bool TryTake(char c)
    {
        if (Peek() != c) return false;

        _position++;
        return true;
    }

    void Expect(char c)
    {
        if (!TryTake(c)) throw Unexpected($"'{c}'");
    }

    char At(int position) => position < _text.Length ? _text[position] : '\0';

    FormulaException Unexpected(string expected) => new(
        $"Expected {expected}, not {(Peek() is var c and not '\0' ? $"'{c}'" : "the end")}.", _position);
}
