using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Binds one call of a function: what its arguments have to be, and what it is then.</summary>
sealed class FormulaCallBinder(FormulaBinder binder, FormulaSyntax.Call call, Run run)
{
    const string Centered = "centered";

    static readonly string[] Prefixes = ["run_", "cum_", "roll_"];
    static readonly FormulaSyntax.Word Step = new(default, "step");

    FormulaFunction Function => call.Function;

    string Label => FormulaBinder.LabelOf(call);

    FormulaSpan Span => binder.SpanOf(call);

    public Node Bind() => Function.Group switch
    {
        _ when Function.IsElementwise => Elementwise(),
        FormulaGroup.Across => Across(),
        FormulaGroup.OtherRuns => OtherRuns(),
        FormulaGroup.Align => Aligned(),
        FormulaGroup.Whole => Whole(),
        _ when Function.Name == "coalesce" => Coalesce(),
        _ => Along(),
    };

    Node Elementwise()
    {
        // An operator's parameters have no names that one could write.
        return Mapped(Function.Group == FormulaGroup.Operator
            ? [.. call.Arguments.Select(argument => Bind(argument.Value))]
            : [.. Function.Parameters.Select(parameter =>
                FormulaArity.Find(call, parameter.Name) is { } written ? Bind(written) : Number(parameter))]);
    }

    Map Mapped(IReadOnlyList<Node> arguments)
    {
        var families = arguments.Select(argument => argument.Family).OfType<Members>().Distinct().ToArray();
        if (families.Length > 1)
            throw Wrong(FormulaCodes.Kind,
                $"Two families do not meet: {families[0].Label} and {families[1].Label}. Combine one of them first, as in max({families[1].Label}).");

        return new Map(
            Span, Label, arguments.Max(argument => argument.Kind), Function.Name, arguments);
    }

    Node Across()
    {
        var name = Function.Name;
        Node[] arguments = [.. call.Arguments.Select(argument => Bind(argument.Value))];
        var values = arguments.AsSpan(name == "quantile" ? 1 : 0);
        if (name == "quantile") Check(arguments[0], "share");
        if (values.Length == 1 && values[0].Kind == FormulaKind.Family)
            return new Computed(Span, Label, FormulaKind.Series, Function, arguments, null);
        if (name == "argmax") throw Wrong(FormulaCodes.Kind, "argmax() tells which member of a family is the greatest: argmax($~{…}).");

        foreach (var value in values)
            if (value.Kind == FormulaKind.Family)
                throw Wrong(FormulaCodes.Kind, $"{name}() takes several values or one family, not both. Combine the family first.");
        return values.Length > 1 ? Mapped(arguments) : throw Single();
    }

    FormulaException Single()
    {
        var name = Function.Name;
        string[] others = [.. Prefixes.Select(prefix => prefix + name).Where(one => FormulaFunctions.Find(one) is not null)];
        var more = others.Length == 0 ? "" : $" Along a run there is {string.Join(", ", others.Select(one => one + "()"))}.";
        return new FormulaException(binder.SpanOf(call), FormulaCodes.Kind,
            $"{name}() takes several values, or a family such as $~{{^layers/}}.{more}",
            others.Length == 0 || binder.SpanOf(call) != call.Span ? null
                : new FormulaFix("Over the whole run", $"{others[0]}({FormulaPrinter.Print(call.Arguments[^1].Value)})"));
    }

    Node Whole()
    {
        var (points, numbers) = Split();
        if (points.FirstOrDefault(point => point.Kind == FormulaKind.Family) is { } family)
            throw Wrong(FormulaCodes.Kind,
                $"{Function.Name}() works along one series. Combine the family first, as in {Function.Name}(max({family.Label})).");
        return SummaryFunctions.PathOf(binder.Links, call) is { } path
            && SummaryFunctions.Of(Function.Name, binder.World, run, path) is { } known
            ? new Constant(Span, Label, FormulaKind.Scalar, known)
            : new Computed(Span, Label, FormulaKind.Scalar, Function, [.. Ordered(points, numbers)], null);
    }

    Computed Along()
    {
        var (points, numbers) = Split();
        var isCentered = false;
        if (Function.Group == FormulaGroup.Window)
        {
            var centered = FormulaArity.Find(call, Centered) is { } written ? Bind(written) : null;
            if (centered is not null and not Constant { Kind: FormulaKind.Number })
                throw Wrong(FormulaCodes.Kind, "centered is 0 or 1.");
            isCentered = centered is Constant { Value: not 0 };
        }

        var kind = points.Any(point => point.Kind == FormulaKind.Family) ? FormulaKind.Family : FormulaKind.Series;
        return new Computed(Span, Label, kind, Function, [.. Ordered(points, numbers)], Window())
        {
            IsCentered = isCentered,
        };
    }

