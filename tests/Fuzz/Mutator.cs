namespace Weir.Fuzz;

/// <summary>Makes inputs from earlier ones: flips, splices, repeats, cuts, and the words of the format. One thread.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> seeds, IReadOnlyList<byte[]> words)
{
    private static readonly byte[] Edges = [0x00, 0x01, 0x7F, 0x80, 0xFF, (byte)'0', (byte)'9', (byte)'"', (byte)'\\', (byte)'\n'];

    private readonly int _lengthMax = seeds.Select(seed => seed.Length).Append(16 * 1024).Max();

    /// <summary>
    /// From a seed as often as from what was made of them, which gets simpler with time. Half of the inputs keep their length: binary
    /// formats have places in them, and little behind a byte too many is looked at.
    /// </summary>
    public byte[] Next(IReadOnlyList<byte[]> corpus)
    {
        var from = random.Next(2) == 0 ? seeds : corpus;
        var bytes = from.Count == 0 ? [] : from[random.Next(from.Count)].ToList();
        var keepsLength = random.Next(2) == 0 && bytes.Count > 0;
        for (var step = 1 << random.Next(5); step > 0; step--)
        {
            if (keepsLength)
            {
                Replace(bytes);
            }
            else
            {
                Change(bytes, corpus);
            }
        }

        if (bytes.Count > _lengthMax)
        {
            bytes.RemoveRange(_lengthMax, bytes.Count - _lengthMax);
        }

        return [.. bytes];
    }

    private void Replace(List<byte> bytes)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes[at] = Edges[random.Next(Edges.Length)];
                break;
            case 3:
                bytes[at] += (byte)(random.Next(2) == 0 ? 1 : 255);
                break;
            case 4 when words.Count > 0:
                Put(bytes, at, words[random.Next(words.Count)]);
                break;
            default:
                var from = random.Next(bytes.Count);
                Put(bytes, at, [.. bytes.GetRange(from, Math.Min(1 + random.Next(16), bytes.Count - from))]);
                break;
        }
    }

    private static void Put(List<byte> bytes, int at, byte[] piece)
    {
        for (var i = 0; i < piece.Length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = piece[i];
        }
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
        for (var times = 1 << random.Next(10); times > 0 && bytes.Count < _lengthMax; times--)
        {
            bytes.InsertRange(at, piece);
        }
    }
}
