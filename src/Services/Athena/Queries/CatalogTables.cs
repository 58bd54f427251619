using Weir.Contracts;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;
using Weir.Kernel.Identity;
using Weir.Services.Athena.Delta;
using Weir.Services.Athena.Iceberg;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Queries;

/// <summary>The catalog as the binder asks for it, with the caller's permissions.</summary>
internal sealed class CatalogTables(CallContext call, ITableCatalog catalog, Func<string, bool> isGlue, IcebergNames iceberg, DeltaNames delta) : ISqlCatalog
{
    public bool CatalogExists(string catalog) => isGlue(catalog);

    public bool SchemaExists(string catalogName, string schema) => isGlue(catalogName) && catalog.FindDatabase(call, schema) is not null;

    public SqlTable? FindTable(SqlTableName name) => Find(name, null);

    public SqlTable? FindTable(SqlTableName name, SqlTableVersion version) => Find(name, version);

    public IEnumerable<string> ListSchemas() => catalog.ListDatabases(call).Select(database => database.Name);

    public IEnumerable<SqlTable> ListTables(string catalogName, string schema)
    {
        if (catalog.FindDatabase(call, schema) is null)
        {
            yield break;
        }

        foreach (var table in catalog.ListTables(call, schema, null))
        {
            SqlTable? read;
            try
            {
                read = Table(new(catalogName, schema, table.Name), table);
            }
            catch (SqlException)
            {
                // A type or a view that cannot be read must not hide the other tables.
                continue;
            }

            yield return read;
        }
    }

    private SqlTable? Find(SqlTableName name, SqlTableVersion? version)
    {
        var (main, about) = IcebergNames.Split(name.Table);
        if (!isGlue(name.Catalog) || catalog.FindTable(call, name.Schema, main) is not { } table)
        {
            return null;
        }

        CatalogErrors.RequireLed(table);
        if (IcebergTables.IsIceberg(table))
        {
            return about is null ? iceberg.Find(name, table, version) : iceberg.FindAbout(name, table, about, version);
        }

        if (about is not null)
        {
            return about == PartitionsTable.About && version is null && !DeltaTables.IsDelta(table)
                ? PartitionsTable.Find(name, table, key => Column(key, isPartition: false))
                : null;
        }

        return version is null
            ? DeltaTables.IsDelta(table) ? delta.Find(name, table) : Table(name, table)
            : throw new SqlException(SqlErrorCode.NotSupported, "This connector does not support versioned tables", version.At);
    }

    private static SqlTable Table(SqlTableName name, CatalogTable table)
    {
        var isView = ViewText.IsView(table);
        var columns = table.Storage.Columns.Select(column => Column(column, isPartition: false))
            .Concat(table.PartitionKeys.Select(column => Column(column, isPartition: true)));
        if (!isView)
        {
            RequireDistinct(table);
            columns = columns.Concat(FileColumns.Of(table));
        }

        return new()
        {
            Name = name,
            Columns = [.. columns],
            Handle = table,
            Comment = table.Description,
            ViewText = isView ? QueryOf(table) : null,
            ViewSchema = isView ? ViewText.Decode(table.ViewOriginalText)?.Schema : null,
        };
    }

    /// <summary>The catalog keeps tables that name a column twice, or like a partition key; they cannot be read.</summary>
    private static void RequireDistinct(CatalogTable table)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (!table.Storage.Columns.Concat(table.PartitionKeys).All(column => seen.Add(column.Name)))
        {
            throw QueryFailure.User($"HIVE_INVALID_METADATA: Hive metadata for table {table.Name} is invalid: Table descriptor contains duplicate columns");
        }
    }

    private static SqlColumn Column(CatalogColumn column, bool isPartition) =>
        // Hive's decimal without digits has ten; Trino's has thirty-eight.
        new(column.Name.ToLowerInvariant(), column.Type == "decimal" ? SqlType.Decimal(10, 0) : SqlTypes.Parse(column.Type), isPartition) { Comment = column.Comment };

    private static string QueryOf(CatalogTable table) => ViewText.Decode(table.ViewOriginalText)?.OriginalSql
        ?? throw new SqlException(SqlErrorCode.InvalidView, $"'{table.Database}.{table.Name}' is not a view Athena can read");
}
