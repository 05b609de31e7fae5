using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>How the large bodies of queries are read, compiled ahead.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SearchBody))]
[JsonSerializable(typeof(IReadOnlyList<MultiSearchBody>), TypeInfoPropertyName = "MultiSearchBodies")]
[JsonSerializable(typeof(AttributesBody))]
[JsonSerializable(typeof(AttributeQueryBody))]
[JsonSerializable(typeof(SeriesBody))]
sealed partial class RetrievalJson : JsonSerializerContext;
