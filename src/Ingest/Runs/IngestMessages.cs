using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>What each ingest code means for the user, and what to do.</summary>
static class IngestMessages
{
    public static string Of(IngestCode code) => code switch
    {
        IngestCode.ProjectNotFound => "The project does not exist. Create it, or correct the name.",
        IngestCode.ProjectInvalidName => "A project is named workspace/project, each of 1 to 190 characters.",
        IngestCode.RunNotFound => "The run does not exist in this project: it must be created first.",
        IngestCode.RunDuplicate => "The run was there already; nothing changed.",
        IngestCode.RunConflicting => "The run was there already with another family or fork point; it stays as it was.",
        IngestCode.RunForkParentNotFound => "The parent run is not there yet; the fork is linked when it appears.",
        IngestCode.RunInvalidCreationParameters => "The run cannot be created with these parameters.",
        IngestCode.FieldPathExceedsSizeLimit => "An attribute path takes at most 1024 bytes of UTF-8.",
        IngestCode.FieldPathEmpty => "An attribute needs a name.",
        IngestCode.FieldPathInvalid => "An attribute path must be valid UTF-8 without NUL.",
        IngestCode.FieldPathNonWritable => "The server keeps this attribute itself; it cannot be written.",
        IngestCode.FieldTypeUnsupported => "No attribute holds a value of this type here.",
        IngestCode.FieldTypeConflicting => "The attribute has another type in this run, fixed by its first write.",
        IngestCode.SeriesPointDuplicate => "The series has this very point already; nothing changed.",
        IngestCode.SeriesStepNonIncreasing => "Steps of a series must increase.",
        IngestCode.SeriesStepNotAfterForkPoint => "Points of a fork must come after its fork step.",
        IngestCode.SeriesTimestampDecreasing => "Timestamps of a series must not go back.",
        IngestCode.DatetimeValueOutOfRange => "Times must lie in the years 1900 to 2299.",
        IngestCode.StringValueExceedsSizeLimit => "A string takes at most 1 MiB.",
        IngestCode.StringSetExceedsSizeLimit => "A string set takes at most 1 MiB.",
        IngestCode.FileRefExceedsSizeLimit => "A file reference takes at most 4 KiB.",
        IngestCode.SeriesStepTooLarge => "Steps must be below 10^12.",
        IngestCode.SeriesStepInvalid => "The fraction of a step must be below one million micro-steps.",
        IngestCode.SeriesPreviewStepNotAfterLastCommittedStep => "A preview must come after the last committed step.",
        IngestCode.HistogramBinEdgesContainsNan => "Histogram edges must not be NaN.",
        IngestCode.HistogramTooManyBins => "A histogram has at most 512 bins.",
        IngestCode.HistogramBinEdgesNotIncreasing => "Histogram edges must increase.",
        IngestCode.HistogramValuesLengthDoesntMatchBins => "A histogram has one value fewer than edges.",
        _ => "The value could not be stored.",
    };
}
