using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>Signing keys of version 4, derived once per secret, day, region and service. Safe from any thread.</summary>
internal sealed class SigningKeys
{
    private const int KeysMax = 4096;
    private const int KeyBytes = 32;

    private readonly ConcurrentDictionary<(string Secret, string Date, string Region, string Service), byte[]> _keys = new();

    public byte[] Of(string secret, string date, string region, string service)
    {
        var name = (secret, date, region, service);
        if (_keys.TryGetValue(name, out var known))
        {
            return known;
        }

        // Scopes are the sender's to choose; forgetting all is rare and costs four hashes per scope in use.
        if (_keys.Count >= KeysMax)
        {
            _keys.Clear();
        }

        return _keys[name] = Derive(secret, date, region, service);
    }

    public static byte[] Derive(string secret, string date, string region, string service)
    {
        var key = Mac(Encoding.UTF8.GetBytes("AWS4" + secret), date);
        key = Mac(key, region);
        key = Mac(key, service);
        return Mac(key, "aws4_request");
    }

    private static byte[] Mac(byte[] key, string text)
    {
        var mac = new byte[KeyBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text), mac);
        return mac;
    }
}
