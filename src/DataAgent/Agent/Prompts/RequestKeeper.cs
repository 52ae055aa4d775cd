using System.Net;
using System.Text;

namespace DataAgent.Agent.Prompts;

/// <summary>Stands where a model's server would: keeps what it is sent, byte by byte, and declines.</summary>
internal sealed class RequestKeeper : HttpMessageHandler
{
    /// <summary>Null: nothing was sent.</summary>
    public byte[]? Body { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        return new HttpResponseMessage(HttpStatusCode.BadRequest)
        {
            RequestMessage = request,
            Content = new StringContent("""{"error":{"type":"invalid_request_error","message":"rehearsal"}}""", Encoding.UTF8, "application/json"),
        };
    }
}
