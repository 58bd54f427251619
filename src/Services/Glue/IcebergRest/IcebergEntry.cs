using Weir.Contracts;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Types;

namespace Weir.Services.Glue.IcebergRest;

/// <summary>An Iceberg table as the catalog shows it.</summary>
internal static class IcebergEntry
{
    public const string LocationParameter = "metadata_location";
    private const string TypeParameter = "table_type";
    private const string PreviousParameter = "previous_metadata_location";

    public static bool IsIceberg(CatalogTable table) =>
        string.Equals(table.Parameters.GetValueOrDefault(TypeParameter), "ICEBERG", StringComparison.OrdinalIgnoreCase);

    public static string MetadataOf(CatalogTable table) => table.Parameters.GetValueOrDefault(LocationParameter)
        ?? throw RestErrors.NotIceberg(table.Database, table.Name);

    public static CatalogTable Of(string database, string name, LoadedTable table, CatalogTable? before)
    {
        var parameters = new Dictionary<string, string>(before?.Parameters ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [TypeParameter] = "ICEBERG",
            [LocationParameter] = table.Path,
        };
        if (before?.Parameters.GetValueOrDefault(LocationParameter) is { } previous && previous != table.Path)
        {
            parameters[PreviousParameter] = previous;
        }

        return new()
        {
            Database = database,
            Name = name,
            Description = before?.Description ?? table.Metadata.Properties.GetValueOrDefault("comment"),
            Owner = before?.Owner ?? table.Metadata.Properties.GetValueOrDefault("owner"),
            TableType = "EXTERNAL_TABLE",
            Storage = (before?.Storage ?? new CatalogStorage()) with
            {
                Columns = [.. table.Metadata.Schema.Fields.Select(field => new CatalogColumn(field.Name.ToLowerInvariant(), HiveTypeNames.Of(field.Type), field.Doc))],
                Location = table.Metadata.Location,
            },
            Parameters = parameters,
            CreateTime = before?.CreateTime,
        };
    }
}
