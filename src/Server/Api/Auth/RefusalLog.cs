namespace NeptuneAlt.Server.Api.Auth;

/// <summary>Logs a refused request, but at most one a second: an attacker who guesses must not fill the disk.</summary>
sealed partial class RefusalLog(TimeProvider time, ILogger<RefusalLog> logger)
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly Lock _lock = new();
    long? _last;
    int _leftOut;

    public void Add(HttpContext context, string reason)
    {
        int leftOut;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_last is { } last && time.GetElapsedTime(last, now) < Interval)
            {
                _leftOut++;
                return;
            }

            (_last, leftOut, _leftOut) = (now, _leftOut, 0);
        }

        // Encoded, so that a path cannot make lines of its own; without the query, which may sign something.
        var path = context.Request.Path.ToUriComponent();
        var from = context.Connection.RemoteIpAddress;
        if (leftOut == 0) Refused(context.Request.Method, path, from, reason);
        else RefusedMore(context.Request.Method, path, from, reason, leftOut);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Refused {Method} {Path} from {Caller}: {Reason}")]
    partial void Refused(string method, string path, System.Net.IPAddress? caller, string reason);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Refused {Method} {Path} from {Caller}: {Reason} (and {LeftOut} requests since the last such line)")]
    partial void RefusedMore(string method, string path, System.Net.IPAddress? caller, string reason, int leftOut);
}
