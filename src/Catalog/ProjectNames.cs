namespace NeptuneAlt.Catalog;

/// <summary>What a workspace and a project may be called, and what a project's key may be.</summary>
public static class ProjectNames
{
    const int NameCharactersMax = 190;
    const int KeyCharactersMax = 10;

    /// <summary>Takes <c>workspace/project</c> apart.</summary>
    /// <returns>What is wrong with it, as a sentence; <c>null</c> if it is fine.</returns>
    public static string? Split(string qualifiedName, out string workspace, out string name)
    {
        var slash = qualifiedName.IndexOf('/', StringComparison.Ordinal);
        workspace = slash < 0 ? "" : qualifiedName[..slash];
        name = qualifiedName[(slash + 1)..];
        return slash < 0
            ? $"'{qualifiedName}' is no project: write it as workspace/project."
            : NameProblem("workspace", workspace) ?? NameProblem("project", name);
    }

    /// <param name="kind"><c>workspace</c> or <c>project</c>, for the message.</param>
    /// <returns>What is wrong with the name, as a sentence; <c>null</c> if it is fine.</returns>
    public static string? NameProblem(string kind, string name) =>
        string.IsNullOrWhiteSpace(name) ? $"The name of a {kind} cannot be empty."
        : name.Length > NameCharactersMax
            ? $"The name of a {kind} can have {NameCharactersMax} characters at most, this one has {name.Length}."
        : name.Contains('/', StringComparison.Ordinal) || name is "." or ".." || name.Any(char.IsControl)
            ? $"The name of a {kind} cannot contain '/' or control characters, nor be '.' or '..'."
        : char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1])
            ? $"The name of a {kind} cannot begin or end with a space."
        : null;

    /// <returns>What is wrong with the key, as a sentence; <c>null</c> if it is fine.</returns>
    public static string? KeyProblem(string key) =>
        key.Length <= KeyCharactersMax && key.Any(char.IsAsciiLetterUpper)
        && key.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter))
            ? null
            : $"A project key has 1 to {KeyCharactersMax} upper-case letters or digits, at least one of them a letter, "
            + $"such as LLM; this one is '{key}'.";
}
