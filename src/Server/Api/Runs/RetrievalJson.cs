using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>How the large bodies of queries are read, compiled ahead.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SearchRequest))]
[JsonSerializable(typeof(IReadOnlyList<MultiSearchRequest>), TypeInfoPropertyName = "MultiSearchBodies")]
[JsonSerializable(typeof(AttributesRequest))]
[JsonSerializable(typeof(AttributeQueryRequest))]
[JsonSerializable(typeof(SeriesQueryRequest))]
sealed partial class RetrievalJson : JsonSerializerContext;
