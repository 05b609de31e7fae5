using System.Text.Json.Serialization;

namespace NeptuneAlt.Server.Api.StorageBridge;

sealed record SignedUrlsRequest(IReadOnlyList<FileToSign?>? Files);

sealed record FileToSign(
    string? Path, [property: JsonPropertyName("project_identifier")] string? ProjectIdentifier, string? Permission);

sealed record SignedUrlsAnswer(IReadOnlyList<SignedFile> Files);

sealed record SignedFile(
    string Path, [property: JsonPropertyName("project_identifier")] string ProjectIdentifier, string Provider,
    string Url);
