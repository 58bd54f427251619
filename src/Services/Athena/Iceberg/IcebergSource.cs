using Weir.Contracts;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Scanning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Services.Athena.Iceberg;

/// <summary>An Iceberg table in one statement: which snapshot is read, and what its scans turned out to read.</summary>
internal sealed class IcebergSource(CatalogTable entry, LoadedTable table, Snapshot? snapshot, Schema schema)
{
    public const string FileColumn = "$file";
    public const string PositionColumn = "$position";

    public CatalogTable Entry => entry;

    public LoadedTable Table => table;

    /// <summary>Null: the table has no rows yet.</summary>
    public Snapshot? Snapshot => snapshot;

    public Schema Schema => schema;

    /// <summary>The files scans have read, by the number rows carry in <see cref="FileColumn"/>.</summary>
    public List<ScanTask> Scanned { get; } = [];

    /// <summary>What the scans that gave rows' places were asked for.</summary>
    public Filter Filter { get; set; } = Filter.All;
}
