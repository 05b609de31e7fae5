namespace NeptuneAlt.Server.Api.Documents;

/// <summary>The JSON of a document in a request to save it; one record a kind.</summary>
abstract record DocumentRequest
{
    public virtual string? Name { get; init; }

    /// <summary>Whether the project opens with it; <c>null</c> leaves that as it is.</summary>
    public virtual bool? MakesDefault() => null;

    /// <summary>What the document says, as a JSON object: without its name, and without what only the server tells of it.
    /// </summary>
    public abstract string Content();

    /// <returns>What else than its name or its size is wrong with it, in a sentence; <c>null</c>: nothing.</returns>
    public virtual string? Problem() => null;
}

/// <summary>What every document tells beside what it says.</summary>
abstract record DocumentResponse
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Counts the saves from 1. Also the ETag.</summary>
    public required long Revision { get; init; }

    /// <summary>User who made it; empty if that was before authors were kept.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>User who saved it last; empty as above.</summary>
    public required string UpdatedBy { get; init; }

    public required DateTimeOffset Updated { get; init; }
}
