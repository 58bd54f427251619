using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Bytes: encodings, hashes, numbers in bytes, addresses.</summary>
internal static class BinaryFunctions
{
    private const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        new("weir_crc32", ["BLOB"], "BIGINT", values => (long)Hashes.Crc32(Bytes(values[0]))),
        new("weir_sha512", ["BLOB"], "BLOB", values => SHA512.HashData(Bytes(values[0]))),
        new("weir_xxhash64", ["BLOB"], "BLOB", values => BigEndian(Hashes.XxHash64(Bytes(values[0])))),
        new("weir_murmur3", ["BLOB"], "BLOB", values => Hashes.Murmur3(Bytes(values[0]))),
        new("weir_spooky32", ["BLOB"], "BLOB", values => BigEndian(Hashes.Spooky(Bytes(values[0])))[4..]),
        new("weir_spooky64", ["BLOB"], "BLOB", values => BigEndian(Hashes.Spooky(Bytes(values[0])))),
        new("weir_hmac", ["BLOB", "BLOB", "VARCHAR"], "BLOB", values => (string)values[2]! switch
        {
            "md5" => HmacMd5(Bytes(values[1]), Bytes(values[0])),
            "sha1" => HmacSha1(Bytes(values[1]), Bytes(values[0])),
            "sha256" => HMACSHA256.HashData(Bytes(values[1]), Bytes(values[0])),
            _ => HMACSHA512.HashData(Bytes(values[1]), Bytes(values[0])),
        }),
        new("weir_from_base64", ["VARCHAR"], "BLOB", values => FromBase64((string)values[0]!, url: false)),
        new("weir_from_base64url", ["VARCHAR"], "BLOB", values => FromBase64((string)values[0]!, url: true)),
        new("weir_to_base64url", ["BLOB"], "VARCHAR", values =>
            Convert.ToBase64String(Bytes(values[0])).Replace('+', '-').Replace('/', '_')),
        new("weir_to_base32", ["BLOB"], "VARCHAR", values => ToBase32(Bytes(values[0]))),
        new("weir_from_base32", ["VARCHAR"], "BLOB", values => FromBase32((string)values[0]!)),
        new("weir_from_hex", ["VARCHAR"], "BLOB", values => FromHex((string)values[0]!)),
        new("weir_to_bytes", ["BIGINT", "BIGINT"], "BLOB", values => BigEndian((ulong)(long)values[0]!)[^(int)(long)values[1]!..]),
        new("weir_from_big_endian", ["BLOB", "BIGINT"], "BIGINT", values => FromBigEndian(Bytes(values[0]), (int)(long)values[1]!)),
        new("weir_double_bits", ["DOUBLE"], "BIGINT", values => BitConverter.DoubleToInt64Bits((double)values[0]!)),
        new("weir_float_bits", ["FLOAT"], "BIGINT", values => (long)BitConverter.SingleToInt32Bits((float)values[0]!)),
        new("weir_bits_double", ["BIGINT"], "DOUBLE", values => BitConverter.Int64BitsToDouble((long)values[0]!)),
        new("weir_bits_float", ["BIGINT"], "FLOAT", values => BitConverter.Int32BitsToSingle((int)(long)values[0]!)),
        new("weir_reverse_bytes", ["BLOB"], "BLOB", values => Bytes(values[0]).Reverse().ToArray()),
        new("weir_substr_bytes", ["BLOB", "BIGINT", "BIGINT"], "BLOB", values => Part(Bytes(values[0]), (long)values[1]!, (long)values[2]!)),
        new("weir_hash", ["ANY"], "BIGINT", values => ValueHash.Of(values[0])) { SeesNulls = true },
        new("weir_uuid_of", ["BLOB"], "VARCHAR", values => Bytes(values[0]) is { Length: 16 } bytes
            ? new Guid(bytes, bigEndian: true).ToString()
            : throw new SqlException(SqlErrorCode.InvalidCastArgument, $"Invalid UUID binary length: {Bytes(values[0]).Length}")),
        new("weir_ip_parse", ["VARCHAR"], "BLOB", values => IpParse((string)values[0]!)),
        new("weir_ip_text", ["BLOB"], "VARCHAR", values => IpText(Bytes(values[0]))),
        new("weir_ip_of", ["BLOB"], "BLOB", values => Bytes(values[0]) is { Length: 4 or 16 } bytes
            ? Held(new IPAddress(bytes))
            : throw new SqlException(SqlErrorCode.InvalidCastArgument, $"Invalid IP address binary length: {Bytes(values[0]).Length}")),
        new("weir_ip_contains", ["VARCHAR", "BLOB"], "BOOLEAN", values => InNetwork((string)values[0]!, Bytes(values[1]))),
    ];

    private static byte[] Bytes(object? value) => (byte[])value!;

    private static byte[] BigEndian(ulong value)
    {
        var output = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(output, value);
        return output;
    }

#pragma warning disable CA5350, CA5351 // the functions the language names
    private static byte[] HmacMd5(byte[] key, byte[] data) => HMACMD5.HashData(key, data);

    private static byte[] HmacSha1(byte[] key, byte[] data) => HMACSHA1.HashData(key, data);