    /// <summary>The arguments that lie along the run, which need steps, and those that are numbers.</summary>
    (List<Node> Points, List<Node> Numbers) Split()
    {
        var (points, numbers) = (new List<Node>(), new List<Node>());
        foreach (var parameter in Function.Parameters)
        {
            if (parameter.Kind is FormulaParameterKind.Window || parameter.Name == Centered) continue;

            var written = FormulaArity.Find(call, parameter.Name);
            var node = written is not null ? Bind(written) : parameter.Default == "step" ? Bind(Step) : Number(parameter);
            if (parameter.Kind != FormulaParameterKind.Scalar) points.Add(node);
            else numbers.Add(Check(node, parameter.Name));
            if (parameter.Kind == FormulaParameterKind.Points) RequireSteps([node]);
        }

        RequireSteps(points);
        var families = points.Select(point => point.Family).OfType<Members>().Distinct().Count();
        return families <= 1 ? (points, numbers) : throw Wrong(FormulaCodes.Kind, "Two families do not meet. Combine one of them first.");
    }

    /// <summary>In the order of the parameters.</summary>
    List<Node> Ordered(List<Node> points, List<Node> numbers) =>
        Function.Parameters[0].Kind == FormulaParameterKind.Scalar ? [.. numbers, .. points] : [.. points, .. numbers];

    void RequireSteps(IReadOnlyList<Node> nodes) => FormulaKinds.RequireSteps(nodes, $"{Function.Name}()");

    Node Check(Node node, string name)
    {
        if (!node.IsScalar)
            throw new FormulaException(node.Span, FormulaCodes.Kind,
                $"The {name} of {Function.Name}() is one number a run, and {node.Label} has one at every step.");
        if (node is Constant { Kind: FormulaKind.Number } number && FormulaArguments.Problem(Function, number.Value) is { } problem)
            throw new FormulaException(node.Span, FormulaCodes.Kind, problem);
        return node;
    }

    FormulaWindow? Window()
    {
        if (Function.Parameters.FirstOrDefault(one => one.Kind == FormulaParameterKind.Window) is not { } parameter) return null;

        var written = FormulaArity.Find(call, parameter.Name);
        if (written is null) return parameter.Default == "1s" ? new FormulaWindow(1, FormulaUnit.Seconds) : null;

        var target = written;
        while (binder.Target(target) is { } next) target = next;
        var width = target is FormulaSyntax.Window window ? window.Width
            : Bind(written) switch
            {
                Constant number => new FormulaWindow(number.Value, FormulaUnit.Steps),
                // A run that lacks the number has no window, which is told where it is computed.
                Lacking { Kind: FormulaKind.Scalar } => new FormulaWindow(double.NaN, FormulaUnit.Steps),
                _ => throw Wrong(FormulaCodes.Kind, "The width of a window is a number of steps, a number with a unit (10m, 100pt), or a config."),
            };
        Check(written, target, width);
        return width;
    }

    void Check(FormulaSyntax written, FormulaSyntax target, FormulaWindow width)
    {
        if (target is FormulaSyntax.Window or FormulaSyntax.Number && width.Width is not > 0)
            throw binder.Wrong(written, FormulaCodes.Kind, "The width of a window is above 0.");
        if (Function.Name == "rate" && !width.IsTime)
            throw binder.Wrong(
                written, FormulaCodes.Kind, "The unit of rate() is a time, such as 1m or 1h.", new FormulaFix("Per minute", "1m"));
        if (Function.Name == "hold" && width.Unit == FormulaUnit.Points)
            throw binder.Wrong(written, FormulaCodes.Kind, "The limit of hold() is a number of steps or a time, such as 500 or 10m.");
    }

    Held Aligned()
    {
        var inner = Bind(FormulaArity.Find(call, "x")!); // It has to be there.
        if (inner.Kind == FormulaKind.Family)
            throw Wrong(FormulaCodes.Kind, $"{Function.Name}() takes one series. Combine the family first, as in {Function.Name}(max({inner.Label})).");

        RequireSteps([inner]);
        return new Held(Span, Label, inner, Window(), Function.Name == "interp");
    }

