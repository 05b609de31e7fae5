namespace NeptuneAlt.Catalog;

/// <summary>A table of runs as a user saved it, for all of the project.</summary>
/// <param name="Content">What it shows, as JSON; the catalog does not read it.</param>
/// <param name="IsDefault">At most one of a project's views is.</param>
public sealed record SavedView(
    Guid Id, uint Project, string Name, string Content, bool IsDefault, DateTimeOffset CreationTime);

public sealed record NewView(uint Project, string Name, string Content, bool IsDefault, DateTimeOffset CreationTime);

/// <param name="IsDefault"><c>null</c> leaves as it is.</param>
public sealed record ViewChange(string Name, string Content, bool? IsDefault);
