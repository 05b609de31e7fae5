using System.Runtime.CompilerServices;
using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Nql;

/// <summary>
/// NQL text to <see cref="Filter"/>:
/// <code>
/// or        := and { OR and }          and := not { AND not }          not := NOT not | "(" or ")" | predicate
/// predicate := operand [NOT] EXISTS | operand [NOT] operator value
/// operand   := attribute | aggregate "(" attribute ")"                 attribute := `name` [:type] | name[:type]
/// value     := "text" | word
/// </code>
/// </summary>
public sealed class Parser
{
    /// <summary>Deepest nesting of parentheses and NOTs.</summary>
    public const int NestingMax = 2000;

    readonly Lexer _lexer;
    Token _token;
    int _depth;
    int _tests;

    Parser(string text)
    {
        _lexer = new Lexer(text);
        _token = _lexer.Next();
    }

    /// <summary>Reads a query; empty text is every run.</summary>
    /// <exception cref="NqlException">The text is not a query.</exception>
    public static Filter Parse(string? text)
    {
        var parser = new Parser(text ?? "");
        if (parser._token.Kind == TokenKind.End) return Filter.Everything;

        var filter = parser.Or();
        if (parser._token.Kind != TokenKind.End)
        {
            throw parser.Unexpected(parser._token.Kind == TokenKind.RightParenthesis
                ? "There is no opening parenthesis for this one"
                : "Expected AND, OR or the end of the query");
        }

        return filter;
    }

    Filter Or()
    {
        var terms = new List<Filter> { And() };
        while (TryTake("OR")) terms.Add(And());
        return Filter.Or(terms);
    }

    Filter And()
    {
        var terms = new List<Filter> { Not() };
        while (TryTake("AND")) terms.Add(Not());
        return Filter.And(terms);
    }

    Filter Not()
    {
        if (!_token.Is("NOT") && _token.Kind != TokenKind.LeftParenthesis) return Predicate();
        if (++_depth > NestingMax || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new NqlException("The query is nested too deeply.", _token.Position);

        Filter filter;
        if (TryTake("NOT"))
        {
            filter = Filter.Negate(Not());
        }
        else
        {
            Take();
            filter = Or();
            Expect(TokenKind.RightParenthesis, "Expected a closing parenthesis");
        }

        _depth--;
        return filter;
    }

    Filter Predicate()
    {
        var start = _token.Position;
        if (++_tests > FilterRules.TestsMax)
            throw new NqlException($"A query can have {FilterRules.TestsMax} tests at most.", start);

        var attribute = Operand();
        var isNegated = TryTake("NOT");
        var filter = TryTake("EXISTS") ? Existence(attribute, start) : Comparison(attribute, start);
        return isNegated ? Filter.Negate(filter) : filter;
    }

    static Filter.Exists Existence(FilterAttribute attribute, int start) => FilterRules.Fault(attribute) is { } fault
        ? throw new NqlException(fault, start)
        : new Filter.Exists(attribute);

    Filter Comparison(FilterAttribute attribute, int start)
    {
        var token = _token;
        var @operator = Operator(token);
        Take();
        if (_token.Kind is not (TokenKind.Text or TokenKind.Word))
            throw Unexpected("Expected a value, in double quotes or a single word");

        var literal = Take().Value;
        if (FilterRules.Fault(attribute, @operator, literal) is { } fault) throw new NqlException(fault, start);

        var test = new Filter.Test(attribute, @operator, literal);
        return token.Value == "!=" ? Filter.Negate(test) : test;
    }

    FilterOperator Operator(Token token) => token switch
    {
        { Kind: TokenKind.Operator, Value: "==" or "=" or "!=" } => FilterOperator.Equal,
        { Kind: TokenKind.Operator, Value: ">" } => FilterOperator.Greater,
        { Kind: TokenKind.Operator, Value: ">=" } => FilterOperator.GreaterOrEqual,
        { Kind: TokenKind.Operator, Value: "<" } => FilterOperator.Less,
        { Kind: TokenKind.Operator, Value: "<=" } => FilterOperator.LessOrEqual,
        _ when token.Is("MATCHES") => FilterOperator.Matches,
        _ when token.Is("CONTAINS") => FilterOperator.Contains,
        _ => throw Unexpected("Expected one of = == != > >= < <= MATCHES CONTAINS EXISTS"),
    };

    FilterAttribute Operand()
    {
        if (_token.Kind is not (TokenKind.Name or TokenKind.Word))
            throw Unexpected("Expected an attribute, such as `metrics/loss`:floatSeries");

        var operand = Take();
        if (_token.Kind != TokenKind.LeftParenthesis || operand.Kind != TokenKind.Word)
            return Attribute(operand, SeriesAggregate.Unstated);

        if (!Enum.TryParse<SeriesAggregate>(operand.Value, ignoreCase: true, out var aggregate)
            || aggregate == SeriesAggregate.Unstated || char.IsAsciiDigit(operand.Value[0]))
        {
            throw new NqlException(
                $"There is no function {operand}; there are last, min, max, average and variance.", operand.Position);
        }

        Take();
        if (_token.Kind is not (TokenKind.Name or TokenKind.Word)) throw Unexpected("Expected an attribute");
        var attribute = Attribute(Take(), aggregate);
        Expect(TokenKind.RightParenthesis, "Expected a closing parenthesis");
        return attribute;
    }

    FilterAttribute Attribute(Token name, SeriesAggregate aggregate)
    {
        if (name.Kind == TokenKind.Word)
        {
            // A bare name may contain colons: only a known type after the last one is a suffix.
            var colon = name.Value.LastIndexOf(':');
            var suffix = colon > 0 ? AttributeTypes.Parse(name.Value[(colon + 1)..]) : AttributeType.None;
            return suffix == AttributeType.None
                ? new FilterAttribute(name.Value, AttributeType.None, aggregate)
                : new FilterAttribute(name.Value[..colon], suffix, aggregate);
        }

        if (_token.Kind != TokenKind.Word || !_token.Value.StartsWith(':'))
            return new FilterAttribute(name.Value, AttributeType.None, aggregate);

        var type = Take();
        return AttributeTypes.Parse(type.Value[1..]) is var known and not AttributeType.None
            ? new FilterAttribute(name.Value, known, aggregate)
            : throw new NqlException(
                $"There is no type {type}; there are {string.Join(", ", Enum.GetValues<AttributeType>()[1..].Select(
                    known => known.Name()))}.",
                type.Position);
    }

    Token Take()
    {
        var token = _token;
        _token = _lexer.Next();
        return token;
    }

    bool TryTake(string keyword)
    {
        if (!_token.Is(keyword)) return false;

        Take();
        return true;
    }

    void Expect(TokenKind kind, string message)
    {
        if (_token.Kind != kind) throw Unexpected(message);
        Take();
    }

    NqlException Unexpected(string message) => new($"{message}, not {_token}.", _token.Position);
}
