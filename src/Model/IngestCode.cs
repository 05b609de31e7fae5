namespace NeptuneAlt.Model;

/// <summary>
/// What became of one value or one run: Neptune's own codes and numbers
/// (see <c>neptune_pb/ingest/v1/ingest.proto</c>). 
/// </summary>
public enum IngestCode : byte
{
    Ok = 0,
    BatchContainsDependentRuns = 4,
    ProjectNotFound = 8,
    ProjectInvalidName = 9,
    RunNotFound = 10,
    RunDuplicate = 11,
    RunConflicting = 12,
    RunForkParentNotFound = 13,
    RunInvalidCreationParameters = 14,
    FieldPathExceedsSizeLimit = 16,
    FieldPathEmpty = 17,
    FieldPathInvalid = 18,
    FieldPathNonWritable = 19,
    FieldTypeUnsupported = 20,
    FieldTypeConflicting = 21,
    SeriesPointDuplicate = 24,
    SeriesStepNonIncreasing = 25,
    SeriesStepNotAfterForkPoint = 26,
    SeriesTimestampDecreasing = 27,
    FloatValueNanInfUnsupported = 32,
    DatetimeValueOutOfRange = 33,
    StringValueExceedsSizeLimit = 36,
    StringSetExceedsSizeLimit = 37,
    FileRefExceedsSizeLimit = 38,
    SeriesStepTooLarge = 40,
    SeriesStepInvalid = 41,
    SeriesPreviewStepNotAfterLastCommittedStep = 42,
    HistogramBinEdgesContainsNan = 50,
    HistogramTooManyBins = 51,
    HistogramBinEdgesNotIncreasing = 52,
    HistogramValuesLengthDoesntMatchBins = 53,
    IngestSuspended = 63,
    Internal = 64,
}
