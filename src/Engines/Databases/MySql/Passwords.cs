using System.Security.Cryptography;
using System.Text;

namespace Weir.Engines.Databases.MySql;

/// <summary>How a password is shown to a server without saying it.</summary>
internal static class Passwords
{
    public const string Native = "mysql_native_password";
    public const string CachingSha2 = "caching_sha2_password";
    public const string ClearText = "mysql_clear_password";

#pragma warning disable CA5350 // the protocol's own: SHA1 of a challenge, not a hash that is kept
    /// <summary>SHA1(password) XOR SHA1(challenge + SHA1(SHA1(password))); nothing for no password.</summary>
    public static byte[] NativeAnswer(string password, ReadOnlySpan<byte> challenge)
    {
        if (password.Length == 0)
        {
            return [];
        }

        var once = SHA1.HashData(Encoding.UTF8.GetBytes(password));
        return Mixed(once, SHA1.HashData([.. challenge, .. SHA1.HashData(once)]));
    }
#pragma warning restore CA5350

    /// <summary>SHA256(password) XOR SHA256(SHA256(SHA256(password)) + challenge); nothing for no password.</summary>
    public static byte[] Sha2Answer(string password, ReadOnlySpan<byte> challenge)
    {
        if (password.Length == 0)
        {
            return [];
        }

        var once = SHA256.HashData(Encoding.UTF8.GetBytes(password));
        return Mixed(once, SHA256.HashData([.. SHA256.HashData(once), .. challenge]));
    }

    /// <summary>As sent inside TLS.</summary>
    public static byte[] Clear(string password) => [.. Encoding.UTF8.GetBytes(password), 0];

    /// <summary>The password for the server's key alone, where there is no TLS.</summary>
    public static byte[] Encrypted(string password, ReadOnlySpan<byte> challenge, string publicKeyPem)
    {
        var clear = Clear(password);
        for (var at = 0; at < clear.Length; at++)
        {
            clear[at] ^= challenge[at % challenge.Length];
        }

        using var key = RSA.Create();
        try
        {
            key.ImportFromPem(publicKeyPem);
            return key.Encrypt(clear, RSAEncryptionPadding.OaepSHA1);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            throw new DatabaseException("The server's public key cannot be used.", exception);
        }
    }

    private static byte[] Mixed(byte[] left, byte[] right)
    {
        for (var at = 0; at < left.Length; at++)
        {
            left[at] ^= right[at];
        }

        return left;
    }
}
