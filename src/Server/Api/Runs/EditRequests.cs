namespace NeptuneAlt.Server.Api.Runs;

// What the web app sends and gets, in Neptune's names: any field of a request may be missing.

sealed record RunListRequest(IReadOnlyList<string>? Runs);

sealed record ModifyTagsRequest(Dictionary<string, TagsRequest?>? UpdatePerProject);

sealed record TagsRequest(
    IReadOnlyList<string>? ExperimentIdentifiers, IReadOnlyList<string>? TagsToAdd, IReadOnlyList<string>? TagsToDelete,
    string? AttributePathToBeUpdated);

sealed record OperationRequest(
    string? Path, ValueRequest<string>? AssignString, ScalarRequest<bool>? AssignBool, ScalarRequest<long>? AssignInt,
    ScalarRequest<double>? AssignFloat, DatetimeRequest? AssignDatetime, StringsRequest? InsertStrings, StringsRequest? RemoveStrings,
    object? ClearStringSet);

sealed record ValueRequest<T>(T? Value)
    where T : class;

sealed record ScalarRequest<T>(T? Value)
    where T : struct;

sealed record DatetimeRequest(long? ValueMilliseconds);

sealed record StringsRequest(IReadOnlyList<string>? Values);

/// <summary>Neptune's <c>BulkOpResultDTO</c>.</summary>
sealed record BulkResponse(IReadOnlyList<BulkError> Errors, IReadOnlyList<string> UpdatedExperimentIdentifiers);

sealed record BulkError(string ExperimentIdentifier, string Reason, string Message);

sealed record OperationError(string ErrorDescription, string ErrorType = "metadata_inconsistency");

sealed record TagsModifiedResponse(IReadOnlyDictionary<string, BulkResponse> ResultsByProject);
