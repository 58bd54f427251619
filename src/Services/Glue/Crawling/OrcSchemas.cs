using Weir.Engines.Discovery.Files;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Orc;

namespace Weir.Services.Glue.Crawling;

/// <summary>The schema in an ORC file's footer.</summary>
internal static class OrcSchemas
{
    /// <param name="path">A local file of a leased object.</param>
    public static FileSchema Read(string path, long bytes)
    {
        try
        {
            var file = OrcFile.Open(() => new DiskBytes(path), new());
            return new()
            {
                Format = FileFormat.Orc,
                Classification = "orc",
                // What an ACID table keeps about rows follows them and is no column of the table.
                Columns = [.. file.Fields.Take(file.RowColumns)
                    .Select(field => new FoundColumn(field.Name.ToLowerInvariant(), ParquetSchemas.TypeOf(field.Type), "the file's own schema"))],
                Records = file.Rows,
                RecordBytes = bytes,
                Reasons = ["ORC, by its first bytes; columns by its footer"],
            };
        }
        catch (Exception error) when (error is Weir.Engines.Formats.FormatException or InvalidDataException or IndexOutOfRangeException or OverflowException or ArgumentException)
        {
            return FileSchema.Unknown($"an ORC file that cannot be read: {error.Message}");
        }
    }
}
