using Weir.Engines.Delta.Log;
using Weir.Engines.Delta.Scanning;
using Weir.Engines.Delta.Types;
using Weir.Engines.Formats.Parquet;
using Weir.Engines.Sql.Binding;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Delta;

/// <summary>Which files can hold wanted rows, by the statistics of the log: a file is then like one row group.</summary>
internal static class DeltaPruning
{
    public static bool CanMeet(ColumnFilter filter, AddFile file, StructType schema)
    {
        if (filter == ColumnFilter.All || file.Statistics is null)
        {
            return true;
        }

        var known = FileStatistics.Parse(file.Statistics, schema);
        var chunks = known.Columns.Select(pair => new ParquetChunk(pair.Key, IsWhole: true, Bytes: 0, pair.Value.Nulls, pair.Value.Min, pair.Value.Max)).ToArray();
        return ParquetPruning.CanMeet(filter, new(known.Rows ?? -1, chunks));
    }

    /// <summary>The conditions as the files name their columns.</summary>
    public static ColumnFilter Physical(ColumnFilter filter, StructType schema) =>
        ParquetPruning.Renamed(filter, column => schema.Find(column.Name)?.PhysicalName.ToLowerInvariant());
}
