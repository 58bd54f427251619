using System.Text;
using Weir.Engines.Delta;
using Weir.Engines.Delta.Deletion;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Hudi;
using Weir.Engines.Hudi.Logs;
using Weir.Tests.Support;

namespace Weir.Fuzz;

/// <summary>Logs of tables that strangers wrote: any bytes are a table, or an error in words.</summary>
internal static class LakeFuzz
{
    private const string Root = "s3://b/t/";
    private static readonly Timeline Done = Timeline.Of(["1.deltacommit", "2.deltacommit"]);

    public static IReadOnlyList<byte[]> DeltaSeeds { get; } =
    [
        Encoding.UTF8.GetBytes("""
            {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["columnMapping","deletionVectors"],"writerFeatures":[]}}
            {"metaData":{"id":"x","schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"array\",\"elementType\":\"long\"},\"metadata\":{\"delta.columnMapping.id\":1,\"delta.columnMapping.physicalName\":\"c\"}},{\"name\":\"p\",\"type\":\"decimal(9,2)\",\"metadata\":{}}]}","partitionColumns":["p"],"configuration":{"delta.columnMapping.mode":"id"}}}
            {"add":{"path":"a%20b","partitionValues":{"p":"1.5"},"size":1,"stats":"{\"numRecords\":1,\"minValues\":{\"c\":1}}","deletionVector":{"storageType":"i","pathOrInlineDv":"wi5b=000010000siXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L","sizeInBytes":40,"cardinality":6}}}
            {"remove":{"path":"a%20b","deletionVector":{"storageType":"u","pathOrInlineDv":"x","offset":1,"sizeInBytes":1,"cardinality":1}}}
            """),
    ];

    public static IReadOnlyList<byte[]> VectorSeeds { get; } =
        [DeletionVectorBytes.Of([1, 2, 70_000]), DeletionVectorBytes.Of(Enumerable.Range(0, 9000).Select(row => (long)row * 2)), DeletionVectorBytes.Of(Enumerable.Range(3, 500).Select(row => (long)row), withRuns: true)];

    public static IReadOnlyList<byte[]> HudiSeeds { get; } =
    [
        new HudiLogBytes().Records("1", "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"k\",\"type\":[\"null\",\"string\"]},{\"name\":\"n\",\"type\":[\"null\",\"long\"]}]}", ["a", 1L], ["b", null])
            .Deletes("2", ("a", 7), ("c", null)).Rollback("2", "1").ToArray(),
    ];

    public static bool Delta(byte[] input)
    {
        try
        {
            var snapshot = new DeltaLog(new Files(input)).ReadAsync(Root, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            foreach (var file in snapshot.Files)
            {
                _ = Engines.Delta.Scanning.FileStatistics.Parse(file.Statistics, snapshot.Schema);
            }

            return true;
        }
        catch (DeltaException)
        {
            return false;
        }
    }

    public static bool Vector(byte[] input)
    {
        try
        {
            return DeletionVectors.Parse(input, 9000).Count > 0;
        }
        catch (DeltaException)
        {
            return false;
        }
    }

    public static bool Hudi(byte[] input)
    {
        try
        {
            foreach (var block in LogBlocks.Counting(LogFileReader.Read(new MemoryBytes(input)), Done))
            {
                switch (block.Kind)
                {
                    case LogBlockKind.Delete:
                        _ = BlockContents.Deletes(block).Count;
                        break;
                    case LogBlockKind.Avro:
                        var datums = new AvroDatums(AvroSchema.Parse(block[LogHeader.Schema] ?? ""));
                        _ = BlockContents.Records(block).Sum(record => datums.Read(record.Span).Length);
                        break;
                }
            }

            return true;
        }
        catch (Exception error) when (error is HudiException or Engines.Formats.FormatException)
        {
            return false;
        }
    }

    /// <summary>A log of one commit.</summary>
    private sealed class Files(byte[] commit) : IDeltaFiles
    {
        public async IAsyncEnumerable<string> ListAsync(string folder, string? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return "00000000000000000000.json";
        }

        public ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) =>
            ValueTask.FromResult(path.EndsWith(".json", StringComparison.Ordinal) ? commit : null);

        public ValueTask<byte[]?> ReadAsync(string path, long offset, int length, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(null);

        public ValueTask<IEnumerable<ReadOnlyMemory<byte>>?> ReadRowsAsync(string path, IReadOnlyList<string> columns, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IEnumerable<ReadOnlyMemory<byte>>?>(null);
    }
}
