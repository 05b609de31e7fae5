using System.Net;
using System.Text;
using NeptuneAlt.LoadTests.Server;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>Two sites of others: each page is a frame of the address behind its <c>?</c>.</summary>
sealed class EmbeddingPages : IDisposable
{
    readonly HttpListener _listener = new();

    public EmbeddingPages()
    {
        Allowed = $"http://127.0.0.1:{LoopbackPort.Free()}";
        Other = $"http://127.0.0.1:{LoopbackPort.Free()}";
        _listener.Prefixes.Add(Allowed + "/");
        _listener.Prefixes.Add(Other + "/");
        _listener.Start();
        _ = AnswerAsync();
    }

    public string Allowed { get; }
    public string Other { get; }

    public void Dispose() => _listener.Close();

    async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var framed = WebUtility.HtmlEncode(Uri.UnescapeDataString(context.Request.Url!.Query.TrimStart('?'))); // a request has one
            context.Response.ContentType = "text/html";
            await context.Response.OutputStream.WriteAsync(
                Encoding.UTF8.GetBytes($"<!doctype html><title>A page</title><iframe src=\"{framed}\" width=\"700\" height=\"420\"></iframe>"));
            context.Response.Close();
        }
    }
}
