using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Series;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Wire.Api;

namespace NeptuneAlt.Server.Api.Attributes;

/// <summary>Attributes as <c>ProtoAttributeDTO</c>.</summary>
static class AttributeProto
{
    /// <summary>The message has no field for a run's state, and clients expect none.</summary>
    /// <param name="textLengthMax">Texts are cut to this many characters.</param>
    public static IEnumerable<ProtoAttributeDTO> Of(
        IEnumerable<StoredAttribute> attributes, int textLengthMax = int.MaxValue) =>
        attributes.Where(attribute => attribute.Type != AttributeType.ExperimentState)
            .Select(attribute => Of(attribute.Type is AttributeType.String or AttributeType.StringSeries
                ? attribute with { StringValue = AttributeJson.Cut(attribute.StringValue, textLengthMax) }
                : attribute));

    public static ProtoFileRef FileOf(SeriesObject.File file) =>
        new() { Path = file.Path, SizeBytes = file.Size, MimeType = file.Mime };

    public static ProtoHistogram HistogramOf(SeriesObject.Histogram histogram) => new()
    {
        Type = SeriesJson.TypeOf(histogram),
        Edges = { histogram.Edges },
        Values = { histogram.Values },
    };

    static ProtoAttributeDTO Of(StoredAttribute attribute)
    {
        var name = attribute.Path;
        var type = attribute.Type.Name();
        var dto = new ProtoAttributeDTO { Name = name, Type = type };
        switch (attribute.Type)
        {
            case AttributeType.Int:
                dto.IntProperties = new() { AttributeName = name, AttributeType = type, Value = attribute.IntValue };
                break;
            case AttributeType.Float:
                dto.FloatProperties = new() { AttributeName = name, AttributeType = type, Value = attribute.FloatValue };
                break;
            case AttributeType.String:
                dto.StringProperties = new() { AttributeName = name, AttributeType = type, Value = attribute.StringValue };
                break;
            case AttributeType.Bool:
                dto.BoolProperties = new() { AttributeName = name, AttributeType = type, Value = attribute.IntValue != 0 };
                break;
            case AttributeType.Datetime:
                dto.DatetimeProperties = new() { AttributeName = name, AttributeType = type, Value = attribute.IntValue };
                break;
            case AttributeType.StringSet:
                dto.StringSetProperties =
                    new() { AttributeName = name, AttributeType = type, Value = { attribute.SetValue } };
                break;
            case AttributeType.FileRef:
                dto.FileRefProperties = new()
                {
                    AttributeName = name, AttributeType = type, Path = attribute.StringValue,
                    SizeBytes = attribute.IntValue, MimeType = attribute.Mime,
                };
                break;
            case AttributeType.FloatSeries:
                dto.FloatSeriesProperties = FloatSeriesOf(attribute);
                break;
            default:
                SetObjectSeries(dto, attribute);
                break;
        }

        return dto;
    }

    static ProtoFloatSeriesAttributeDTO FloatSeriesOf(StoredAttribute attribute)
    {
        var dto = new ProtoFloatSeriesAttributeDTO
        {
            AttributeName = attribute.Path, AttributeType = attribute.Type.Name(), HasPreview = attribute.HasPreview,
            Config = new(),
        };
        if (attribute.Points > 0)
        {
            dto.LastStep = attribute.LastStep.ToDouble();
            dto.Last = attribute.FloatValue;
        }

        if (attribute.Figures is { } figures)
        {
            dto.Min = figures.Min;
            dto.Max = figures.Max;
            dto.Average = figures.Average;
            dto.Variance = figures.Variance;
        }

        return dto;
    }

    static void SetObjectSeries(ProtoAttributeDTO dto, StoredAttribute attribute)
    {
        var lastStep = attribute.LastStep.ToDouble();
        switch (attribute.Type)
        {
            case AttributeType.StringSeries:
                dto.StringSeriesProperties = new()
                {
                    AttributeName = dto.Name, AttributeType = dto.Type, LastStep = lastStep, Last = attribute.StringValue,
                };
                break;
            case AttributeType.FileRefSeries:
                dto.FileRefSeriesProperties = new()
                {
                    AttributeName = dto.Name, AttributeType = dto.Type, LastStep = lastStep,
                    Last = FileOf(new(attribute.StringValue, attribute.IntValue, attribute.Mime)),
                };
                break;
            case AttributeType.HistogramSeries:
                dto.HistogramSeriesProperties = new()
                {
                    AttributeName = dto.Name, AttributeType = dto.Type, LastStep = lastStep,
                    Last = attribute.LastHistogram is { } histogram ? HistogramOf(histogram) : null,
                };
                break;
        }
    }
}
