namespace NeptuneAlt.Model;

/// <summary>Arithmetic over float series, evaluated point by point where all its series have the same step.</summary>
public abstract record Formula
{
    Formula() { }

    public sealed record Number(double Value) : Formula;

    /// <summary>The value of the float series of that path.</summary>
    public sealed record Series(string Path) : Formula;

    public sealed record Negation(Formula Operand) : Formula;

    public sealed record Operation(FormulaOperator Operator, Formula Left, Formula Right) : Formula;

    public sealed record Call(FormulaFunction Function, IReadOnlyList<Formula> Arguments) : Formula
    {
        public bool Equals(Call? other) =>
            other is not null && Function == other.Function && Arguments.SequenceEqual(other.Arguments);

        public override int GetHashCode() => Arguments.Aggregate((int)Function, HashCode.Combine);
    }

    /// <summary>The paths of its series, each once, in order of first mention.</summary>
    public IReadOnlyList<string> Paths
    {
        get
        {
            var paths = new List<string>();
            Collect(this, paths);
            return paths;
        }
    }

    static void Collect(Formula formula, List<string> paths)
    {
        switch (formula)
        {
            case Series series when !paths.Contains(series.Path):
                paths.Add(series.Path);
                break;
            case Negation negation:
                Collect(negation.Operand, paths);
                break;
            case Operation operation:
                Collect(operation.Left, paths);
                Collect(operation.Right, paths);
                break;
            case Call call:
                foreach (var argument in call.Arguments) Collect(argument, paths);
                break;
        }
    }
}

public enum FormulaOperator : byte
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
}

/// <summary>The functions of formulas; written in lower case.</summary>
public enum FormulaFunction : byte
{
    Abs,
    Sign,
    Floor,
    Ceil,
    Round,
    Sqrt,
    Exp,

    /// <summary>Natural logarithm; also written <c>ln</c>.</summary>
    Log,
    Log2,
    Log10,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Tanh,
    Sigmoid,
    Pow,
    Min,
    Max,

    /// <summary>Value, lower bound, upper bound.</summary>
    Clamp,
}
