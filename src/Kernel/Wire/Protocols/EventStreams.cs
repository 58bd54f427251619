using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Weir.Kernel.Core;

namespace Weir.Kernel.Wire;

/// <summary>Sends an operation's events as they come, each in a frame of its own.</summary>
internal static class EventStreams
{
    /// <param name="exchange">Whose answer it is.</param>
    /// <param name="events">Records of which exactly one member is set: the event.</param>
    /// <param name="initial">The payload of the first frame, for protocols that have one; null for the others.</param>
    /// <param name="contentType">Of structures in frames.</param>
    /// <param name="encode">Writes a structure as such a payload.</param>
    public static async ValueTask SendAsync(
        Exchange exchange,
        IAsyncEnumerable<IShape> events,
        ReadOnlyMemory<byte>? initial,
        string contentType,
        Action<IShape, PooledBuffer> encode)
    {
        var response = exchange.Http.Response;
        response.ContentType = EventStreamWriter.ContentType;
        exchange.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var frames = new PooledBuffer();
        if (initial is { } first)
        {
            EventStreamWriter.Write(
                frames, [new(":message-type", "event"), new(":event-type", "initial-response"), new(":content-type", contentType)], first.Span);
        }

        var frame = new EventFrame(frames, contentType, encode);
        try
        {
            await FlushAsync(exchange, frames);
            await foreach (var each in events.WithCancellation(exchange.Aborted))
            {
                each.Write(frame);
                await FlushAsync(exchange, frames);
            }
        }
        catch (ServiceException problem)
        {
            frames.Clear();
            exchange.ErrorCode = problem.Code;
            using var payload = new PooledBuffer();
            using (var json = new Utf8JsonWriter(payload, JsonShapeWriter.Options))
            {
                json.WriteStartObject();
                json.WriteString("message", problem.Message);
                json.WriteEndObject();
            }

            EventStreamWriter.Write(
                frames,
                [new(":message-type", "exception"), new(":exception-type", problem.Code), new(":content-type", "application/json")],
                payload.Span);
            await FlushAsync(exchange, frames);
        }
    }

    private static async ValueTask FlushAsync(Exchange exchange, PooledBuffer frames)
    {
        await exchange.Http.Response.Body.WriteAsync(frames.Memory, exchange.Aborted);
        await exchange.Http.Response.Body.FlushAsync(exchange.Aborted);
        frames.Clear();
    }
}

/// <summary>Turns the one member that is set into a frame.</summary>
internal sealed class EventFrame(PooledBuffer frames, string contentType, Action<IShape, PooledBuffer> encode) : ShapeWriter
{
    public override void BeginList(MemberSchema list, int count) => throw NotEvent(list);

    public override void EndList(MemberSchema list) => throw NotEvent(list);

    public override void BeginMap(MemberSchema map, int count) => throw NotEvent(map);

    public override void BeginEntry(MemberSchema map, string key) => throw NotEvent(map);

    public override void EndEntry(MemberSchema map) => throw NotEvent(map);

    public override void EndMap(MemberSchema map) => throw NotEvent(map);

    protected override void WriteString(MemberSchema member, string value) => throw NotEvent(member);

    protected override void WriteInteger(MemberSchema member, long value) => throw NotEvent(member);

    protected override void WriteDouble(MemberSchema member, double value) => throw NotEvent(member);

    protected override void WriteBoolean(MemberSchema member, bool value) => throw NotEvent(member);

    protected override void WriteTimestamp(MemberSchema member, DateTimeOffset value) => throw NotEvent(member);

    protected override void WriteBlob(MemberSchema member, ReadOnlyMemory<byte> value) => throw NotEvent(member);

    protected override void WriteStructure(MemberSchema member, IShape value)
    {
        using var payload = new PooledBuffer();
        var type = contentType;
        if (value.Shape.Members is [{ IsEventPayload: true } only])
        {
            var inner = new EventPayload(payload, encode);
            value.Write(inner);
            type = only.Kind switch
            {
                ShapeKind.Blob => "application/octet-stream",
                ShapeKind.String => "text/plain",
                _ => contentType,
            };
        }
        else if (value.Shape.Members.Count > 0)
        {
            encode(value, payload);
        }

        EventStreamWriter.Write(
            frames, [new(":message-type", "event"), new(":event-type", member.Name), new(":content-type", type)], payload.Span);
    }

    private static NotSupportedException NotEvent(MemberSchema member) => new($"{member.Name} is not an event");
}

/// <summary>Writes the one member that is a frame's whole payload.</summary>
internal sealed class EventPayload(PooledBuffer payload, Action<IShape, PooledBuffer> encode) : ShapeWriter
{
    public override void BeginList(MemberSchema list, int count) => throw NotPayload(list);

    public override void EndList(MemberSchema list) => throw NotPayload(list);

    public override void BeginMap(MemberSchema map, int count) => throw NotPayload(map);

    public override void BeginEntry(MemberSchema map, string key) => throw NotPayload(map);

    public override void EndEntry(MemberSchema map) => throw NotPayload(map);

    public override void EndMap(MemberSchema map) => throw NotPayload(map);

    protected override void WriteString(MemberSchema member, string value) => payload.Write(System.Text.Encoding.UTF8.GetBytes(value));

    protected override void WriteInteger(MemberSchema member, long value) => throw NotPayload(member);

    protected override void WriteDouble(MemberSchema member, double value) => throw NotPayload(member);

    protected override void WriteBoolean(MemberSchema member, bool value) => throw NotPayload(member);

    protected override void WriteTimestamp(MemberSchema member, DateTimeOffset value) => throw NotPayload(member);

    protected override void WriteBlob(MemberSchema member, ReadOnlyMemory<byte> value) => payload.Write(value.Span);

    protected override void WriteStructure(MemberSchema member, IShape value) => encode(value, payload);

    private static NotSupportedException NotPayload(MemberSchema member) => new($"{member.Name} cannot be an event's payload");
}
