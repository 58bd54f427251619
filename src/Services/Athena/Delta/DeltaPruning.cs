using Weir.Engines.Delta.Log;
using Weir.Engines.Delta.Scanning;
using Weir.Engines.Delta.Types;
using Weir.Engines.Formats.Parquet;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;
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

    /// <summary>The conditions as the files name their columns; those on columns that files hold otherwise than they are read are left out.</summary>
    public static ColumnFilter Physical(ColumnFilter filter, StructType schema) => filter switch
    {
        AllOfFilter all => new AllOfFilter([.. all.Terms.Select(term => Physical(term, schema))]),
        AnyOfFilter any => any.Terms.Select(term => Physical(term, schema)).ToArray() is var terms && Array.Exists(terms, term => term == ColumnFilter.All)
            ? ColumnFilter.All
            : new AnyOfFilter([.. terms]),
        ColumnTest test when schema.Find(test.Column.Name) is { } field && test.Column.Type.Kind != SqlTypeKind.TimestampZoned =>
            test with { Column = test.Column with { Name = field.PhysicalName.ToLowerInvariant() } },
        _ => ColumnFilter.All,
    };
}
