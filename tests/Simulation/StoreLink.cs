using System.Net;

namespace NeptuneAlt.Simulation;

/// <summary>
/// The way from one process to the store, which is the real engine. Statements take time, meet outages before and after
/// they took effect, and may arrive after their sender has given up or died.
/// </summary>
/// <param name="diesWithSender">The engine is the sender's child: what did not arrive by then never does.</param>
sealed class StoreLink(World world, Weather weather, Life life, HttpMessageInvoker engine, bool diesWithSender)
    : HttpMessageHandler
{
    /// <summary>A flush writes its tables side by side; grains load one by one. More than this is no bound.</summary>
    const int UnderWayMax = 64;

    readonly List<Statement> _onTheWay = [];
    int _underWay;

    /// <summary>The most statements that were under way at once.</summary>
    public int UnderWayPeak { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var statement = new Statement(request);
        var answer = statement.Answer;
        if (life.IsOver) return answer.Task;

        UnderWayPeak = Math.Max(UnderWayPeak, ++_underWay);
        if (_underWay > UnderWayMax) throw new InvalidOperationException("More statements are under way than any bound allows.");
        if (_onTheWay.Count == 0 && diesWithSender) life.WhenOver(LandSome);
        _onTheWay.Add(statement);
        cancellationToken.Register(() =>
        {
            if (answer.TrySetCanceled(cancellationToken)) _underWay--;
        });
        world.After(weather.IsStoreSlow ? world.Between(100, 4_000) : world.Between(0.2, 30), () => Arrive(statement));
        return answer.Task;
    }

    void Arrive(Statement statement)
    {
        if (!_onTheWay.Remove(statement)) return;

        var lost = weather.Accident();
        if (weather.IsStoreDown || weather.Accident() || answerGone(statement) && world.Chance(0.5))
        {
            Fail(statement, "nobody listens");
            return;
        }

        var response = statement.Send(engine);
        world.After(world.Between(0.1, 20), () =>
        {
            if (lost) Fail(statement, "the answer is lost");
            else if (!life.IsOver && statement.Answer.TrySetResult(response)) _underWay--;
        });

        static bool answerGone(Statement statement) => statement.Answer.Task.IsCompleted;
    }

    void Fail(Statement statement, string reason)
    {
        if (!life.IsOver && statement.Answer.TrySetException(new HttpRequestException(reason))) _underWay--;
    }

    /// <summary>The engine ends with its parent: what it has by then it may still do.</summary>
    void LandSome()
    {
        foreach (var statement in _onTheWay)
            if (!weather.IsStoreDown && world.Chance(0.4)) statement.Send(engine).Dispose();
        _onTheWay.Clear();
    }

    sealed class Statement
    {
        readonly HttpMethod _method;
        readonly Uri _uri;
        readonly byte[] _body;
        readonly List<KeyValuePair<string, IEnumerable<string>>> _headers;
        readonly List<KeyValuePair<string, IEnumerable<string>>> _contentHeaders;

        public Statement(HttpRequestMessage request)
        {
            _method = request.Method;
            _uri = request.RequestUri!; // the client always sets it
            _headers = [.. request.Headers];
            _contentHeaders = request.Content is null ? [] : [.. request.Content.Headers];
            _body = request.Content?.ReadAsByteArrayAsync().GetAwaiter().GetResult() ?? [];
        }

        public TaskCompletionSource<HttpResponseMessage> Answer { get; } = new();

        public HttpResponseMessage Send(HttpMessageInvoker engine)
        {
            using var request = new HttpRequestMessage(_method, _uri) { Content = new ByteArrayContent(_body) };
            foreach (var (name, values) in _headers) request.Headers.TryAddWithoutValidation(name, values);
            foreach (var (name, values) in _contentHeaders)
                if (name != "Content-Length") request.Content.Headers.TryAddWithoutValidation(name, values);
            using var response = engine.SendAsync(request, CancellationToken.None).GetAwaiter().GetResult();
            var copy = new HttpResponseMessage(response.StatusCode)
            {
                Content = new ByteArrayContent(response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult()),
                Version = HttpVersion.Version11,
            };
            foreach (var (name, values) in response.Headers) copy.Headers.TryAddWithoutValidation(name, values);
            foreach (var (name, values) in response.Content.Headers)
                if (name != "Content-Length") copy.Content.Headers.TryAddWithoutValidation(name, values);
            return copy;
        }
    }
}
