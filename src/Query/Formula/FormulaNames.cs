namespace NeptuneAlt.Query.Formula;

/// <summary>Finds what somebody meant who wrote a name that there is not.</summary>
public static class FormulaNames
{
    internal static FormulaException UnknownFunction(FormulaSpan span, string name)
    {
        var near = Nearest(name, FormulaFunctions.All.Select(function => function.Name));
        return near is null
            ? new(span, FormulaCodes.UnknownName, $"There is no function '{name}'. docs/formulas.md lists all functions.")
            : new(
                span, FormulaCodes.UnknownName, $"There is no function '{name}'. Did you mean {near}?",
                new FormulaFix($"Write {near}", near));
    }

    /// <summary>The name that takes the fewest changes of a character; <c>null</c> if all are far.</summary>
    public static string? Nearest(string name, IEnumerable<string> names)
    {
        var bound = Math.Max(1, name.Length / 3);
        return names.Select(one => (Name: one, Distance: Distance(name, one, bound)))
            .Where(one => one.Distance <= bound).OrderBy(one => one.Distance).ThenBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => one.Name).FirstOrDefault();
    }

    /// <summary>How many characters have to be put in, taken out, replaced or swapped with the next.</summary>
    /// <returns>More than the bound if it is more; how many then is not told.</returns>
    public static int Distance(string a, string b, int bound)
    {
        if (Math.Abs(a.Length - b.Length) > bound) return bound + 1;

        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var isSame = a[i - 1] == b[j - 1];
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
