namespace NeptuneAlt.Query;

/// <summary>There is no such project, or the caller may not see it; the error does not say which.</summary>
public sealed class ProjectInaccessibleException(string identifier) : Exception($"No access to project '{identifier}'.")
{
    public string Identifier { get; } = identifier;
}
