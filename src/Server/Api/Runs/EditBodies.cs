namespace NeptuneAlt.Server.Api.Runs;

// What the web app sends and gets, in Neptune's names: any field of a request may be missing.

sealed record RunListBody(IReadOnlyList<string>? Runs);

sealed record ModifyTagsBody(Dictionary<string, TagsBody?>? UpdatePerProject);

sealed record TagsBody(
    IReadOnlyList<string>? ExperimentIdentifiers, IReadOnlyList<string>? TagsToAdd, IReadOnlyList<string>? TagsToDelete,
    string? AttributePathToBeUpdated);

sealed record OperationBody(
    string? Path, ValueBody<string>? AssignString, ScalarBody<bool>? AssignBool, ScalarBody<long>? AssignInt,
    ScalarBody<double>? AssignFloat, DatetimeBody? AssignDatetime, StringsBody? InsertStrings, StringsBody? RemoveStrings,
    object? ClearStringSet);

sealed record ValueBody<T>(T? Value)
    where T : class;

sealed record ScalarBody<T>(T? Value)
    where T : struct;

sealed record DatetimeBody(long? ValueMilliseconds);

sealed record StringsBody(IReadOnlyList<string>? Values);

/// <summary>Neptune's <c>BulkOpResultDTO</c>.</summary>
sealed record BulkAnswer(IReadOnlyList<BulkError> Errors, IReadOnlyList<string> UpdatedExperimentIdentifiers);

sealed record BulkError(string ExperimentIdentifier, string Reason, string Message);

sealed record OperationError(string ErrorDescription, string ErrorType = "metadata_inconsistency");

sealed record TagsModifiedAnswer(IReadOnlyDictionary<string, BulkAnswer> ResultsByProject);
