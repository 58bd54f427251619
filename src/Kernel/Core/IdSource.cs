using System.Buffers.Text;
using System.Security.Cryptography;

namespace Weir.Kernel.Core;

/// <summary>The only source of randomness and identifiers; a test gives a seeded one.</summary>
/// <remarks>Safe from any thread.</remarks>
public class IdSource
{
    private const string LowerAlphanumerics = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string UpperAlphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public virtual void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);

    /// <summary>A version 4 UUID.</summary>
    public Guid NewUuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A UUID in its usual text form, 36 characters.</summary>
    public string NewId() => NewUuid().ToString();

    /// <summary>Lower-case letters and digits.</summary>
    public string NewToken(int length) => Pick(LowerAlphanumerics, length);

    /// <summary>Base-32 upper-case letters and digits, as in access key ids.</summary>
    public string NewUpperToken(int length) => Pick(UpperAlphanumerics, length);

    /// <summary>Random bytes in URL-safe base 64.</summary>
    public string NewSecret(int bytes)
    {
        Span<byte> secret = stackalloc byte[Math.Min(bytes, 256)];
        Fill(secret);
        return Base64Url.EncodeToString(secret);
    }

    private string Pick(string alphabet, int length) => string.Create(length, (alphabet, this), static (span, state) =>
    {
        Span<byte> bytes = stackalloc byte[Math.Min(span.Length, 256)];
        for (var at = 0; at < span.Length; at++)
        {
            if (at % bytes.Length == 0)
            {
                state.Item2.Fill(bytes);
            }

            span[at] = state.alphabet[bytes[at % bytes.Length] % state.alphabet.Length];
        }
    });
}
