namespace NeptuneAlt.Server.Api.Documents;

/// <summary>A kind of documents, as far as the API has to know it.</summary>
/// <param name="Name">As the catalog and messages name it, such as <c>view</c>.</param>
/// <param name="Route">Address of the list; that of one document is below it.</param>
/// <param name="Operation">As the API's description names one, such as <c>LeaderboardView</c>.</param>
sealed record DocumentKind(string Name, string Route, string Operation)
{
    /// <summary>Field of the answer that tells whether a document is the default one; <c>null</c>: the kind has none.</summary>
    public string? DefaultField { get; init; }

    /// <summary>Field of the list's answer that has the documents.</summary>
    public string ListField => Name + "s";
}
