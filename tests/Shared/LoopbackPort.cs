using System.Net;
using System.Net.Sockets;

namespace NeptuneAlt.Shared;

/// <summary>Ports for servers under test.</summary>
static class LoopbackPort
{
    /// <summary>Below those that the system gives to outgoing connections, and to whoever asks for port 0: one of these may be
    /// taken while a server that had it starts again.</summary>
    const int First = 15_000, End = 32_000;

    /// <returns>A port that nobody listens on.</returns>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
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
