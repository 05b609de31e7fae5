using System.Runtime.InteropServices;
using NeptuneAlt.Engine.Chdb;

namespace NeptuneAlt.Engine;

/// <summary>
/// Signals that a service manager sends to all processes of a service, and a terminal to all of a process group. They are for the
/// parent: it drains what is under way and then closes the engine's standard input. The engine ends with its parent in any
/// case, because its standard input does, so it has no need to heed them.
/// </summary>
sealed class ParentSignals : IDisposable
{
    static readonly PosixSignal[] s_ignored =
        [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];

    readonly PosixSignalRegistration[] _registrations;

    ParentSignals() => _registrations =
        [.. s_ignored.Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true))];

    /// <summary>To be called first of all: a signal that comes before ends the engine, as it does any program.</summary>
    public static ParentSignals Ignore()
    {
        var signals = new ParentSignals();
        // A session of its own also keeps the engine away from the terminal. It is refused to the leader of a group, who has one.
        if (!OperatingSystem.IsWindows()) _ = SignalHandlers.setsid();
        return signals;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
