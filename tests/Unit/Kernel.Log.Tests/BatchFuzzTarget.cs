namespace Weir.Kernel.Log.Tests;

/// <summary>Feeds bytes to the batch decoder: it may only say "damaged" or throw <see cref="InvalidDataException"/>.</summary>
public static class BatchFuzzTarget
{
    public static void Run(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            for (var rest = bytes; RecordBatch.TryTake(rest, 1 << 20, out var batch) == BatchCheck.Good;)
            {
                foreach (var entry in batch)
                {
                    _ = entry.ReadHeaders();
                    Invariant(entry.Offset >= batch.Header.BaseOffset && entry.Offset <= batch.Header.LastOffset);
                }

                rest = rest[batch.Header.TotalBytes..];
            }
        }
        catch (InvalidDataException)
        {
            // what malformed records are to throw
        }
    }

    private static void Invariant(bool holds) => Core.Invariant.That(holds, "a record lies within its batch");
}
