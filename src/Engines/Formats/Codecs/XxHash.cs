using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Engines.Formats.Codecs;

/// <summary>xxHash as zstd (64 bits) and LZ4 frames (32 bits) check their contents with, fed piece by piece. Seed 0. One thread.</summary>
internal sealed class XxHash64
{
    private const ulong P1 = 11400714785074694791;
    private const ulong P2 = 14029467366897019727;
    private const ulong P3 = 1609587929392839161;
    private const ulong P4 = 9650029242287828579;
    private const ulong P5 = 2870177450012600261;

    private readonly byte[] _rest = new byte[32];
    private int _restLength;
    private ulong _total;
    private ulong _a = unchecked(P1 + P2), _b = P2, _c, _d = unchecked(0UL - P1);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _total += (ulong)bytes.Length;
        if (_restLength > 0)
        {
            var taken = Math.Min(32 - _restLength, bytes.Length);
            bytes[..taken].CopyTo(_rest.AsSpan(_restLength));
            _restLength += taken;
            bytes = bytes[taken..];
            if (_restLength < 32)
            {
                return;
            }

            Stripe(_rest);
            _restLength = 0;
        }

        while (bytes.Length >= 32)
        {
            Stripe(bytes);
            bytes = bytes[32..];
        }

        bytes.CopyTo(_rest);
        _restLength = bytes.Length;
    }

    public ulong Digest()
    {
        unchecked
        {
            var hash = P5;
            if (_total >= 32)
            {
                hash = BitOperations.RotateLeft(_a, 1) + BitOperations.RotateLeft(_b, 7)
                    + BitOperations.RotateLeft(_c, 12) + BitOperations.RotateLeft(_d, 18);
                foreach (var lane in (ReadOnlySpan<ulong>)[_a, _b, _c, _d])
                {
                    hash = ((hash ^ Round(0, lane)) * P1) + P4;
                }
            }

            hash += _total;
            var rest = _rest.AsSpan(0, _restLength);
            for (; rest.Length >= 8; rest = rest[8..])
            {
                hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest)), 27) * P1) + P4;
            }

            if (rest.Length >= 4)
            {
                hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * P1), 23) * P2) + P3;
                rest = rest[4..];
            }

            foreach (var one in rest)
            {
                hash = BitOperations.RotateLeft(hash ^ (one * P5), 11) * P1;
            }

            hash = (hash ^ (hash >> 33)) * P2;
            hash = (hash ^ (hash >> 29)) * P3;
            return hash ^ (hash >> 32);
        }
    }

    private void Stripe(ReadOnlySpan<byte> bytes)
    {
        _a = Round(_a, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        _b = Round(_b, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
        _c = Round(_c, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
        _d = Round(_d, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
    }

    private static ulong Round(ulong state, ulong input) => unchecked(BitOperations.RotateLeft(state + (input * P2), 31) * P1);
}

/// <summary>The 32-bit sibling: over one span at a time.</summary>
internal static class XxHash32
{
    private const uint P1 = 2654435761;
    private const uint P2 = 2246822519;
    private const uint P3 = 3266489917;
    private const uint P4 = 668265263;
    private const uint P5 = 374761393;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var total = (uint)bytes.Length;
            var hash = P5;
            if (bytes.Length >= 16)
            {
                var (a, b, c, d) = (P1 + P2, P2, 0u, 0u - P1);
                for (; bytes.Length >= 16; bytes = bytes[16..])
                {
                    a = Round(a, bytes);
                    b = Round(b, bytes[4..]);
                    c = Round(c, bytes[8..]);
                    d = Round(d, bytes[12..]);
                }

                hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
                    + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            }

            hash += total;
            for (; bytes.Length >= 4; bytes = bytes[4..])
            {
                hash = BitOperations.RotateLeft(hash + (BinaryPrimitives.ReadUInt32LittleEndian(bytes) * P3), 17) * P4;
            }

            foreach (var one in bytes)
            {
                hash = BitOperations.RotateLeft(hash + (one * P5), 11) * P1;
            }

            hash = (hash ^ (hash >> 15)) * P2;
            hash = (hash ^ (hash >> 13)) * P3;
            return hash ^ (hash >> 16);
        }
    }

    private static uint Round(uint state, ReadOnlySpan<byte> input) =>
        unchecked(BitOperations.RotateLeft(state + (BinaryPrimitives.ReadUInt32LittleEndian(input) * P2), 13) * P1);
}
