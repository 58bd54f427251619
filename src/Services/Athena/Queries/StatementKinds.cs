using Weir.Engines.Sql.Syntax;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>What Athena calls a statement, and where its answer goes.</summary>
/// <param name="ReadsData">Such statements wait for a place to scan; the others only touch the catalog.</param>
internal sealed record StatementKind(string Type, string? Substatement, ResultKind Result, bool ReadsData)
{
    public static StatementKind Of(Statement statement) => statement switch
    {
        QueryStatement => new("DML", "SELECT", ResultKind.Csv, true),
        Execute or ExecuteImmediate => new("DML", "EXECUTE", ResultKind.Csv, true),
        InsertInto => new("DML", "INSERT", ResultKind.None, true),
        Delete => new("DML", "DELETE", ResultKind.None, true),
        Update => new("DML", "UPDATE", ResultKind.None, true),
        Merge => new("DML", "MERGE", ResultKind.None, true),
        Truncate => Ddl("TRUNCATE_TABLE"),
        Optimize => new("DML", "OPTIMIZE", ResultKind.None, true),
        Vacuum => new("DML", "VACUUM", ResultKind.None, true),
        Unload => new("DML", "UNLOAD", ResultKind.None, true),
        CreateTableAs => new("DDL", "CREATE_TABLE_AS_SELECT", ResultKind.None, true),
        Explain { Analyze: true } => new("UTILITY", "EXPLAIN", ResultKind.Text, true),
        Explain => new("UTILITY", "EXPLAIN", ResultKind.Text, true),
        ShowFunctions => new("UTILITY", "SHOW_FUNCTIONS", ResultKind.Csv, true),
        Prepare => new("DDL", "PREPARE", ResultKind.Text, false),
        Deallocate => new("DDL", "DEALLOCATE", ResultKind.Text, false),
        CreateView => new("DDL", "CREATE_VIEW", ResultKind.Text, true),
        DropView => Ddl("DROP_VIEW"),
        CreateDatabase => Ddl("CREATE_DATABASE"),
        AlterDatabase => Ddl("ALTER_DATABASE"),
        DropDatabase => Ddl("DROP_DATABASE"),
        CreateTable => Ddl("CREATE_TABLE"),
        DropTable => Ddl("DROP_TABLE"),
        MsckRepair => Ddl("MSCK_REPAIR_TABLE"),
        AddPartitions => Ddl("ALTER_TABLE_ADD_PARTITION"),
        DropPartitions => Ddl("ALTER_TABLE_DROP_PARTITION"),
        AlterTable => Ddl("ALTER_TABLE"),
        ShowDatabases => Utility("SHOW_DATABASES"),
        ShowTables => Utility("SHOW_TABLES"),
        ShowViews => Utility("SHOW_VIEWS"),
        ShowColumns => Utility("SHOW_COLUMNS"),
        ShowPartitions => Utility("SHOW_PARTITIONS"),
        ShowCreateTable => Utility("SHOW_CREATE_TABLE"),
        ShowCreateView => Utility("SHOW_CREATE_VIEW"),
        ShowTableProperties => Utility("SHOW_TBLPROPERTIES"),
        Describe => Utility("DESCRIBE_TABLE"),
        DescribeView => Utility("DESCRIBE_VIEW"),
        DescribePrepared => Utility("DESCRIBE_INPUT_OUTPUT"),
        _ => Utility(null),
    };

    private static StatementKind Ddl(string name) => new("DDL", name, ResultKind.Text, false);

    private static StatementKind Utility(string? name) => new("UTILITY", name, ResultKind.Text, false);
}