    Computed Coalesce()
    {
        Node[] arguments = [.. call.Arguments.Select(argument => Bind(argument.Value))];
        if (arguments.FirstOrDefault(argument => argument.Kind is FormulaKind.Family or FormulaKind.Guest) is { } other)
            throw new FormulaException(other.Span, FormulaCodes.Kind,
                $"coalesce() takes series and numbers; {other.Label} has no steps of its own, or those of many series.");

        RequireSteps(arguments);
        return new Computed(Span, Label, FormulaKind.Series, Function, arguments, null);
    }

    Node OtherRuns()
    {
        var parameter = Function.Parameters.First(one => one.Kind != FormulaParameterKind.Text);
        var argument = FormulaArity.Find(call, parameter.Name)!; // It has to be there.
        var world = binder.World;
        return Function.Name switch
        {
            "baseline" => Of(world.Baseline, argument, "The chart has no reference run. Choose one, then baseline() is its line."),
            "parent" => Of(world.ParentOf(run), argument, $"{run.SysId} was not forked from another run that is here."),
            "run" => OfNamed(argument),
            _ => OverAll(argument),
        };
    }

    Node OfNamed(FormulaSyntax argument)
    {
        if (FormulaArity.Find(call, "id") is not FormulaSyntax.Text id)
            throw Wrong(FormulaCodes.Kind, "run() takes the id of a run as a text: run(\"RUN-12\", x).");
        return binder.World.Named.GetValueOrDefault(id.Value) is { } other
            ? Own(binder.Bind(argument, other))
            : throw binder.Wrong(id, FormulaCodes.UnknownName, $"The project has no run '{id.Value}'. Take its id or its name as the table shows it.");
    }

    Node Of(Run? other, FormulaSyntax argument, string lacking)
    {
        if (other is not null) return Own(binder.Bind(argument, other));

        var here = Own(binder.Bind(argument, run));
        return new Lacking(Span, Label, here.IsOpen ? null : here.Kind, new FormulaDiagnostic(Span, FormulaCodes.Missing, lacking));
    }

    /// <summary>What is held takes the steps of its own run.</summary>
    Node Own(Node node)
    {
        if (node.Kind == FormulaKind.Guest) RequireSteps([node]);
        return node.Kind != FormulaKind.Family ? node : throw Wrong(FormulaCodes.Kind,
            $"{Function.Name}() takes one series. Combine the family first, as in {Function.Name}(max({node.Label})).");
    }

    OverRuns OverAll(FormulaSyntax argument)
    {
        var own = Own(Bind(argument));
        if (binder.World.Runs.Count > Limits.FormulaComparedRunsMax)
            throw Wrong(FormulaCodes.Cost, FormattableString.Invariant(
                $"{Function.Name}() compares at most {Limits.FormulaComparedRunsMax:N0} runs, and here are {binder.World.Runs.Count:N0}. Choose fewer."));
        Node[] each = [.. binder.World.Runs.Select(other => Own(binder.Bind(argument, other)))];
        if (Function.Parameters[0].Kind == FormulaParameterKind.Scalar)
            foreach (var one in each.Prepend(own).Where(one => !one.IsScalar))
                throw new FormulaException(one.Span, FormulaCodes.Kind,
                    $"{Function.Name}() takes one number a run, such as last(…) or run_min(…). {one.Label} has one at every step.");

        return new OverRuns(Span, Label, Function, own, each)
        {
            IsMost = IsMost(),
            Numbers = Function.Name == "who" ? [.. binder.World.Runs.Select(other => NumberOf(other.SysId))] : [],
        };
    }

    /// <summary>12 of <c>RUN-12</c>.</summary>
    static double NumberOf(string sysId) =>
        double.TryParse(sysId.AsSpan(sysId.LastIndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number : double.NaN;

    bool IsMost() => FormulaArity.Find(call, "goal") switch
    {
        null or FormulaSyntax.Text { Value: "min" } => false,
        FormulaSyntax.Text { Value: "max" } => true,
        var other => throw binder.Wrong(
            other, FormulaCodes.Kind, $"The goal of {Function.Name}() is \"min\" or \"max\".", new FormulaFix("Take the least", "\"min\"")),
    };

    Node Bind(FormulaSyntax syntax) => binder.Bind(syntax, run);

    Constant Number(FormulaParameter parameter) => new(
        Span, Label, FormulaKind.Number,
        double.Parse(parameter.Default!, System.Globalization.CultureInfo.InvariantCulture)); // Only those with one are missing.

    FormulaException Wrong(string code, string message) => binder.Wrong(call, code, message);
}