#pragma warning restore CA5350, CA5351

    /// <summary>Padding may be left out; anything that is no letter of the alphabet may not stand in the text.</summary>
    private static byte[] FromBase64(string text, bool url)
    {
        var plain = url ? text.Replace('-', '+').Replace('_', '/') : text;
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '=' && !(url ? "-_" : "+/").Contains(letter, StringComparison.Ordinal))
            {
                throw SqlRuntime.Invalid($"Illegal base64 character {(int)letter:x}");
            }
        }

        try
        {
            return Convert.FromBase64String(plain + new string('=', (4 - (plain.Length % 4)) % 4));
        }
        catch (FormatException)
        {
            throw SqlRuntime.Invalid("Input byte array has wrong 4-byte ending unit");
        }
    }

    private static string ToBase32(byte[] bytes)
    {
        var output = new StringBuilder();
        Span<byte> block = stackalloc byte[8];
        for (var start = 0; start < bytes.Length; start += 5)
        {
            block.Clear();
            var count = Math.Min(5, bytes.Length - start);
            bytes.AsSpan(start, count).CopyTo(block[3..]);
            var bits = BinaryPrimitives.ReadUInt64BigEndian(block);
            var letters = ((count * 8) + 4) / 5;
            for (var i = 0; i < 8; i++)
            {
                output.Append(i < letters ? Base32Letters[(int)(bits >> (35 - (i * 5))) & 31] : '=');
            }
        }

        return output.ToString();
    }

    private static byte[] FromBase32(string text)
    {
        var letters = text.TrimEnd('=');
        var output = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var letter in letters)
        {
            var value = Base32Letters.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
            {
                throw SqlRuntime.Invalid($"Unrecognized character: {letter}");
            }

            (bits, count) = (((bits << 5) | value) & 0xFFFF, count + 5);
            if (count >= 8)
            {
                count -= 8;
                output.Add((byte)(bits >> count));
            }
        }

        return letters.Length % 8 is 1 or 3 or 6 ? throw SqlRuntime.Invalid($"Invalid input length {letters.Length}") : [.. output];
    }

    private static byte[] FromHex(string text)
    {
        if (text.Length % 2 != 0)
        {
            throw SqlRuntime.Invalid("invalid input length " + text.Length);
        }

        foreach (var letter in text)
        {
            if (!char.IsAsciiHexDigit(letter))
            {
                throw SqlRuntime.Invalid("invalid hex character: " + letter);
            }
        }

        return Convert.FromHexString(text);
    }

    private static object FromBigEndian(byte[] bytes, int size)
    {
        if (bytes.Length != size)
        {
            throw SqlRuntime.Invalid($"expected {size}-byte input, but got instead: {bytes.Length}");
        }

        return size == 4 ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    private static byte[] Part(byte[] bytes, long start, long length)
    {
        if (start == 0 || length <= 0 || Math.Abs(start) > bytes.Length)
        {
            return [];
        }

        var from = (int)(start > 0 ? start - 1 : bytes.Length + start);
        return bytes[from..(int)Math.Min(bytes.Length, from + length)];
    }

    /// <summary>Sixteen bytes; a version 4 address as the version 6 one that means it, so that addresses sort.</summary>
    private static byte[] Held(IPAddress address) => address.MapToIPv6().GetAddressBytes();

    private static byte[] IpParse(string text)
    {
        var plain = text.Contains(':', StringComparison.Ordinal)
            ? !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal)
            : text.Split('.') is { Length: 4 } parts && parts.All(part => part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit));
        return plain && IPAddress.TryParse(text, out var address)
            ? Held(address)
            : throw new SqlException(SqlErrorCode.InvalidCastArgument, $"Cannot cast value to IPADDRESS: {text}");
    }

    private static string IpText(byte[] bytes) => AddressText.Of(bytes);

    private static bool InNetwork(string network, byte[] held)
    {
        var slash = network.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !int.TryParse(network.AsSpan(slash + 1), out var length))
        {
            throw SqlRuntime.Invalid("Invalid CIDR");
        }

        if (!IPAddress.TryParse(network.AsSpan(0, slash), out var start))
        {
            throw SqlRuntime.Invalid("Invalid network IP address");
        }

        if (length < 0)
        {
            throw SqlRuntime.Invalid("Invalid prefix length");
        }

        // Addresses of both kinds are compared as those of version 6: a network of all of these has those of version 4 too.
        var isOld = start.AddressFamily == AddressFamily.InterNetwork;
        if (length > (isOld ? 32 : 128))
        {
            throw SqlRuntime.Invalid("Invalid CIDR");
        }

        length += isOld ? 96 : 0;
        var (left, right) = (start.MapToIPv6().GetAddressBytes(), new IPAddress(held).MapToIPv6().GetAddressBytes());
        for (var bit = 0; bit < length; bit++)
        {
            if (((left[bit / 8] ^ right[bit / 8]) & (128 >> (bit % 8))) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
