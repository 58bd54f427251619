using System.Text;
using Weir.Kernel.Wire.Fuzzing;

namespace Weir.Kernel.Wire.Tests;

/// <summary>Shapes of any form, and each encoding there and back.</summary>
internal static class Shapes
{
    private const string Letters = "abcXYZ019 _-./<>&\"'\\\n\r\t\u0001é漢😀";

    public static FuzzShape Any(int seed, int depth = 2) => Any(new Random(seed), depth);

    public static string Text(FuzzShape shape)
    {
        using var buffer = new PooledBuffer();
        JsonBodies.Write(shape, buffer);
        return Encoding.UTF8.GetString(buffer.Span);
    }

    public static FuzzShape ThroughJson(FuzzShape shape)
    {
        using var buffer = new PooledBuffer();
        JsonBodies.Write(shape, buffer);
        return FromJson(buffer.Span.ToArray());
    }

    public static FuzzShape FromJson(byte[] body, MissingMembers? missing = null)
    {
        var reader = new JsonShapeReader(body, body.Length, missing ?? new());
        var shape = FuzzShape.Read(reader);
        reader.RequireEnd();
        return shape;
    }

    public static FuzzShape FromJson(string body) => FromJson(Encoding.UTF8.GetBytes(body));

    public static FuzzShape ThroughCbor(FuzzShape shape)
    {
        using var buffer = new PooledBuffer();
        new CborShapeWriter(buffer).WriteRoot(shape);
        return FromCbor(buffer.Span.ToArray());
    }

    public static FuzzShape FromCbor(byte[] body)
    {
        var reader = new CborShapeReader(body, new());
        var shape = FuzzShape.Read(reader);
        reader.RequireEnd();
        return shape;
    }

    public static FuzzShape ThroughXml(FuzzShape shape)
    {
        using var buffer = new PooledBuffer();
        var xml = new XmlShapeWriter(buffer);
        xml.Declaration();
        xml.BeginElement("Root", "http://example.com/");
        shape.Write(xml);
        xml.EndElement("Root");
        return FuzzShape.Read(new XmlShapeReader(XmlTree.Read(new MemoryStream(buffer.Span.ToArray())), new()));
    }

    private static FuzzShape Any(Random random, int depth) => new()
    {
        Text = Maybe(random, () => AnyText(random)),
        Count = Maybe(random, () => (int?)random.Next(int.MinValue, int.MaxValue)),
        Size = Maybe(random, () => (long?)random.NextInt64(long.MinValue, long.MaxValue)),
        Ratio = Maybe(random, () => (double?)(random.NextDouble() * Math.Pow(10, random.Next(-10, 10)))),
        Flag = Maybe(random, () => (bool?)(random.Next(2) == 0)),
        At = Maybe(random, () => (DateTimeOffset?)DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(0, 4_000_000_000_000))),
        Data = Maybe(random, () => (ReadOnlyMemory<byte>?)AnyBytes(random)),
        Names = Maybe(random, () => AnyList(random, () => AnyText(random))),
        Tags = Maybe(random, () => AnyMap(random, () => AnyText(random))),
        Child = depth == 0 ? null : Maybe(random, () => Any(random, depth - 1)),
        Children = depth == 0 ? null : Maybe(random, () => AnyList(random, () => Any(random, depth - 1))),
        ByName = depth == 0 ? null : Maybe(random, () => AnyMap(random, () => Any(random, depth - 1))),
        Groups = Maybe(random, () => AnyList(random, () => (IReadOnlyList<long>)AnyList(random, () => random.NextInt64()))),

        // A flattened container that is empty leaves no trace in XML.
        FlatName = Maybe(random, () => AnyList(random, () => AnyText(random), least: 1)),
        FlatTag = Maybe(random, () => AnyMap(random, () => (ReadOnlyMemory<byte>)AnyBytes(random), least: 1)),
    };

    private static T? Maybe<T>(Random random, Func<T> make) => random.Next(3) == 0 ? default : make();

    private static string AnyText(Random random)
    {
        var runes = Letters.EnumerateRunes().ToArray();

        // XML 1.0 cannot name U+0001: S3 writes it all the same, but no XML reader takes it back.
        return string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => runes[random.Next(runes.Length)]))
            .Replace("\u0001", "", StringComparison.Ordinal);
    }

    private static byte[] AnyBytes(Random random)
    {
        var bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static List<T> AnyList<T>(Random random, Func<T> make, int least = 0) =>
        [.. Enumerable.Range(0, random.Next(least, 4)).Select(_ => make())];

    private static Dictionary<string, T> AnyMap<T>(Random random, Func<T> make, int least = 0) =>
        Enumerable.Range(0, random.Next(least, 4)).ToDictionary(index => $"{AnyText(random)}{index}", _ => make());
}
