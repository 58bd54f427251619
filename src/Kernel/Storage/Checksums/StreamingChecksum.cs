using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Weir.Kernel.Storage.Checksums;

/// <summary>One checksum over bytes that arrive in pieces. Not safe for use from two threads.</summary>
public sealed class StreamingChecksum : IDisposable
{
    public const int BytesMax = 32;

    private readonly IncrementalHash? _hash;
    private ulong _crc;

    public StreamingChecksum(ChecksumAlgorithm algorithm)
    {
        Algorithm = algorithm;
        _hash = algorithm switch
        {
            ChecksumAlgorithm.Sha1 => IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
            ChecksumAlgorithm.Sha256 => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
            ChecksumAlgorithm.Md5 => IncrementalHash.CreateHash(HashAlgorithmName.MD5),
            ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C or ChecksumAlgorithm.Crc64Nvme => null,
        };
    }

    public ChecksumAlgorithm Algorithm { get; }

    public static int BytesOf(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C => 4,
        ChecksumAlgorithm.Crc64Nvme => 8,
        ChecksumAlgorithm.Sha1 => 20,
        ChecksumAlgorithm.Sha256 => 32,
        ChecksumAlgorithm.Md5 => 16,
    };

    public void Append(ReadOnlySpan<byte> bytes)
    {
        switch (Algorithm)
        {
            case ChecksumAlgorithm.Crc32:
                _crc = Crc32.Append((uint)_crc, bytes);
                break;
            case ChecksumAlgorithm.Crc32C:
                _crc = Crc32C.Append((uint)_crc, bytes);
                break;
            case ChecksumAlgorithm.Crc64Nvme:
                _crc = Crc64Nvme.Append(_crc, bytes);
                break;
            case ChecksumAlgorithm.Sha1 or ChecksumAlgorithm.Sha256 or ChecksumAlgorithm.Md5:
                _hash!.AppendData(bytes);
                break;
        }
    }

    /// <summary>The checksum so far, in network byte order, as AWS writes it before base 64.</summary>
    public byte[] Current()
    {
        var value = new byte[BytesOf(Algorithm)];
        if (_hash is not null)
        {
            _hash.GetCurrentHash(value);
        }
        else if (value.Length == sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64BigEndian(value, _crc);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(value, (uint)_crc);
        }

        return value;
    }

    public string CurrentBase64() => Convert.ToBase64String(Current());

    public void Dispose() => _hash?.Dispose();
}
