using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using NeptuneAlt.Query.Series;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>
/// Names what a plan computes: its text, every operation and number of it, and the stored points of its series. Two plans of one name
/// have the same result.
/// </summary>
sealed class FormulaKey
{
    /// <summary>Plans of more nodes are not named: comparing many runs with many others has too many to walk.</summary>
    const int NodesMax = 10_000;

    readonly StringBuilder _text = new();
    readonly Dictionary<Node, int> _places = new(ReferenceEqualityComparer.Instance);
    readonly bool _withEnds;

    FormulaKey(bool withEnds) => _withEnds = withEnds;

    /// <summary>The name of a line as it stands; <c>null</c> if it may change, or computes nothing.</summary>
    /// <remarks>A summary tells how long a series is. That of a run which is being written may be ahead of the store, so a result would
    /// be kept under a name that promises more. Previews come and go.</remarks>
    public static string? Settled(FormulaPlan plan, FormulaLine line, StepWindow window)
    {
        var sources = plan.Sources.Select(source => source.Series).ToArray();
        return sources.Length == 0 || sources.Any(series =>
            series.Slices.Any(slice => slice.IsLive) || (line.IncludePreview && series.HasPreview))
            ? null
            : Of(plan, line, window, withEnds: true);
    }

    /// <summary>The name of a line whatever its length, if its committed rows never change once they are there; otherwise
    /// <c>null</c>.</summary>
    /// <remarks>Series grow at their ends: where all operands have a point, each has all of its own that come before. Ancestors that log
    /// late make another name.</remarks>
    public static string? Growing(FormulaPlan plan, FormulaLine line, StepWindow window) =>
        plan.Sources.Any() && plan.Sources.All(source => source.Series.Slices.SkipLast(1).All(slice => !slice.IsLive))
        && plan.Nodes.All(node => node.Family is null && node is Source or Constant or OfPoint or Map)
            ? Of(plan, line, window, withEnds: false)
            : null;

    static string? Of(FormulaPlan plan, FormulaLine line, StepWindow window, bool withEnds)
    {
        if (plan.Nodes.Count > NodesMax) return null;

        var key = new FormulaKey(withEnds);
        key._text.Append(line.Y.Text).Append('\0').Append(line.X?.Text).Append('\0');
        key.Add(line.IncludePreview ? 1 : 0, window.From ?? double.NaN, window.To ?? double.NaN, plan.OriginMillis);
        key.Add(plan.Y);
        if (plan.X is { } x) key.Add(x);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key._text.ToString())));
    }

    void Add(Node node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_places.TryGetValue(node, out var place))
        {
            _text.Append('#').Append(place).Append(';');
            return;
        }

        _places[node] = _places.Count;
        _text.Append(node.GetType().Name).Append(' ');
        switch (node)
        {
            case Constant constant:
                Add(constant.Value);
                break;
            case Lacking lacking:
                _text.Append(lacking.Why.Message);
                break;
            case Source source:
                Add(source.Of);
                break;
            case Members members:
                foreach (var member in members.Sources) Add(member);
                break;
            case OfPoint word:
                _text.Append(word.Word).Append(' ').Append(word.OriginMillis);
                break;
            case Map map:
                Add(map.Function, map.Arguments);
                break;
            case Held held:
                _text.Append(held.Limit).Append(held.IsStraight);
                Add(held.Inner);
                break;
            case Computed computed:
                _text.Append(computed.Window).Append(computed.IsCentered);
                Add(computed.Function.Name, computed.Arguments);
                break;
            case OverRuns runs:
                Add([runs.IsMost ? 1 : 0, .. runs.Numbers]);
                Add(runs.Function.Name, [runs.Own, .. runs.Each]);
                break;
            default:
                throw new System.Diagnostics.UnreachableException(node.Label);
        }

        _text.Append(';');
    }

    void Add(string function, IEnumerable<Node> arguments)
    {
        _text.Append(function).Append('(');
        foreach (var argument in arguments) Add(argument);
        _text.Append(')');
    }

    void Add(params ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers) _text.Append(BitConverter.DoubleToInt64Bits(number)).Append(' ');
    }

    void Add(FormulaSource source)
    {
        _text.Append(source.Path).Append('\0');
        for (var place = 0; place < source.Series.Slices.Count; place++)
        {
            var slice = source.Series.Slices[place];
            _text.Append(slice.Run).Append(' ').Append(slice.Series).Append(' ').Append(slice.After).Append(' ').Append(slice.To).Append(' ');
            if (_withEnds || place < source.Series.Slices.Count - 1) _text.Append(Math.Min(slice.End, slice.To));
            _text.Append(',');
        }
    }
}
