using System.Text.Json.Serialization;

namespace NeptuneAlt.Server.Api.Files;

sealed record SignedUrlsRequest(IReadOnlyList<FileToSign?>? Files);

sealed record FileToSign(
    string? Path, [property: JsonPropertyName("project_identifier")] string? ProjectIdentifier, string? Permission,
    long? Size);

sealed record SignedUrlsResponse(IReadOnlyList<SignedFile> Files);

sealed record SignedFile(
    string Path, [property: JsonPropertyName("project_identifier")] string ProjectIdentifier, string Provider,
    string Url)
{
    /// <summary>How to upload a large file; <c>null</c> if it goes whole to the address itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MultipartUpload? Multipart { get; init; }
}

/// <param name="UploadId">Names the upload when it is completed.</param>
/// <param name="PartSize">Bytes of each part but the last.</param>
/// <param name="PartUrls">Where each part goes, in order.</param>
sealed record MultipartUpload(
    [property: JsonPropertyName("upload_id")] string UploadId, [property: JsonPropertyName("part_size")] long PartSize,
    [property: JsonPropertyName("part_urls")] IReadOnlyList<string> PartUrls);

sealed record CompleteMultipartRequest(
    [property: JsonPropertyName("project_identifier")] string? ProjectIdentifier, string? Path,
    [property: JsonPropertyName("upload_id")] string? UploadId, IReadOnlyList<UploadedPart?>? Parts);

sealed record UploadedPart([property: JsonPropertyName("part_number")] int PartNumber, string? Etag);
