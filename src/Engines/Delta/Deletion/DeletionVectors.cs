using System.Buffers.Binary;
using Weir.Engines.Delta.Log;
using Weir.Engines.Formats.Bitmaps;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Engines.Delta.Deletion;

/// <summary>Reads which rows of a file are gone.</summary>
public sealed class DeletionVectors(IDeltaFiles files, string location)
{
    private const int Magic = 1681511377;
    private const int UuidLetters = 20;

    /// <summary>Row numbers in a file, ascending.</summary>
    public async ValueTask<IReadOnlyList<long>> ReadAsync(DeletionVectorInfo vector, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(vector);
        if (vector.SizeBytes > DeltaLimits.DeletionVectorBytesMax || vector.Cardinality > DeltaLimits.DeletedRowsMax)
        {
            throw DeltaException.NotSupported("a deletion vector is too large");
        }

        var bytes = vector.StorageType switch
        {
            "i" => Inline(vector),
            "u" => await StoredAsync(UuidPath(vector.PathOrInline), vector, cancellationToken),
            "p" => await StoredAsync(DeltaPaths.Resolve(location, vector.PathOrInline), vector, cancellationToken),
            var other => throw DeltaException.NotSupported($"Unsupported storage type for deletion vector: {other}"),
        };
        return Parse(bytes.Span, vector.Cardinality);
    }

    /// <summary>The rows of a serialized vector.</summary>
    public static IReadOnlyList<long> Parse(ReadOnlySpan<byte> bytes, long cardinality)
    {
        if (bytes.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(bytes) != Magic)
        {
            throw DeltaException.BadData("a deletion vector does not begin as one does");
        }

        try
        {
            var rows = RoaringBitmap.Read(bytes[4..], cardinality);
            return rows.Count == cardinality ? rows : throw DeltaException.BadData($"a deletion vector deletes {rows.Count} rows where the log says {cardinality}");
        }
        catch (Formats.FormatException error)
        {
            throw DeltaException.BadData($"a deletion vector is damaged: {error.Message}");
        }
    }

    private static ReadOnlyMemory<byte> Inline(DeletionVectorInfo vector)
    {
        var bytes = Z85.Decode(vector.PathOrInline);
        return vector.SizeBytes <= bytes.Length ? bytes.AsMemory(0, vector.SizeBytes) : throw DeltaException.BadData("an inline deletion vector is shorter than the log says");
    }

    private string UuidPath(string text)
    {
        if (text.Length < UuidLetters)
        {
            throw DeltaException.BadLog($"a deletion vector has the name {text}");
        }

        var prefix = text[..^UuidLetters];
        var uuid = new Guid(Z85.Decode(text[^UuidLetters..]), bigEndian: true);
        var folder = prefix.Length == 0 ? "" : prefix + "/";
        return $"{DeltaPaths.Folder(location)}{folder}deletion_vector_{uuid:D}.bin";
    }

    /// <summary>In a file a vector has its length before it and its checksum behind it.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> StoredAsync(string path, DeletionVectorInfo vector, CancellationToken cancellationToken)
    {
        var stored = await files.ReadAsync(path, vector.Offset ?? 1, vector.SizeBytes + 8, cancellationToken)
            ?? throw DeltaException.BadData($"the deletion vector file {path} is gone");
        if (stored.Length < vector.SizeBytes + 8 || BinaryPrimitives.ReadInt32BigEndian(stored) != vector.SizeBytes)
        {
            throw DeltaException.BadData($"{path} holds no deletion vector of {vector.SizeBytes} bytes at {vector.Offset ?? 1}");
        }

        var bytes = stored.AsMemory(4, vector.SizeBytes);
        return Crc32.Compute(bytes.Span) == BinaryPrimitives.ReadUInt32BigEndian(stored.AsSpan(4 + vector.SizeBytes))
            ? bytes
            : throw DeltaException.BadData($"{path} is damaged: the checksum of a deletion vector is wrong");
    }
}
