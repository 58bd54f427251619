using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Weir.Server.Http;

/// <summary>Lets HTTP/2 without TLS (prior knowledge, RFC 9113 section 3.3) and HTTP/1.1 share one port.</summary>
/// <remarks>
/// The JavaScript SDK speaks to Kinesis in HTTP/2 whatever the scheme. Kestrel takes HTTP/1.1 on a port without TLS unless the connection
/// says that "h2" was negotiated; a connection that opens with the HTTP/2 preface is made to say so.
/// </remarks>
internal static class PriorKnowledge
{
    public static async Task SniffAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        bool isPreface;
        try
        {
            isPreface = await OpensWithPrefaceAsync(connection);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            return; // it went away, or the server stops, before a first byte: browsers open such connections in advance
        }

        if (isPreface)
        {
            var negotiated = new Negotiated();
            connection.Features.Set<ITlsConnectionFeature>(negotiated);
            connection.Features.Set<ITlsApplicationProtocolFeature>(negotiated);
        }

        await next(connection);
    }

    private static async Task<bool> OpensWithPrefaceAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        var isStopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, isStopping);
        while (true)
        {
            var read = await input.ReadAsync(ended.Token);
            var buffer = read.Buffer;
            var isPreface = IsPreface(buffer);
            var needsMore = isPreface is null && !read.IsCompleted;
            input.AdvanceTo(buffer.Start, needsMore ? buffer.End : buffer.Start);
            if (!needsMore)
            {
                return isPreface ?? false;
            }
        }
    }

    /// <summary>Null while too few bytes are there to tell. No HTTP/1.1 method begins with "PRI ".</summary>
    private static bool? IsPreface(ReadOnlySequence<byte> buffer)
    {
        var start = "PRI "u8;
        Span<byte> first = stackalloc byte[start.Length];
        var length = (int)Math.Min(buffer.Length, start.Length);
        buffer.Slice(0, length).CopyTo(first);
        return !start.StartsWith(first[..length]) ? false : length == start.Length ? true : null;
    }

    private sealed class Negotiated : ITlsConnectionFeature, ITlsApplicationProtocolFeature
    {
        public X509Certificate2? ClientCertificate { get; set; }

        public ReadOnlyMemory<byte> ApplicationProtocol { get; } = "h2"u8.ToArray();

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) =>
            Task.FromResult<X509Certificate2?>(null);
    }
}
