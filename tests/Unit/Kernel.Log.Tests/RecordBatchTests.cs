using System.Buffers.Binary;
using System.Text;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Kernel.Log.Tests;

public sealed class RecordBatchTests
{
    [Fact]
    public void A_batch_has_the_bytes_that_kafka_defines()
    {
        var builder = new BatchBuilder();
        builder.Start(7);
        builder.Add(new() { Key = "k"u8.ToArray(), Value = "v"u8.ToArray(), Headers = [new("h", "x"u8.ToArray())] }, 1000);
        builder.Add(new() { Value = "w"u8.ToArray() }, 1003);

        var bytes = builder.Seal();

        // Record 1: length 12 (zigzag 24), attributes, time delta 0, offset delta 0, key, value, one header; record 2 without key.
        byte[] records = [22, 0, 0, 0, 2, (byte)'k', 2, (byte)'v', 2, 2, (byte)'h', 2, (byte)'x', 14, 0, 6, 2, 1, 2, (byte)'w', 0];
        records[0] = 24;
        Assert.Equal(records, bytes[61..].ToArray());
        Assert.Equal(7, BinaryPrimitives.ReadInt64BigEndian(bytes));
        Assert.Equal(bytes.Length - 12, BinaryPrimitives.ReadInt32BigEndian(bytes[8..]));
        Assert.Equal(2, bytes[16]);
        Assert.Equal(Crc32C.Compute(bytes[21..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[17..]));
        Assert.Equal(1, BinaryPrimitives.ReadInt32BigEndian(bytes[23..]));
        Assert.Equal(1000, BinaryPrimitives.ReadInt64BigEndian(bytes[27..]));
        Assert.Equal(1003, BinaryPrimitives.ReadInt64BigEndian(bytes[35..]));
        Assert.Equal(-1, BinaryPrimitives.ReadInt64BigEndian(bytes[43..]));
        Assert.Equal(2, BinaryPrimitives.ReadInt32BigEndian(bytes[57..]));
    }

    [Fact]
    public void Records_come_back_with_keys_headers_and_times()
    {
        var builder = new BatchBuilder();
        builder.Start(100);
        builder.Add(new() { Key = ReadOnlyMemory<byte>.Empty, Value = new byte[70_000], Headers = [new("é", default)] }, 50);
        builder.Add(new() { Value = "x"u8.ToArray() }, 20);

        Assert.Equal(BatchCheck.Good, RecordBatch.TryTake(builder.Seal().ToArray(), LogLimits.BatchBytesMax, out var batch));
        var entries = new List<LogEntry>();
        foreach (var entry in batch)
        {
            entries.Add(entry);
        }

        Assert.Equal([100L, 101L], entries.Select(entry => entry.Offset));
        Assert.Equal([50L, 20L], entries.Select(entry => entry.TimestampMs));
        Assert.Equal([true, false], entries.Select(entry => entry.HasKey));
        Assert.Equal(70_000, entries[0].Value.Length);
        Assert.Equal("é", Assert.Single(entries[0].ReadHeaders()).Name);
        Assert.Equal(50, batch.Header.MaxTimestampMs);
    }

    [Fact]
    public void Any_flipped_bit_after_the_leader_epoch_is_noticed()
    {
        var builder = new BatchBuilder();
        builder.Start(0);
        builder.Add(LogHarness.Record("some value"), 1);
        var good = builder.Seal().ToArray();

        for (var at = BatchHeader.MagicAt; at < good.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var bad = good.ToArray();
                bad[at] ^= (byte)(1 << bit);
                Assert.NotEqual(BatchCheck.Good, BatchHeader.Check(bad, LogLimits.BatchBytesMax, out _));
            }
        }
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(63L)]
    [InlineData(64L)]
    [InlineData(-65L)]
    [InlineData(int.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_varint_takes_the_size_it_says_and_reads_back(long value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var written = Varint.Write(bytes, value);
        var at = 0;

        Assert.Equal(Varint.Size(value), written);
        Assert.True(Varint.TryRead(bytes[..written], ref at, out long read));
        Assert.Equal(value, read);
        at = 0;
        Assert.False(Varint.TryRead(bytes[..(written - 1)], ref at, out read));
    }

    [Fact]
    public void The_decoder_survives_any_bytes()
    {
        var random = new Random(20);
        var builder = new BatchBuilder();
        for (var round = 0; round < 20_000; round++)
        {
            builder.Start(random.Next(100));
            for (var record = random.Next(1, 4); record > 0; record--)
            {
                builder.Add(LogHarness.Record(new string('x', random.Next(40))) with { Headers = random.Next(2) == 0 ? null : [new("n", new byte[3])] }, random.Next());
            }

            var bytes = builder.Seal().ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                bytes[random.Next(BatchHeader.AttributesAt, bytes.Length)] = (byte)random.Next(256);
            }

            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(BatchHeader.CrcAt), Crc32C.Compute(bytes.AsSpan(BatchHeader.AttributesAt)));
            BatchFuzzTarget.Run(bytes);
        }
    }

    [Fact]
    public void Text_is_not_a_batch() =>
        Assert.Equal(BatchCheck.Damaged, BatchHeader.Check(Encoding.UTF8.GetBytes(new string('a', 100)), LogLimits.BatchBytesMax, out _));
}
