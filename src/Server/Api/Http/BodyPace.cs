namespace NeptuneAlt.Server.Api.Http;

/// <summary>How fast a body comes, looked at once a second.</summary>
/// <param name="start">When its reading began.</param>
sealed class BodyPace(TimeSpan start)
{
    /// <summary>Each such span brings at least <see cref="BytesPerSecondMin"/> for each of its seconds.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <summary>Less than the worst line gives, and more than a sender who only wants to stay.</summary>
    public const int BytesPerSecondMin = 256;

    /// <summary>In a second, of a sender who is at work.</summary>
    const int BriskBytes = 32 << 10;

    TimeSpan _windowStart = start;
    long _windowArrived;
    long _lastArrived;

    /// <summary>For how many seconds in a row next to nothing has come.</summary>
    public int IdleSeconds { get; private set; }

    /// <returns>Whether it still comes fast enough.</returns>
    public bool Look(TimeSpan now, long arrived)
    {
        IdleSeconds = arrived - _lastArrived < BriskBytes ? IdleSeconds + 1 : 0;
        _lastArrived = arrived;
        if (now - _windowStart < Window) return true;
        if (arrived - _windowArrived < BytesPerSecondMin * Window.TotalSeconds) return false;

        (_windowStart, _windowArrived) = (now, arrived);
        return true;
    }
}
