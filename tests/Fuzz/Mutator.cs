namespace Weir.Fuzz;

/// <summary>Makes inputs from earlier ones: flips, splices, repeats, cuts, and the words of the format. One thread.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words)
{
    private const int LengthMax = 16 * 1024;
    private static readonly byte[] Edges = [0x00, 0x01, 0x7F, 0x80, 0xFF, (byte)'0', (byte)'9', (byte)'"', (byte)'\\', (byte)'\n'];

    public byte[] Next(IReadOnlyList<byte[]> corpus)
    {
        var bytes = corpus.Count == 0 ? [] : corpus[random.Next(corpus.Count)].ToList();
        for (var step = 1 << random.Next(5); step > 0; step--)
        {
            Change(bytes, corpus);
        }

        if (bytes.Count > LengthMax)
        {
            bytes.RemoveRange(LengthMax, bytes.Count - LengthMax);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> corpus)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(1 + random.Next(1 << random.Next(8)), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when at < bytes.Count:
                bytes[at] = Edges[random.Next(Edges.Length)];
                break;
            case 3 when length > 0:
                bytes.RemoveRange(at, length);
                break;
            case 4 when length > 0:
                Repeat(bytes, at, length);
                break;
            case 5 when words.Count > 0:
                bytes.InsertRange(at, words[random.Next(words.Count)]);
                break;
            case 6 when corpus.Count > 0:
                var other = corpus[random.Next(corpus.Count)];
                var from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, 1 + random.Next(64))).ToArray());
                break;
            case 7 when bytes.Count > 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.Insert(at, (byte)random.Next(256));
                break;
        }
    }

    /// <summary>Deep nesting and long runs come from here.</summary>
    private void Repeat(List<byte> bytes, int at, int length)
    {
        var piece = bytes.GetRange(at, Math.Min(length, 32));
        for (var times = 1 << random.Next(10); times > 0 && bytes.Count < LengthMax; times--)
        {
            bytes.InsertRange(at, piece);
        }
    }
}
