using System.Numerics;
using System.Text;

namespace Weir.Engines.Formats.Orc;

/// <summary>One group's Bloom filter: says of a value that it is surely not there.</summary>
internal sealed class OrcBloom
{
    private readonly int _hashes;
    private readonly ulong[] _bits;

    private OrcBloom(int hashes, ulong[] bits) => (_hashes, _bits) = (hashes, bits);

    /// <summary>A column's filters by group; null where there are none that can be trusted.</summary>
    public static IReadOnlyList<OrcBloom>? Read(OrcStripe stripe, OrcType type)
    {
        // The older kind hashed texts in whatever encoding the writer's machine had: for texts only the newer kind counts.
        var isText = type.Kind is OrcKind.String or OrcKind.Varchar;
        var bytes = stripe.Whole(type.Id, OrcStreamKind.BloomFilterUtf8)
            ?? (isText ? null : stripe.Whole(type.Id, OrcStreamKind.BloomFilter));
        if (bytes is null)
        {
            return null;
        }

        var filters = new List<OrcBloom>();
        var message = new ProtoReader(bytes);
        while (message.Next())
        {
            if (message.Field == 1)
            {
                filters.Add(ReadOne(message.Message()));
            }
            else
            {
                message.Skip();
            }
        }

        return filters;
    }

    public bool MayHave(object value, OrcType type)
    {
        ulong hash;
        switch (value, type.Kind)
        {
            case (_, OrcKind.Byte or OrcKind.Short or OrcKind.Int or OrcKind.Long or OrcKind.Date) when OrcMatch.AsLong(value) is { } number:
                hash = OfNumber(number);
                break;
            case (string text, OrcKind.String or OrcKind.Varchar):
                hash = Murmur(Encoding.UTF8.GetBytes(text));
                break;
            default:
                return true;
        }

        return _bits.Length == 0 || _hashes == 0 || Test(hash);
    }

    /// <summary>Thomas Wang's 64-bit mix.</summary>
    internal static ulong OfNumber(long number)
    {
        unchecked
        {
            var key = (~number) + (number << 21);
            key ^= key >> 24;
            key = key + (key << 3) + (key << 8);
            key ^= key >> 14;
            key = key + (key << 2) + (key << 4);
            key ^= key >> 28;
            return (ulong)(key + (key << 31));
        }
    }

    /// <summary>MurmurHash3's 64 bits with the seed that Hive uses.</summary>
    internal static ulong Murmur(ReadOnlySpan<byte> data)
    {
        const ulong Seed = 104729;
        const ulong First = 0x87C37B91114253D5;
        const ulong Second = 0x4CF5AD432745937F;
        unchecked
        {
            var hash = Seed;
            var rest = data;
            for (; rest.Length >= 8; rest = rest[8..])
            {
                hash ^= BitOperations.RotateLeft(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(rest) * First, 31) * Second;
                hash = (BitOperations.RotateLeft(hash, 27) * 5) + 0x52DCE729;
            }

            var tail = 0UL;
            for (var at = rest.Length - 1; at >= 0; at--)
            {
                tail = (tail << 8) | rest[at];
            }

            if (rest.Length > 0)
            {
                hash ^= BitOperations.RotateLeft(tail * First, 31) * Second;
            }

            hash ^= (ulong)data.Length;
            hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
            hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
            return hash ^ (hash >> 33);
        }
    }

    private bool Test(ulong hash)
    {
        var (one, two) = ((int)hash, (int)(hash >> 32));
        var bits = _bits.Length * 64L;
        for (var turn = 1; turn <= _hashes; turn++)
        {
            var combined = unchecked(one + (turn * two));
            var place = (combined < 0 ? ~combined : combined) % bits;
            if ((_bits[place >> 6] & (1UL << (int)(place & 63))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static OrcBloom ReadOne(ProtoReader message)
    {
        var hashes = 0;
        var bits = new List<ulong>();
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    hashes = Math.Min(message.Int(), 64);
                    break;
                case 2:
                    message.Fixed(bits);
                    break;
                case 3:
                    var bytes = message.Bytes();
                    for (; bytes.Length >= 8; bytes = bytes[8..])
                    {
                        bits.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                    }

                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        return new(hashes, [.. bits]);
    }
}
