using System.Net;
using System.Net.Sockets;

namespace NeptuneAlt.LoadTests.Server;

/// <summary>Ports for servers under test.</summary>
static class LoopbackPort
{
    /// <summary>Below those that the system gives to outgoing connections, and to whoever asks for port 0: one of these may be
    /// taken while a server that had it starts again.</summary>
    const int First = 15_000, Count = 17_000;

    // Programs that run at the same time begin far apart.
    const int Stride = 101;
    static int _last = Environment.ProcessId * Stride % Count;

    /// <returns>A port that nobody listens on; another one at each call.</returns>
    public static int Free()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _last) % Count);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Another one, then.
            }
        }
    }
}
