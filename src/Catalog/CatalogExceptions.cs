namespace NeptuneAlt.Catalog;

/// <summary>The catalog's database does not answer, or answered with an error that may pass.</summary>
public sealed class CatalogUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Its file is damaged: that does not pass.</summary>
    public bool IsDamage { get; init; }
}

/// <summary>The change collides with something that is there. The message tells the user what.</summary>
/// <param name="errorType">Neptune's name of the collision, such as <c>PROJECT_NAME_COLLISION</c>.</param>
public sealed class CatalogConflictException(string errorType, string message) : Exception(message)
{
    public string ErrorType { get; } = errorType;
}
