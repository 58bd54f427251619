using System.Text;

namespace Weir.Kernel.State;

/// <summary>A key: parts of text joined by a zero byte, ordered as unsigned bytes of their UTF-8 form.</summary>
/// <remarks>Only the last part may itself hold U+0000. Byte order of UTF-8 is the order S3 lists keys in.</remarks>
public readonly struct StateKey : IEquatable<StateKey>, IComparable<StateKey>
{
    private readonly byte[]? _bytes;

    public StateKey(byte[] bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public bool IsEmpty => _bytes is null or { Length: 0 };

    public byte[] ToArray() => _bytes ?? [];

    public static StateKey Of(params ReadOnlySpan<string> parts)
    {
        var length = Math.Max(0, parts.Length - 1);
        foreach (var part in parts)
        {
            length += Encoding.UTF8.GetByteCount(part);
        }

        var bytes = new byte[length];
        var at = 0;
        for (var index = 0; index < parts.Length; index++)
        {
            if (index > 0)
            {
                bytes[at++] = 0;
            }

            at += Encoding.UTF8.GetBytes(parts[index], bytes.AsSpan(at));
        }

        return new(bytes);
    }

    /// <summary>The start of all keys whose first parts are these: <c>Scan(space, Prefix(a), Prefix(a).Next())</c>.</summary>
    public static StateKey Prefix(params ReadOnlySpan<string> parts) => new([.. Of(parts).Bytes, 0]);

    /// <summary>The least key greater than every key that starts with this one; empty ("the end") when there is none.</summary>
    public StateKey Next()
    {
        var bytes = ToArray();
        for (var at = bytes.Length - 1; at >= 0; at--)
        {
            if (bytes[at] < 0xFF)
            {
                var next = bytes[..(at + 1)];
                next[at]++;
                return new(next);
            }
        }

        return default;
    }

    /// <summary>The parts again, the last one with whatever zero characters it holds.</summary>
    public string[] Parts(int count) => Encoding.UTF8.GetString(Bytes).Split('\0', count);

    public int CompareTo(StateKey other) => Bytes.SequenceCompareTo(other.Bytes);

    public bool Equals(StateKey other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is StateKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    public override string ToString() => Encoding.UTF8.GetString(Bytes).Replace('\0', '/');

    public static bool operator ==(StateKey left, StateKey right) => left.Equals(right);

    public static bool operator !=(StateKey left, StateKey right) => !left.Equals(right);

    public static bool operator <(StateKey left, StateKey right) => left.CompareTo(right) < 0;

    public static bool operator >(StateKey left, StateKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(StateKey left, StateKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StateKey left, StateKey right) => left.CompareTo(right) >= 0;
}
