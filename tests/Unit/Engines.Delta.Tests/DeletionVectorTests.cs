using Weir.Engines.Delta.Deletion;
using Weir.Tests.Support;

namespace Weir.Engines.Delta.Tests;

[Trait("feature", "athena.formats")]
public sealed class DeletionVectorTests
{
    public static TheoryData<bool, long[]> Sets { get; } = new()
    {
        { false, [] },
        { false, [0, 7, 65_535, 65_536, 4_000_000_000] },
        { false, [.. Enumerable.Range(0, 9000).Select(row => (long)row * 3)] },
        { true, [.. Enumerable.Range(10, 500).Select(row => (long)row), 70_000, 70_002] },
        { true, [.. Enumerable.Range(0, 5).SelectMany(part => new long[] { part * 65_536L, (part * 65_536L) + 1 })] },
    };

    [Theory, MemberData(nameof(Sets))]
    public void Rows_come_back_from_every_kind_of_container(bool withRuns, long[] rows)
    {
        Assert.Equal(rows, DeletionVectors.Parse(DeletionVectorBytes.Of(rows, withRuns), rows.Length));
    }

    [Fact]
    public async Task Vectors_lie_in_the_log_in_files_of_the_table_and_anywhere()
    {
        var files = new MemoryDeltaFiles();
        var vector = DeletionVectorBytes.Of([3, 5]);
        var uuid = new Guid("01020304-0506-0708-090a-0b0c0d0e0f10");
        files.Put($"ab/deletion_vector_{uuid:D}.bin", DeletionVectorBytes.File(vector));
        files.Put("s3://other/dv x.bin", DeletionVectorBytes.File(vector));
        var reader = new DeletionVectors(files, MemoryDeltaFiles.Root);

        foreach (var (type, text, offset) in new (string, string, int?)[]
        {
            ("i", DeletionVectorBytes.Z85(vector), null), ("u", "ab" + DeletionVectorBytes.Z85(uuid.ToByteArray(bigEndian: true)), 1), ("p", "s3://other/dv%20x.bin", 1),
        })
        {
            Assert.Equal([3L, 5L], await reader.ReadAsync(new(type, text, offset, vector.Length, 2), CancellationToken.None));
        }

        var gone = await Assert.ThrowsAsync<DeltaException>(async () => await reader.ReadAsync(new("p", "s3://other/none", 1, 9, 1), CancellationToken.None));
        Assert.Contains("is gone", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_is_an_error_and_never_other_rows()
    {
        var files = new MemoryDeltaFiles();
        var vector = DeletionVectorBytes.Of([1, 2, 3]);
        var damaged = DeletionVectorBytes.File(vector);
        damaged[^6] ^= 1;
        files.Put("s3://other/bad", damaged);
        var reader = new DeletionVectors(files, MemoryDeltaFiles.Root);

        await Assert.ThrowsAsync<DeltaException>(async () => await reader.ReadAsync(new("p", "s3://other/bad", 1, vector.Length, 3), CancellationToken.None));
        await Assert.ThrowsAsync<DeltaException>(async () => await reader.ReadAsync(new("i", "no z85 at all ~", null, 4, 3), CancellationToken.None));
        await Assert.ThrowsAsync<DeltaException>(async () => await reader.ReadAsync(new("q", "x", null, 4, 3), CancellationToken.None));
        Assert.Throws<DeltaException>(() => DeletionVectors.Parse(vector, 2));
        Assert.Throws<DeltaException>(() => DeletionVectors.Parse(vector, 4));
        for (var length = 0; length < vector.Length; length++)
        {
            Assert.Throws<DeltaException>(() => DeletionVectors.Parse(vector.AsSpan(0, length), 3));
        }
    }
}
