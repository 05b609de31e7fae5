namespace NeptuneAlt.Store.Schema;

/// <summary>Splits a script into statements at semicolons outside strings, quoted names and comments.</summary>
static class SqlScript
{
    public static IEnumerable<string> Statements(string script)
    {
        var start = 0;
        for (var i = 0; i < script.Length; i = Next(script, i))
        {
            if (script[i] != ';') continue;
            if (!IsBlank(script[start..i])) yield return script[start..i].Trim();
            start = i + 1;
        }

        if (!IsBlank(script[start..])) yield return script[start..].Trim();
    }

    /// <returns>Where the text goes on after the character, string or comment at the index.</returns>
    static int Next(string script, int at)
    {
        var rest = script.AsSpan(at);
        if (rest.StartsWith("--")) return After(script, "\n", at);
        if (rest.StartsWith("/*")) return After(script, "*/", at);
        if (rest[0] is not ('\'' or '"' or '`')) return at + 1;

        for (var i = at + 1; i < script.Length; i++)
        {
            if (script[i] == '\\') i++;
            else if (script[i] == rest[0]) return i + 1;
        }

        return script.Length;
    }

    static int After(string script, string end, int at) =>
        script.IndexOf(end, at, StringComparison.Ordinal) is var found and >= 0 ? found + end.Length : script.Length;

    /// <summary>Nothing but comments and white space.</summary>
    static bool IsBlank(string text)
    {
        for (var i = 0; i < text.Length; i = Next(text, i))
        {
            var comment = text.AsSpan(i).StartsWith("--") || text.AsSpan(i).StartsWith("/*");
            if (!comment && !char.IsWhiteSpace(text[i])) return false;
        }

        return true;
    }
}
