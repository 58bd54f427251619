using System.Globalization;
using Weir.Contracts;

namespace Weir.Services.Athena.Scans;

/// <summary>How many rows files will give, for the planner's order of joins: it never changes an answer.</summary>
internal static class RowEstimates
{
    /// <summary>What crawlers (<c>recordCount</c> of <c>sizeKey</c> bytes) and Hive (<c>numRows</c> of <c>totalSize</c>) write down.</summary>
    private static readonly (string Rows, string Bytes)[] Counts = [("recordCount", "sizeKey"), ("numRows", "totalSize")];

    /// <summary>What a usual compression makes of text.</summary>
    private const int Compression = 4;

    public static long Of(CatalogTable table, IReadOnlyList<ScanFile> files)
    {
        var guess = 1.0 / RowBytes(table.Storage.Columns);
        var stated = PerByte(table.Parameters);
        var known = new Dictionary<CatalogPartition, double?>(ReferenceEqualityComparer.Instance);
        var rows = 0.0;
        foreach (var file in files)
        {
            double? own = null;
            if (file.Partition is { } partition && !known.TryGetValue(partition, out own))
            {
                known[partition] = own = PerByte(partition.Parameters);
            }

            // Counts are of the bytes that lie there, so they hold for compressed files as they are.
            rows += file.Object.Size * (own ?? stated ?? (file.Compression == "none" ? guess : guess * Compression));
        }

        return (long)Math.Clamp(rows, 1, long.MaxValue / 2);
    }

    /// <summary>Null where nobody counted, or the count is none.</summary>
    private static double? PerByte(IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var (rowsName, bytesName) in Counts)
        {
            if (Number(parameters, rowsName) is { } rows && Number(parameters, bytesName) is > 0 and var bytes)
            {
                return rows / bytes;
            }
        }

        return null;
    }

    private static double? Number(IReadOnlyDictionary<string, string> parameters, string name) =>
        long.TryParse(parameters.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    /// <summary>A row as text: roughly what its columns' values take, with what stands between them.</summary>
    private static double RowBytes(IReadOnlyList<CatalogColumn> columns) => Math.Max(8, columns.Sum(column => column.Type switch
    {
        "boolean" or "tinyint" or "smallint" => 4,
        "int" or "integer" or "float" => 7,
        "date" => 11,
        "timestamp" => 24,
        "string" or "binary" => 16,
        var type when type.Contains('<', StringComparison.Ordinal) => 64,
        _ => 10,
    }));
}
