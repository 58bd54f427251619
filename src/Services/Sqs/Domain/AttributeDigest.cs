using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Domain;

/// <summary>MD5 as SQS computes it, so that SDKs can check what was stored.</summary>
/// <remarks>
/// Source: SQS Developer Guide, "Calculating the MD5 message digest for message attributes": attributes in name order, each as length and
/// name, length and type, one byte for the kind of value (1 text, 2 binary), length and value; lengths are 4 bytes, big-endian.
/// </remarks>
internal static class AttributeDigest
{
    public static string OfBody(string body) => Md5(Encoding.UTF8.GetBytes(body));

    public static string? OfAttributes(IReadOnlyDictionary<string, MessageValue>? attributes)
    {
        if (attributes is null || attributes.Count == 0)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        foreach (var (name, value) in attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Append(buffer, Encoding.UTF8.GetBytes(name));
            Append(buffer, Encoding.UTF8.GetBytes(value.Type));
            buffer.WriteByte(value.Binary is null ? (byte)1 : (byte)2);
            Append(buffer, value.Binary ?? Encoding.UTF8.GetBytes(value.Text ?? ""));
        }

        return Md5(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void Append(MemoryStream buffer, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        buffer.Write(length);
        buffer.Write(bytes);
    }

#pragma warning disable CA5351 // SQS's own checksum; it protects against nothing but accidents
    private static string Md5(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
}
