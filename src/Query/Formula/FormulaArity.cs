namespace NeptuneAlt.Query.Formula;

/// <summary>Puts the arguments of a call where the function expects them.</summary>
static class FormulaArity
{
    /// <exception cref="FormulaException">There are too few or too many, or a name is wrong.</exception>
    public static FormulaSyntax.Call Checked(FormulaSyntax.Call call)
    {
        var function = call.Function;
        var plain = call.Arguments.TakeWhile(argument => argument.Name is null).Count();
        if (call.Arguments.Skip(plain).FirstOrDefault(argument => argument.Name is null) is { } late)
            throw new FormulaException(late.Span, FormulaCodes.Arity, "Arguments with a name come behind those without one.");

        foreach (var named in call.Arguments.Skip(plain)) Check(call, named, plain);
        var count = call.Arguments.Count;
        if (count > function.Most || count < function.Least || Bound(call).Contains(null))
            throw new FormulaException(call.Span, FormulaCodes.Arity,
                $"'{function.Name}' does not take {Counted(count)}: write {function.Signature}.");
        return call;
    }

    /// <summary>By parameter; <c>null</c> where one is missing that has to be there. Those with a default may be missing, too: see
    /// <see cref="Find"/>.</summary>
    static IEnumerable<FormulaSyntax?> Bound(FormulaSyntax.Call call) => call.Function.Parameters
        .Where(parameter => parameter.Default is null).Select(parameter => Find(call, parameter.Name));

    /// <summary>The argument for a parameter, the first of a repeated one.</summary>
    public static FormulaSyntax? Find(FormulaSyntax.Call call, string parameter)
    {
        var place = PlaceOf(call.Function, parameter);
        return place >= 0 && place < call.Arguments.Count && call.Arguments[place].Name is null
            ? call.Arguments[place].Value
            : call.Arguments.FirstOrDefault(argument => argument.Name == parameter)?.Value;
    }

    static void Check(FormulaSyntax.Call call, FormulaArgument named, int plain)
    {
        var (function, name) = (call.Function, named.Name!); // Those behind the plain ones.
        var place = PlaceOf(function, name);
        if (place < 0 || function.Parameters[place].Repeats)
            throw new FormulaException(named.Span, FormulaCodes.Arity,
                $"'{function.Name}' has no argument '{name}': write {function.Signature}.");
        if (place < plain || call.Arguments.Count(argument => argument.Name == name) > 1)
            throw new FormulaException(named.Span, FormulaCodes.Arity, $"'{name}' is given twice.");
    }

    static int PlaceOf(FormulaFunction function, string parameter)
    {
        for (var place = 0; place < function.Parameters.Count; place++)
            if (function.Parameters[place].Name == parameter) return place;
        return -1;
    }

    static string Counted(int count) => count == 1 ? "1 argument" : $"{count} arguments";
}
