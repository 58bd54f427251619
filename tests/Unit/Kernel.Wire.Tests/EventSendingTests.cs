using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Kernel.Core;
using Weir.Kernel.Wire.Fuzzing;

namespace Weir.Kernel.Wire.Tests;

public sealed class EventSendingTests
{
    [Fact]
    public async Task Events_follow_the_initial_response_and_a_failure_ends_them_as_an_exception()
    {
        var http = new DefaultHttpContext();
        var sent = new MemoryStream();
        http.Response.Body = sent;
        var exchange = new Exchange(http, "request-1");

        await EventStreams.SendAsync(exchange, Events(), "{}"u8.ToArray(), "application/x-amz-json-1.1", JsonBodies.Write);

        Assert.Equal("application/vnd.amazon.eventstream", http.Response.ContentType);
        Assert.Equal(
            [
                "event initial-response application/x-amz-json-1.1 {}",
                """event Thing application/x-amz-json-1.1 {"Text":"one"}""",
                """event Thing application/x-amz-json-1.1 {"Text":"two"}""",
                """exception ThrottlingException application/json {"message":"slow down"}""",
            ],
            Frames(sent.ToArray()));
        Assert.Equal("ThrottlingException", exchange.ErrorCode);
    }

    private static async IAsyncEnumerable<IShape> Events()
    {
        yield return new Union(new() { Text = "one" });
        await Task.Yield();
        yield return new Union(new() { Text = "two" });
        throw new ServiceException("ThrottlingException", "slow down");
    }

    private static List<string> Frames(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<string>();
        while (!bytes.IsEmpty)
        {
            var total = BinaryPrimitives.ReadInt32BigEndian(bytes);
            var headers = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
            var text = new StringBuilder();
            for (var rest = bytes.Slice(12, headers); !rest.IsEmpty;)
            {
                var name = rest[0];
                var value = BinaryPrimitives.ReadUInt16BigEndian(rest[(name + 2)..]);
                text.Append(Encoding.UTF8.GetString(rest.Slice(name + 4, value))).Append(' ');
                rest = rest[(name + 4 + value)..];
            }

            frames.Add(text + Encoding.UTF8.GetString(bytes[(12 + headers)..(total - 4)]));
            bytes = bytes[total..];
        }

        return frames;
    }

    private sealed record Union(FuzzShape Thing) : IShape
    {
        private static readonly MemberSchema ThingMember = new("Thing", ShapeKind.Structure);

        public ShapeSchema Shape { get; } = new("Union", [ThingMember]);

        public void Write(ShapeWriter writer) => writer.Write(ThingMember, Thing);
    }
}
