namespace Weir.Kernel.Storage.Checksums;

/// <summary>The checksums an object or a request body may carry.</summary>
public enum ChecksumAlgorithm
{
    Crc32,
    Crc32C,
    Crc64Nvme,
    Sha1,
    Sha256,
    Md5,
}
