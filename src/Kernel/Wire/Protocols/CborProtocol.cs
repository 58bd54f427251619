using Weir.Kernel.Core;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Wire;

/// <summary>CBOR in JSON's place, as the Java SDKs and the Kinesis libraries send it.</summary>
internal sealed class CborProtocol : WireProtocol
{
    private const string ContentType = "application/x-amz-cbor-1.1";

    public static CborProtocol Instance { get; } = new();

    public override ErrorFamily ErrorFamily => ErrorFamily.Json;

    public override IShape ReadRequest(Exchange exchange, MissingMembers missing)
    {
        // An empty body is an empty map.
        ReadOnlyMemory<byte> body = exchange.Body.IsEmpty ? new byte[] { 0xA0 } : exchange.Body;
        var reader = new CborShapeReader(body, missing);
        var request = exchange.Binding.Read(reader);
        reader.RequireEnd();
        return request;
    }

    public override async ValueTask WriteResponseAsync(Exchange exchange, IShape response)
    {
        using var body = new PooledBuffer();
        var writer = new CborShapeWriter(body);
        writer.WriteRoot(response);
        if (writer.Events is { } events)
        {
            await EventStreams.SendAsync(
                exchange, events, body.Memory, ContentType, static (shape, payload) => new CborShapeWriter(payload).WriteRoot(shape));
            return;
        }

        await SendAsync(exchange, body, ContentType);
    }

    public override async ValueTask WriteErrorAsync(Exchange exchange, ServiceException error)
    {
        exchange.Http.Response.Headers["x-amzn-ErrorType"] = error.Code;
        using var body = new PooledBuffer();
        new CborShapeWriter(body).WriteTexts(
            [new("__type", error.Code), new("message", error.Message), .. error.Members]);
        await SendAsync(exchange, body, ContentType);
    }
}
