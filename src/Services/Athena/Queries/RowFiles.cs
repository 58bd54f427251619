using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Codecs;
using Weir.Kernel.Storage;

namespace Weir.Services.Athena.Queries;

/// <summary>A file of a format that DuckDB does not write. One thread.</summary>
internal interface IRowFile
{
    /// <summary>Adds rows of a chunk, whose first columns are the file's.</summary>
    void Write(DuckChunk chunk, int from, int count);

    /// <summary>Completes the file.</summary>
    void Finish();
}

/// <summary>
/// Writes a query's rows in a format of ours, a file for each partition and bucket, in folders as the engine's COPY names them. The
/// rows come sorted by these, so that one file is open at a time.
/// </summary>
internal static class RowFiles
{
    /// <param name="make">Makes a file of the columns given.</param>
    /// <returns>Rows written.</returns>
    public static long Write(
        DuckConnection connection, PlannedQuery query, IReadOnlyList<WriteColumn> columns, WriteOptions options, string directory,
        string fileName, Func<Stream, IReadOnlyList<DuckField>, IRowFile> make, CancellationToken cancellationToken)
    {
        var (select, keyCount) = CopyText.Rows(query, columns, options);
        using var result = connection.Query(select, cancellationToken);
        var dataCount = result.Columns.Count - keyCount;
        var data = result.Columns.Take(dataCount).ToArray();
        var keys = result.Columns.Skip(dataCount).ToArray();
        Stream? stream = null;
        IRowFile? file = null;
        string? folder = null;
        var rows = 0L;
        try
        {
            while (result.NextChunk() is { } chunk)
            {
                for (var from = 0; from < chunk.RowCount;)
                {
                    var next = Folder(chunk, from, keys);
                    var to = from + 1;
                    while (to < chunk.RowCount && (keyCount == 0 || Folder(chunk, to, keys) == next))
                    {
                        to++;
                    }

                    if (file is null || next != folder)
                    {
                        Finish(file, stream);
                        folder = next;
                        var path = Path.Combine(directory, folder);
                        LocalDisk.Instance.CreateDirectory(path);
                        stream = CompressedFile.Compress(DiskBytes.Create(Path.Combine(path, fileName)), options.WholeFile);
                        file = make(stream, data);
                    }

                    file.Write(chunk, from, to - from);
                    rows += to - from;
                    from = to;
                }
            }

            Finish(file, stream);
            stream = null;
            return rows;
        }
        finally
        {
            stream?.Dispose();
        }
    }

    private static void Finish(IRowFile? file, Stream? stream)
    {
        file?.Finish();
        stream?.Dispose();
    }

    private static string Folder(DuckChunk chunk, int row, DuckField[] keys)
    {
        var first = chunk.ColumnCount - keys.Length;
        return Path.Combine([.. keys.Select((key, at) =>
        {
            var vector = chunk[first + at];
            var value = !vector.IsValid(row) ? ""
                : vector.Type.Kind == DuckKind.BigInt ? vector.Values<long>()[row].ToString(CultureInfo.InvariantCulture)
                : vector.Text(row);
            return $"{key.Name}={Uri.EscapeDataString(value)}";
        }).DefaultIfEmpty("")]);
    }
}
