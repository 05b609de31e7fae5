using NeptuneAlt.Catalog.Sql;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog;

/// <summary>
/// What people write together and save whole: saved views, dashboards, reports. A document belongs to a project, is of one
/// kind, and counts its saves. A save names the revision that it changes; one of an older revision is refused, so that
/// nobody's edit is lost unseen.
/// </summary>
/// <remarks>The project's row is the lock under which its documents change.</remarks>
public sealed class CatalogDocuments(ICatalogDatabase database)
{
    const string Select =
        """
        SELECT id AS Id, project AS Project, kind AS Kind, name AS Name, content AS Content, is_default AS IsDefault,
               author AS Author, created AS Created, updated_by AS UpdatedBy, updated AS Updated, revision AS Revision
        FROM documents WHERE project = @project AND kind = @kind
        """;

    /// <summary>The project's documents of a kind, the oldest first.</summary>
    /// <param name="begin">Only those whose names begin so.</param>
    public async Task<IReadOnlyList<Document>> ListAsync(
        uint project, string kind, CancellationToken cancellationToken, string begin = "")
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<DocumentRow>(
                Select + " AND substr(name, 1, @length) = @begin ORDER BY created, id",
                new { project = (long)project, kind, begin, length = begin.Length }),
            cancellationToken);
        return [.. rows.Select(row => row.ToDocument())];
    }

    /// <summary>The document of that project and kind, or <c>null</c>.</summary>
    public Task<Document?> FindAsync(DocumentKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(sql => FindAsync(sql, key), cancellationToken);

    /// <exception cref="CatalogConflictException">The name is taken, there is no such project, or it has too many of the kind.
    /// </exception>
    public Task<Document> AddAsync(NewDocument document, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => AddAsync(sql, document), cancellationToken);

    /// <summary>Saves a document over its revision <paramref name="expected"/>.</summary>
    /// <param name="expected"><c>null</c>: over whichever is there.</param>
    /// <exception cref="CatalogConflictException">The new name is taken.</exception>
    public Task<DocumentChangeResult> SaveAsync(
        DocumentKey key, long? expected, DocumentChange change, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => SaveAsync(sql, key, expected, change), cancellationToken);

    /// <summary>Deletes a document whose revision is <paramref name="expected"/>.</summary>
    /// <param name="expected"><c>null</c>: whichever is there.</param>
    /// <returns>The document as it was.</returns>
    public Task<DocumentChangeResult> DeleteAsync(
        DocumentKey key, long? expected, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => DeleteAsync(sql, key, expected), cancellationToken);

    /// <summary>Makes a document the default one of its project and kind, and the former default an ordinary one. That is no
    /// save: revisions stay.</summary>
    /// <param name="id"><c>null</c>: none is the default.</param>
    /// <returns><c>false</c> if there is no such document; then nothing changed.</returns>
    public Task<bool> SetDefaultAsync(uint project, string kind, Guid? id, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => SetDefaultAsync(sql, project, kind, id), cancellationToken);

    /// <summary>
    /// Keeps what nobody names or edits, under an id that its content decides; keeping it again says that it is used. Of
    /// these of a kind only the <paramref name="max"/> that were used last stay in a project.
    /// </summary>
    /// <exception cref="CatalogConflictException">There is no such project.</exception>
    public Task KeepAsync(
        DocumentKey key, string content, string author, DateTimeOffset time, int max,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            async sql =>
            {
                await RequireProjectAsync(sql, key.Project);
                if (await UseAsync(sql, key, time)) return true;

                await ForgetOldestAsync(sql, key, max - 1);
                var id = key.Id.ToString();
                await InsertAsync(sql, new NewDocument(key.Project, key.Kind, id, content, false, author, time), key);
                return true;
            },
            cancellationToken);

    /// <summary>A kept document; reading it says that it is used, to the day.</summary>
    public async Task<Document?> ReadKeptAsync(DocumentKey key, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var document = await FindAsync(key, cancellationToken);
        if (document is not null && document.Updated < time.AddDays(-1))
            await database.WriteAsync(sql => UseAsync(sql, key, time), cancellationToken);
        return document;
    }

    static async Task<Document> AddAsync(Statements sql, NewDocument document)
    {
        await RequireProjectAsync(sql, document.Project);
        var key = new DocumentKey(document.Project, document.Kind, Guid.NewGuid());
        await RefuseTakenAsync(sql, key, document.Name);
        var count = await sql.OneAsync<long>(
            "SELECT count(*) FROM documents WHERE project = @project AND kind = @kind", Parameters(key));
        if (count >= document.Max)
            throw new CatalogConflictException(
                $"{key.Kind.ToUpperInvariant()}_LIMIT",
                $"The project has {document.Max} {key.Kind}s already. Delete those that nobody needs.");

        await InsertAsync(sql, document, key);
        if (document.IsDefault) await MakeDefaultAsync(sql, key.Project, key.Kind, key.Id);
        return (await FindAsync(sql, key))!; // just inserted
    }

    static async Task RequireProjectAsync(Statements sql, uint project)
    {
        if (!await sql.LockProjectAsync(project))
            throw new CatalogConflictException(
                "PROJECT_NOT_FOUND", "The project is not there any more; it may have been deleted.");
    }

    static Task InsertAsync(Statements sql, NewDocument document, DocumentKey key) => sql.ExecuteAsync(
        """
        INSERT INTO documents
            (id, project, kind, name, content, is_default, author, created, updated_by, updated, revision)
        VALUES (@id, @project, @kind, @Name, @Content, 0, @Author, @created, @Author, @created, 1)
        """,
        new
        {
            id = key.Id.ToString(), project = (long)key.Project, kind = key.Kind, document.Name, document.Content,
            document.Author, created = document.CreationTime.ToUnixTimeMilliseconds(),
        });

    static async Task<bool> UseAsync(Statements sql, DocumentKey key, DateTimeOffset time) =>
        await sql.ExecuteAsync(
            "UPDATE documents SET updated = @time WHERE id = @id AND project = @project AND kind = @kind",
            new
            {
                id = key.Id.ToString(), project = (long)key.Project, kind = key.Kind,
                time = time.ToUnixTimeMilliseconds(),
            }) > 0;

    /// <summary>Leaves the documents of the key's kind that were used last.</summary>
    static async Task ForgetOldestAsync(Statements sql, DocumentKey key, int left)
    {
        var (project, kind) = ((long)key.Project, key.Kind);
        var count = await sql.OneAsync<long>(
            "SELECT count(*) FROM documents WHERE project = @project AND kind = @kind", new { project, kind });
        if (count <= left) return;

        await sql.ExecuteAsync(
            """
            DELETE FROM documents WHERE id IN
                (SELECT id FROM documents WHERE project = @project AND kind = @kind ORDER BY updated, id LIMIT @excess)
            """,
            new { project, kind, excess = count - left });
    }

    static async Task<DocumentChangeResult> SaveAsync(
        Statements sql, DocumentKey key, long? expected, DocumentChange change)
    {
        await sql.LockProjectAsync(key.Project);
        if (await FindAsync(sql, key) is not { } document) return default;
        if (expected is not null && expected != document.Revision) return new(document, IsStale: true);

        await RefuseTakenAsync(sql, key, change.Name);
        await sql.ExecuteAsync(
            """
            UPDATE documents SET name = @Name, content = @Content, updated_by = @UpdatedBy, updated = @updated,
                revision = revision + 1
            WHERE id = @id
            """,
            new
            {
                id = key.Id.ToString(), change.Name, change.Content, change.UpdatedBy,
                updated = change.Updated.ToUnixTimeMilliseconds(),
            });
        if (change.IsDefault is { } isDefault && isDefault != document.IsDefault)
            await MakeDefaultAsync(sql, key.Project, key.Kind, isDefault ? key.Id : null);
        return new(await FindAsync(sql, key), IsStale: false);
    }

    static async Task<DocumentChangeResult> DeleteAsync(Statements sql, DocumentKey key, long? expected)
    {
        await sql.LockProjectAsync(key.Project);
        if (await FindAsync(sql, key) is not { } document) return default;
        if (expected is not null && expected != document.Revision) return new(document, IsStale: true);

        await sql.ExecuteAsync("DELETE FROM documents WHERE id = @id", Parameters(key));
        return new(document, IsStale: false);
    }

    static async Task<bool> SetDefaultAsync(Statements sql, uint project, string kind, Guid? id)
    {
        await sql.LockProjectAsync(project);
        if (id is { } wanted && await FindAsync(sql, new DocumentKey(project, kind, wanted)) is null) return false;

        await MakeDefaultAsync(sql, project, kind, id);
        return true;
    }

    static async Task RefuseTakenAsync(Statements sql, DocumentKey key, string name)
    {
        var taken = await sql.OneAsync<long>(
            "SELECT count(*) FROM documents WHERE project = @project AND kind = @kind AND name = @name AND id <> @id",
            new { project = (long)key.Project, kind = key.Kind, name, id = key.Id.ToString() });
        if (taken > 0)
            throw new CatalogConflictException(
                $"{key.Kind.ToUpperInvariant()}_NAME_COLLISION",
                $"The project has another {key.Kind} named '{name}'. Choose another name.");
    }

    /// <param name="id"><c>null</c>: none is the default.</param>
    static Task MakeDefaultAsync(Statements sql, uint project, string kind, Guid? id) => sql.ExecuteAsync(
        """
        UPDATE documents SET is_default = CASE WHEN id = @id THEN 1 ELSE 0 END
        WHERE project = @project AND kind = @kind
        """,
        new { project = (long)project, kind, id = id?.ToString() ?? "" });

    static async Task<Document?> FindAsync(Statements sql, DocumentKey key) =>
        (await sql.FindAsync<DocumentRow>(Select + " AND id = @id", Parameters(key)))?.ToDocument();

    static object Parameters(DocumentKey key) =>
        new { project = (long)key.Project, kind = key.Kind, id = key.Id.ToString() };

    sealed class DocumentRow
    {
        public required string Id { get; init; }
        public long Project { get; init; }
        public required string Kind { get; init; }
        public required string Name { get; init; }
        public required string Content { get; init; }
        public long IsDefault { get; init; }
        public required string Author { get; init; }
        public long Created { get; init; }
        public required string UpdatedBy { get; init; }
        public long Updated { get; init; }
        public long Revision { get; init; }

        public Document ToDocument() => new(
            new DocumentKey((uint)Project, Kind, Guid.Parse(Id)), Name, Content, IsDefault != 0, Author,
            DateTimeOffset.FromUnixTimeMilliseconds(Created), UpdatedBy,
            DateTimeOffset.FromUnixTimeMilliseconds(Updated), Revision);
    }
}

