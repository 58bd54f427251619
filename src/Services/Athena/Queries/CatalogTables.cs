using Weir.Contracts;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;
using Weir.Kernel.Identity;
using Weir.Services.Athena.Domain;

namespace Weir.Services.Athena.Queries;

/// <summary>The catalog as the binder asks for it, with the caller's permissions.</summary>
internal sealed class CatalogTables(CallContext call, ITableCatalog catalog) : ISqlCatalog
{
    public bool CatalogExists(string catalog) => IsOurs(catalog);

    public bool SchemaExists(string catalogName, string schema) => IsOurs(catalogName) && catalog.FindDatabase(call, schema) is not null;

    public SqlTable? FindTable(SqlTableName name)
    {
        if (!IsOurs(name.Catalog) || catalog.FindTable(call, name.Schema, name.Table) is not { } table)
        {
            return null;
        }

        var isView = ViewText.IsView(table);
        var columns = table.Storage.Columns.Select(column => Column(column, isPartition: false))
            .Concat(table.PartitionKeys.Select(column => Column(column, isPartition: true)));
        return new()
        {
            Name = name,
            Columns = [.. columns],
            Handle = table,
            ViewText = isView ? QueryOf(table) : null,
        };
    }

    private static bool IsOurs(string catalogName) =>
        string.Equals(catalogName, AthenaArns.DefaultCatalog, StringComparison.OrdinalIgnoreCase);

    private static SqlColumn Column(CatalogColumn column, bool isPartition) =>
        // Hive's decimal without digits has ten; Trino's has thirty-eight.
        new(column.Name.ToLowerInvariant(), column.Type == "decimal" ? SqlType.Decimal(10, 0) : SqlTypes.Parse(column.Type), isPartition);

    private static string QueryOf(CatalogTable table) => ViewText.Decode(table.ViewOriginalText)?.OriginalSql
        ?? throw new SqlException(SqlErrorCode.InvalidView, $"'{table.Database}.{table.Name}' is not a view Athena can read");
}
