namespace NeptuneAlt.Catalog;

/// <summary>The color of one value of an attribute in a project, such as of a tag.</summary>
public sealed record AttributeStyle(string Name, string Value, string Color);

/// <summary>Where properties belong.</summary>
/// <param name="Owner">Of a user's own properties the username; empty for what is everybody's.</param>
/// <param name="Scope">What they are about, as the web app names it; so is <paramref name="Type"/>.</param>
public readonly record struct PropertyScope(string Owner, string Scope, string Type);

/// <summary>Something that the web app remembers. The catalog does not read it.</summary>
public sealed record Property(string Key, string Value);
