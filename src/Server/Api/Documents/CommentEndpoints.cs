using System.Text.Json;
using System.Text.Json.Serialization;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Documents;

/// <summary>
/// What people say of widgets of a dashboard or a report, in threads. A comment is its author's own: others may only answer it, and
/// say that it is settled.
/// </summary>
static class CommentEndpoints
{
    const string Kind = "comment";
    const string Route = "/api/leaderboard/v1/comments";

    /// <summary>Two who change one comment at once; the second tries again.</summary>
    const int AttemptsMax = 5;

    static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static IEndpointRouteBuilder MapComments(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(Route);
        group.MapGet("", ListAsync)
            .Describe("listComments", "What was said of a dashboard or report, the oldest first.").Gives<CommentsResponse>();
        group.MapPost("", AddAsync)
            .Describe("createComment", "Says something of a widget, or of the whole.").Gives<CommentResponse>(StatusCodes.Status201Created);
        group.MapPut("/{commentId}", ChangeAsync)
            .Describe("updateComment", "Words one's own comment anew, or says of any whether it is settled.").Gives<CommentResponse>();
        group.MapDelete("/{commentId}", DeleteAsync)
            .Describe("deleteComment", "Deletes one's own comment; answers to it stay.").Produces(StatusCodes.Status200OK);
        return endpoints;
    }

    static async Task<IResult> ListAsync(
        string projectIdentifier, Guid board, RunIdentifiers identifiers, CatalogDocuments documents, CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        var found = await documents.ListAsync(project.Number, Kind, cancellationToken, NameOf(board));
        return Results.Json(new CommentsResponse([.. found.Select(Response)]));
    }

    static async Task<IResult> AddAsync(
        CommentRequest body, string projectIdentifier, RunIdentifiers identifiers, CatalogDocuments documents, TimeProvider time,
        HttpContext context)
    {
        if (body.Board is not { } board)
            throw new BadRequestException("A comment needs the id of its dashboard or report in the field 'board'.");
        if (body.Widget is { Length: > Limits.DocumentNameCharactersMax }) throw new BadRequestException("'widget' is no id of a widget.");

        var content = new CommentContent(board, body.Widget, body.ReplyTo, TextOf(body.Text), false);
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var document = await documents.AddAsync(
            new NewDocument(
                project.Number, Kind, NameOf(board) + Guid.NewGuid().ToString("N"), JsonSerializer.Serialize(content, s_options), false,
                ApiError.Username(context), time.GetUtcNow())
            {
                Max = Limits.CommentsMax,
            },
            context.RequestAborted);
        return Results.Json(Response(document), statusCode: StatusCodes.Status201Created);
    }

    static async Task<IResult> ChangeAsync(
        Guid commentId, CommentChangeRequest body, string projectIdentifier, RunIdentifiers identifiers, CatalogDocuments documents,
        TimeProvider time, HttpContext context)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var key = new DocumentKey(project.Number, Kind, commentId);
        var user = ApiError.Username(context);
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await documents.FindAsync(key, context.RequestAborted) is not { } document) return Missing(commentId);
            if (body.Text is not null && document.Author != user) return NotTheirs(document);

            var before = ContentOf(document);
            var content = before with
            {
                Text = body.Text is null ? before.Text : TextOf(body.Text), Resolved = body.Resolved ?? before.Resolved,
            };
            var change = new DocumentChange(document.Name, JsonSerializer.Serialize(content, s_options), null, user, time.GetUtcNow());
            var (saved, isStale) = await documents.SaveAsync(key, document.Revision, change, context.RequestAborted);
            if (saved is not null && !isStale) return Results.Json(Response(saved));
        }

        return ApiError.OfStatus(StatusCodes.Status409Conflict, "Others change this comment right now. Try again.").ToResult();
    }

    static async Task<IResult> DeleteAsync(
        Guid commentId, string projectIdentifier, RunIdentifiers identifiers, CatalogDocuments documents, HttpContext context)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var key = new DocumentKey(project.Number, Kind, commentId);
        if (await documents.FindAsync(key, context.RequestAborted) is not { } document) return Missing(commentId);
        if (document.Author != ApiError.Username(context)) return NotTheirs(document);

        await documents.DeleteAsync(key, null, context.RequestAborted);
        return Results.Ok();
    }

    /// <summary>Names of the comments on a board begin so.</summary>
    static string NameOf(Guid board) => $"{board:N}/";

    /// <exception cref="BadRequestException">It says nothing, or too much.</exception>
    static string TextOf(string? text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => throw new BadRequestException("A comment needs words in the field 'text'."),
        { Length: > Limits.CommentCharactersMax } => throw new BadRequestException(
            $"A comment has at most {Limits.CommentCharactersMax} characters, this one has {text.Length}. Write it as a text of the report."),
        _ when text.Contains('\0', StringComparison.Ordinal) => throw new BadRequestException("A comment cannot have zero characters."),
        _ => text,
    };

    static CommentContent ContentOf(Document document) =>
        JsonSerializer.Deserialize<CommentContent>(document.Content, s_options)!; // as it was written here

    static CommentResponse Response(Document document)
    {
        var content = ContentOf(document);
        return new CommentResponse(
            document.Key.Id, content.Board, content.Widget, content.ReplyTo, content.Text, content.Resolved, document.Author,
            document.Created, document.UpdatedBy, document.Updated);
    }

    static IResult Missing(Guid id) => ApiError.NotFound($"There is no comment '{id}' in this project. It may have been deleted.");

    static IResult NotTheirs(Document document) => new ApiError(
        StatusCodes.Status403Forbidden, "COMMENT_OF_ANOTHER", $"'{document.Author}' wrote this comment, and only they can change it. Answer it instead.").ToResult();

    sealed record CommentContent(Guid Board, string? Widget, Guid? ReplyTo, string Text, bool Resolved);
}

/// <param name="Board">The dashboard or report: what stays the same over its versions.</param>
/// <param name="Widget">Left out: of the whole.</param>
/// <param name="ReplyTo">The comment that begins the thread.</param>
sealed record CommentRequest(Guid? Board, string? Widget, Guid? ReplyTo, string? Text);

/// <param name="Text">Left out: as it is. So is <paramref name="Resolved"/>.</param>
sealed record CommentChangeRequest(string? Text, bool? Resolved);

/// <param name="Resolved">Of the comment that begins a thread: nothing is left to be done.</param>
/// <param name="UpdatedBy">Who changed it last: its words are always the author's.</param>
sealed record CommentResponse(
    Guid Id, Guid Board, string? Widget, Guid? ReplyTo, string Text, bool Resolved, string Author, DateTimeOffset Created,
    string UpdatedBy, DateTimeOffset Updated);

sealed record CommentsResponse(IReadOnlyList<CommentResponse> Comments);
