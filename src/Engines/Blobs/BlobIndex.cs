using System.Buffers.Binary;
using Weir.Kernel.Core;
using Weir.Kernel.State;

namespace Weir.Engines.Blobs;

/// <summary>Which blobs are kept, and by how many references: rows changed in the same transaction as the metadata that refers.</summary>
/// <remarks>
/// A row is: version 1, references (4 bytes), size (8), CRC-64/NVME (8), big-endian. A blob without references moves to the
/// pending removals in the same transaction; its file goes when no lease holds it. See <c>docs/formats/objects.md</c>.
/// </remarks>
public static class BlobIndex
{
    internal static readonly Keyspace Kept = new("blobs_kept");
    internal static readonly Keyspace Pending = new("blobs_pending_removals");

    private const byte Version = 1;
    private const int RowBytes = 21;

    /// <summary>Keeps a sealed blob, with one reference.</summary>
    public static void Add(IStateWriter state, Blob blob)
    {
        Invariant.That(Find(state, blob.Id) is null, "a blob is added once");
        Put(state, blob, references: 1);
    }

    /// <summary>One more reference to a blob already kept; false when it is not.</summary>
    public static bool Retain(IStateWriter state, string id)
    {
        if (Find(state, id) is not var (blob, references))
        {
            return false;
        }

        Put(state, blob, references + 1);
        return true;
    }

    /// <summary>One reference less; the last one hands the blob to the <see cref="BlobCollector"/> (wake it after the commit).</summary>
    public static void Release(IStateWriter state, string id)
    {
        if (Find(state, id) is not var (blob, references))
        {
            return; // the row was lost and verify reported it; the metadata may still go
        }

        if (references > 1)
        {
            Put(state, blob, references - 1);
            return;
        }

        state.Delete(Kept, StateKey.Of(id));
        state.Put(Pending, StateKey.Of(id), []);
    }

    internal static (Blob Blob, uint References)? Find(IStateReader state, string id) =>
        state.Get(Kept, StateKey.Of(id)) is { } row ? Decode(id, row) : null;

    internal static IEnumerable<(Blob Blob, uint References)> All(IStateReader state) =>
        state.Scan(Kept, default, default).Select(entry => Decode(entry.Key.ToString(), entry.Value));

    internal static void Put(IStateWriter state, Blob blob, uint references)
    {
        Span<byte> row = stackalloc byte[RowBytes];
        row[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(row[1..], references);
        BinaryPrimitives.WriteInt64BigEndian(row[5..], blob.Size);
        BinaryPrimitives.WriteUInt64BigEndian(row[13..], blob.Crc64);
        state.Put(Kept, StateKey.Of(blob.Id), row);
    }

    private static (Blob Blob, uint References) Decode(string id, byte[] row)
    {
        if (row.Length != RowBytes || row[0] != Version)
        {
            throw new InvalidDataException($"the row of blob {id} has an unknown form");
        }

        var span = row.AsSpan();
        return (
            new(id, BinaryPrimitives.ReadInt64BigEndian(span[5..]), BinaryPrimitives.ReadUInt64BigEndian(span[13..])),
            BinaryPrimitives.ReadUInt32BigEndian(span[1..]));
    }
}
