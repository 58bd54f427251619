using System.Buffers.Binary;
using Weir.Kernel.Storage;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Kernel.Log;

/// <summary>The few facts of a partition that its segments do not tell.</summary>
/// <param name="StartOffset">The first offset that may be read; what is below is trimmed or about to be.</param>
/// <param name="IsRelaxed">Whether the last writer answered before syncing: then several unsynced batches may be torn, not only one.</param>
internal readonly record struct PartitionMeta(long StartOffset, bool IsRelaxed)
{
    public const string FileName = "partition.meta";

    private const uint FileMagic = 0x574C_5054; // "WLPT"
    private const ushort FileVersion = 1;
    private const ushort RelaxedFlag = 1;
    private const int FileBytes = 20;
    private const int CrcAt = 16;

    public void Write(IDisk disk, string directory)
    {
        Span<byte> file = stackalloc byte[FileBytes];
        BinaryPrimitives.WriteUInt32BigEndian(file, FileMagic);
        BinaryPrimitives.WriteUInt16BigEndian(file[4..], FileVersion);
        BinaryPrimitives.WriteUInt16BigEndian(file[6..], IsRelaxed ? RelaxedFlag : (ushort)0);
        BinaryPrimitives.WriteInt64BigEndian(file[8..], StartOffset);
        BinaryPrimitives.WriteUInt32BigEndian(file[CrcAt..], Crc32C.Compute(file[..CrcAt]));
        AtomicFile.Write(disk, Path.Combine(directory, FileName), file);
    }

    /// <summary>Null when there is no such file. A wrong one throws: guessing the start could bring trimmed records back.</summary>
    public static PartitionMeta? Read(IDisk disk, string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!disk.FileExists(path))
        {
            return null;
        }

        var file = (AtomicFile.Read(disk, path, FileBytes) ?? []).AsSpan();
        if (file.Length != FileBytes || BinaryPrimitives.ReadUInt32BigEndian(file) != FileMagic
            || BinaryPrimitives.ReadUInt16BigEndian(file[4..]) != FileVersion
            || BinaryPrimitives.ReadUInt32BigEndian(file[CrcAt..]) != Crc32C.Compute(file[..CrcAt]))
        {
            throw new LogDamagedException(path, 0, "the partition's meta file does not have its magic, version and checksum");
        }

        return new(
            BinaryPrimitives.ReadInt64BigEndian(file[8..]),
            (BinaryPrimitives.ReadUInt16BigEndian(file[6..]) & RelaxedFlag) != 0);
    }
}
