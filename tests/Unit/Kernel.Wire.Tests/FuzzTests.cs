using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Weir.Kernel.Wire.Fuzzing;

namespace Weir.Kernel.Wire.Tests;

/// <summary>Random bytes, and messages damaged at random, are read or refused by every parser: no other exception, no hang.</summary>
public sealed class FuzzTests
{
    public delegate bool Target(ReadOnlySpan<byte> input);

    public static TheoryData<string> Targets() => ["json", "cbor", "xml", "query", "routing"];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Any_bytes_are_read_or_refused(string name) => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), input => Of(name)(input ?? []) || true).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Damaged_messages_are_read_or_refused(string name) => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        seed =>
        {
            var random = new Random(seed);
            var message = Sample(name, seed);
            for (var hit = 0; hit < 3 && message.Length > 0; hit++)
            {
                message[random.Next(message.Length)] = (byte)random.Next(256);
            }

            return Of(name)(message.AsSpan(0, random.Next(message.Length + 1))) || true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Whole_messages_are_read(string name) => Assert.True(Of(name)(Sample(name, 5)));

    private static Target Of(string name) => name switch
    {
        "json" => WireFuzz.Json,
        "cbor" => WireFuzz.Cbor,
        "xml" => WireFuzz.Xml,
        "query" => WireFuzz.Query,
        _ => WireFuzz.Routing,
    };

    private static byte[] Sample(string name, int seed)
    {
        var shape = Shapes.Any(seed);
        using var buffer = new PooledBuffer();
        switch (name)
        {
            case "json":
                JsonBodies.Write(shape, buffer);
                break;
            case "cbor":
                new CborShapeWriter(buffer).WriteRoot(shape);
                break;
            case "xml":
                var xml = new XmlShapeWriter(buffer);
                xml.BeginElement("r");
                shape.Write(xml);
                xml.EndElement("r");
                break;
            case "query":
                return Encoding.ASCII.GetBytes("Action=A&Names.member.1=a&Tags.entry.1.key=k&Tags.entry.1.value=v&Count=3&FlatTag.1.key=a&FlatTag.1.value=AA==");
            default:
                return Encoding.ASCII.GetBytes("a=b&X-Amz-Credential=A%2F2%2Fr%2Fs3%2Faws4_request\nAWS4-HMAC-SHA256 Credential=A/2/r/s3/aws4_request, x\nb.s3.localhost\n/b/k/../%20\n");
        }

        return buffer.Span.ToArray();
    }
}
