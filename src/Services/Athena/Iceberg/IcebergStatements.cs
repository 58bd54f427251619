using System.Collections.Immutable;
using Weir.Contracts;
using Weir.Engines.Sql.Syntax;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Statements on Iceberg tables, told from those on others.</summary>
internal sealed class IcebergStatements(
    ITableCatalog catalog, TextResults texts, IcebergDefinitions definitions, IcebergWrites writes, IcebergChanges changes, IcebergMaintenance maintenance)
{
    /// <summary>Null: the statement is about no Iceberg table.</summary>
    public async ValueTask<ExecutionResult?> TryRunAsync(StatementContext context, Statement statement, ImmutableArray<Expression> parameters) => statement switch
    {
        CreateTable create when IcebergDefinitions.IsIceberg(create) => await Text(context, definitions.CreateAsync(context, create)),
        CreateTableAs create when IcebergWrites.IsIceberg(create) => await writes.CreateTableAsync(context, create, parameters),
        InsertInto insert when Find(context, insert.Table) is { } table => await writes.InsertAsync(context, table, insert, parameters),
        Delete or Update or Merge => await changes.RunAsync(context, statement, parameters),
        Optimize optimize => await maintenance.OptimizeAsync(context, Require(context, optimize.Table), optimize, parameters),
        Vacuum vacuum => await maintenance.VacuumAsync(context, Require(context, vacuum.Table)),
        Truncate truncate => await Text(context, definitions.TruncateAsync(context, Require(context, truncate.Table, "Cannot truncate non-managed Hive table"))),
        ShowPartitions show when Find(context, show.Table) is { } table => throw NotForIceberg("SHOW PARTITIONS", table),
        MsckRepair repair when Find(context, repair.Table) is { } table => throw NotForIceberg("MSCK REPAIR TABLE", table),
        DropDatabase { Cascade: true } drop => await DropDatabaseAsync(context, drop),
        DropTable drop when Find(context, drop.Name) is { IsLink: false } table => await Text(context, definitions.DropAsync(context, table)),
        AlterTable alter when Find(context, alter.Table) is { } table => await Text(context, definitions.AlterAsync(context, table, alter)),
        Describe { Column: null, Mode: null } describe when Find(context, describe.Table) is { } table => await Text(context, definitions.DescribeAsync(context, table)),
        ShowCreateTable show when Find(context, show.Name) is { } table => await Text(context, definitions.ShowCreateAsync(context, table)),
        Describe { Column: null, Mode: "FORMATTED" } describe when Find(context, describe.Table) is { } table => await Text(context, definitions.DescribeFormattedAsync(context, table)),
        ShowTableProperties show when Find(context, show.Table) is { } table => await Text(context, definitions.ShowPropertiesAsync(context, table, show.Property)),
        _ => null,
    };

    private async ValueTask<ExecutionResult> Text(StatementContext context, ValueTask<TextAnswer> answer) => await texts.WriteAsync(context, await answer);

    private CatalogTable? Find(StatementContext context, QualifiedName written)
    {
        var (database, name) = TableNames.Resolve(context, written);
        return catalog.FindTable(context.Call, database, name) is { } table && IcebergTables.IsIceberg(table) ? table : null;
    }

    /// <summary>Tables of the format take their files with them; the rest of the database goes as any other.</summary>
    private async ValueTask<ExecutionResult?> DropDatabaseAsync(StatementContext context, DropDatabase drop)
    {
        var database = TableNames.Lower(drop.Name);
        if (catalog.FindDatabase(context.Call, database) is { IsLink: false })
        {
            foreach (var table in catalog.ListTables(context.Call, database, null).Where(table => IcebergTables.IsIceberg(table) && !table.IsLink))
            {
                await definitions.DropAsync(context, table);
            }
        }

        return null;
    }

    private static QueryFailure NotForIceberg(string statement, CatalogTable table) =>
        QueryFailure.User($"NOT_SUPPORTED: {statement} is not supported for Iceberg tables: {table.Database}.{table.Name}");

    private CatalogTable Require(StatementContext context, QualifiedName written, string? otherwise = null)
    {
        var (database, name) = TableNames.Resolve(context, written);
        var table = catalog.FindTable(context.Call, database, name)
            ?? throw QueryFailure.User($"TABLE_NOT_FOUND: Table 'awsdatacatalog.{database}.{name}' does not exist");
        CatalogErrors.RequireLed(table);
        return IcebergTables.IsIceberg(table) ? table : throw QueryFailure.User($"NOT_SUPPORTED: {otherwise ?? $"'{database}.{name}' is not an Iceberg table"}");
    }
}
