using System.Security.Cryptography;
using System.Text;
using Weir.Kernel.Storage;

namespace Weir.Engines.Blobs;

/// <summary>The keys of encrypted blobs: each its own, derived (HKDF-SHA-256) from the store's master key and the blob's id.</summary>
/// <remarks>
/// The master key is made with the first blob that is to be encrypted and lies beside the blobs' directory, readable for its owner alone.
/// Without it those blobs cannot be read by anybody. Safe from any thread.
/// </remarks>
internal sealed class BlobKeys(string path)
{
    private const int KeyBytes = 32;

    private readonly Lock _lock = new();
    private byte[]? _master;

    /// <summary>The key a new blob is written with.</summary>
    public byte[] ForWriting(string id) => Derive(Master(isMaking: true), id);

    /// <summary>The key of a stored blob. Throws <see cref="CryptographicException"/> when the master key is gone.</summary>
    public byte[] ForReading(string id) => Derive(Master(isMaking: false), id);

    private static byte[] Derive(byte[] master, string id) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master, KeyBytes, info: Encoding.ASCII.GetBytes($"weir blob {id}"));

    private byte[] Master(bool isMaking)
    {
        lock (_lock)
        {
            return _master ??= File.Exists(path) ? Read() : isMaking ? Make()
                : throw new CryptographicException($"the key of encrypted objects is missing: {path}");
        }
    }

    private byte[] Read()
    {
        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes ? key : throw new CryptographicException($"the key of encrypted objects is damaged: {path}");
    }

    private byte[] Make()
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        DurableFiles.CreateDirectory(Path.GetDirectoryName(path)!);
        DurableFiles.WriteWhole(path, key, isPrivate: true);
        return key;
    }
}
