using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Server.Api.Dashboards;
using NeptuneAlt.Unit.Store;
using Xunit;
using static NeptuneAlt.Unit.Server.Api.Dashboards.DashboardWorld;

namespace NeptuneAlt.Unit.Server.Api.Dashboards;

/// <summary>Documents that cannot be kept are refused with the place, and what is odd but JSON is kept.</summary>
[Collection(EngineCollection.Name)]
public class DashboardInputTests(EngineFixture engine)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_where_a_document_is_wrong()
    {
        await using var world = await StartAsync(engine);
        foreach (var (change, status, type, place) in new (Action<JsonObject>, int, string, string)[]
        {
            (board => board.Remove("name"), 400, "BAD_REQUEST", "$.name is missing."),
            (board => board["name"] = " ", 400, "BAD_REQUEST", "$.name has to have a letter"),
            (board => board["name"] = "a\0", 400, "BAD_REQUEST", "$.name cannot have zero characters."),
            (board => board["name"] = 3, 400, "BAD_REQUEST", "$.name has to be a text."),
            (board => board["name"] = new string('x', 201), 422, "PROJECT_LIMITS_EXCEEDED", "$.name has 201 characters; 200 are the most."),
            (board => board["type"] = "Compare", 400, "BAD_REQUEST", "$.type has to be one of compare, experiment, report."),
            (board => board["widgets"] = null, 400, "BAD_REQUEST", "$.widgets is missing."),
            (board => board["widgets"]![0] = 3, 400, "BAD_REQUEST", "$.widgets[0] has to be an object."),
            (board => board["widgets"]![0]!["type"] = "pie", 400, "BAD_REQUEST", "$.widgets[0].type has to be one of chart,"),
            (board => board["widgets"]![0]!["options"] = "x", 400, "BAD_REQUEST", "$.widgets[0].options has to be an object."),
            (board => board["widgets"]![0]!["attributes"]![0]!["type"] = "fileRef", 400, "BAD_REQUEST", "$.widgets[0].attributes[0].type has to be"),
            (board => board["widgets"]![0]!["attributeNameMustMatchRegexes"] = new JsonArray("a", "b", "(c"), 422, "BAD_REQUEST",
                "$.widgets[0].attributeNameMustMatchRegexes[2] is wrong."),
            (board => board["widgets"]![0]!["attributeNameMustNotMatchRegexes"] = new JsonArray("(?<=lookbehind)"), 422, "BAD_REQUEST",
                "$.widgets[0].attributeNameMustNotMatchRegexes[0] is wrong."),
            (board => board["widgets"]!.AsArray().Add(board["widgets"]![0]!.DeepClone()), 422, "BAD_REQUEST", "$.widgets[1].id is 'w1', which another"),
            (board => board["widgets"]![0]!["freeText"] = new string('x', 200_001), 422, "PROJECT_LIMITS_EXCEEDED", "$.widgets[0].freeText has 200001"),
            (board => board["widgets"] = Widgets(501, "chart"), 422, "PROJECT_LIMITS_EXCEEDED", "$.widgets has 501 items; 500 are the most."),
            (board => board["widgets"] = Widgets(101, "section"), 422, "PROJECT_LIMITS_EXCEEDED", "$.widgets has 101 sections; 100 are the most."),
            (board => board["layouts"]!["xl"]![0]!["id"] = "none", 422, "BAD_REQUEST", "$.layouts.xl[0].id is 'none', but no widget"),
            (board => board["layouts"]!["xl"]!.AsArray().Add(board["layouts"]!["xl"]![0]!.DeepClone()), 422, "BAD_REQUEST", "$.layouts.xl[1].id is 'w1', which has"),
            (board => board["layouts"]!["xl"]![0]!["x"] = -1, 422, "BAD_REQUEST", "$.layouts.xl[0].x is below 0"),
            (board => board["layouts"]!["xl"]![0]!["w"] = 1.5, 400, "BAD_REQUEST", "$.layouts.xl[0].w has to be a whole number."),
            (board => board["layouts"]!.AsObject().Remove("xs"), 400, "BAD_REQUEST", "$.layouts.xs is missing."),
            (board => board["config"]!["smoothingAlgorithm"] = "x", 400, "BAD_REQUEST", "$.config.smoothingAlgorithm has to be one of"),
            (board => board["layoutSettings"] = new JsonObject { ["mode"] = "GRID" }, 400, "BAD_REQUEST", "$.layoutSettings.config is missing."),
            (board => board["colorsConfig"]!["colors"]![0]!["color"] = "url(x)", 422, "BAD_REQUEST", "$.colorsConfig.colors[0].color is no color"),
            (board => board["color"] = "#12", 422, "BAD_REQUEST", "$.color is no color"),
            (board => board["viewParams"] = new JsonObject(), 400, "BAD_REQUEST", "$.viewParams.columnList is missing."),
        })
        {
            var board = Board();
            change(board);
            var refused = await RefusedAsync(world.Admin, HttpMethod.Post, "", board);
            Assert.StartsWith(place, refused.Message, StringComparison.Ordinal);
            Assert.Equal((place, (HttpStatusCode)status, type), (place, refused.Status, refused.Type));
        }

        Assert.Empty((await AnswerAsync(world.Admin, HttpMethod.Get, "")).GetProperty("dashboards").EnumerateArray());
    }

    [Fact]
    public async Task Takes_no_more_than_two_mebibytes_and_a_depth_of_32()
    {
        await using var world = await StartAsync(engine);
        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, "ES_ENTITY_CONTENT_TOO_LONG"),
            await PostAsync(Board().With("extra", new JsonObject { ["text"] = new string('é', 1 << 20) }).ToJsonString()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "BAD_REQUEST"), await PostAsync(Deep(33)));
        await CreateAsync(world.Admin, Board().With("extra", new JsonObject { ["text"] = new string('é', 1_000_000) }));
        await AnswerAsync(world.Admin, HttpMethod.Post, "", Deep(32), HttpStatusCode.Created);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "BAD_REQUEST"), await PostAsync(new string('[', 1_000_000)));

        async Task<(HttpStatusCode, string)> PostAsync(string body)
        {
            var (status, type, _) = await RefusedAsync(world.Admin, HttpMethod.Post, "", body);
            return (status, type);
        }

        static string Deep(int depth) =>
            Board().ToJsonString()[..^1] + ",\"deep\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}")]
    [InlineData("{\"o\":{\"a\":1,\"\\u0061\":2}}")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":NaN}")]
    public async Task Refuses_what_is_no_json_that_can_be_kept(string body)
    {
        await using var world = await StartAsync(engine);
        var (status, type, _) = await RefusedAsync(world.Admin, HttpMethod.Post, "", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(type, (string[])["MALFORMED_JSON_REQUEST", "BAD_REQUEST"]);
    }

    /// <summary>Documents with parts in wrong places: kept, or refused with a reason, and what is kept comes back.</summary>
    [Fact]
    public async Task Answers_any_document_with_a_verdict()
    {
        await using var world = await StartAsync(engine);
        var random = new Random(18);
        string[] oddities =
        [
            "null", "0", "-1", "1e400", "\"\"", "\"\\u0000\"", "\"<script>\"", "[]", "{}", "[null]", "true", "2147483648", "\"(\"",
            "\"\u202e\"", "[[[[]]]]", "{\"\":{\"\":null}}", "\"00000000-0000-4000-8000-000000000001\"",
        ];
        for (var i = 0; i < 300; i++)
        {
            var board = Board();
            var places = Places(board).ToList();
            for (var j = 0; j <= i % 3; j++)
            {
                var (parent, key) = places[random.Next(places.Count)];
                var odd = JsonNode.Parse(oddities[random.Next(oddities.Length)]);
                if (parent is JsonObject json) json[random.Next(4) == 0 ? "new" : key] = odd;
                else parent.AsArray()[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)] = odd;
                places = [.. Places(board)];
            }

            var body = board.ToJsonString();
            using var answer = await SendAsync(world.Admin, HttpMethod.Post, "", body);
            Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, $"{answer.StatusCode}: {body}");
            if (answer.StatusCode != HttpStatusCode.Created) continue;

            var kept = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
            foreach (var field in (string[])["widgets", "layouts", "config", "newer", "new"])
                Assert.True(JsonNode.DeepEquals(board[field], kept[field]), $"{field} of {body}");
        }
    }

    /// <summary>What the description says of a dashboard is what is checked.</summary>
    [Theory]
    [InlineData(typeof(NewDashboardRequest), nameof(DashboardShapes.NewDashboard))]
    [InlineData(typeof(NewDashboardVersionRequest), nameof(DashboardShapes.NewVersion))]
    [InlineData(typeof(DashboardUpdateRequest), nameof(DashboardShapes.Document))]
    [InlineData(typeof(DashboardVersionRequest), nameof(DashboardShapes.Version))]
    public void Describes_the_fields_that_it_checks(Type type, string shape)
    {
        var fields = (JsonShape.Fields)typeof(DashboardShapes).GetField(shape)!.GetValue(null)!; // it is named above
        var properties = type.GetProperties().Where(property => property.Name != "EqualityContract").ToArray();
        var nullability = new NullabilityInfoContext();

        Assert.Equal(
            fields.Names.Order(StringComparer.Ordinal),
            properties.Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Order(StringComparer.Ordinal));
        Assert.Equal(
            fields.Required.Order(StringComparer.Ordinal),
            properties.Where(property => nullability.Create(property).ReadState == NullabilityState.NotNull)
                .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Order(StringComparer.Ordinal));
    }

    static JsonArray Widgets(int count, string type) =>
        new([.. Enumerable.Range(1, count).Select(i => (JsonNode)new JsonObject { ["id"] = $"w{i}", ["type"] = type })]);

    static IEnumerable<(JsonNode Parent, string Key)> Places(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(field => Places(field.Value).Prepend((json, field.Key))),
        JsonArray list => list.SelectMany((item, at) =>
            Places(item).Prepend((list, at.ToString(System.Globalization.CultureInfo.InvariantCulture)))),
        _ => [],
    };
}