/// <summary>Which document. One of another project or kind is never meant.</summary>
/// <param name="Kind">A noun in lower case, such as <c>view</c>; also used in messages.</param>
public readonly record struct DocumentKey(uint Project, string Kind, Guid Id);

/// <param name="Name">Unlike any other of the project and kind.</param>
/// <param name="Content">JSON, which the catalog does not read.</param>
/// <param name="IsDefault">At most one of a project and kind is.</param>
/// <param name="Author">User who made it; empty if that was before authors were kept.</param>
/// <param name="UpdatedBy">User who saved it last; empty as above.</param>
/// <param name="Revision">Counts the saves from 1.</param>
public sealed record Document(
    DocumentKey Key, string Name, string Content, bool IsDefault, string Author, DateTimeOffset Created,
    string UpdatedBy, DateTimeOffset Updated, long Revision);

public sealed record NewDocument(
    uint Project, string Kind, string Name, string Content, bool IsDefault, string Author,
    DateTimeOffset CreationTime)
{
    /// <summary>So many of the kind a project can have.</summary>
    public int Max { get; init; } = Limits.DocumentsMax;
}

/// <param name="IsDefault"><c>null</c> leaves as it is.</param>
public sealed record DocumentChange(
    string Name, string Content, bool? IsDefault, string UpdatedBy, DateTimeOffset Updated);

/// <summary>What became of a save or a deletion.</summary>
/// <param name="Document">After the change, or the one that is there in place of the expected one; <c>null</c>: there is none.
/// </param>
/// <param name="IsStale">Nothing changed: somebody saved since the expected revision.</param>
public readonly record struct DocumentChangeResult(Document? Document, bool IsStale);
