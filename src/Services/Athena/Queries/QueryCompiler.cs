using System.Collections.Immutable;
using Weir.Contracts;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Delta;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Iceberg;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Queries;

/// <summary>A query as DuckDB text, and its columns in the query's own types.</summary>
internal sealed record PlannedQuery(string Sql, IReadOnlyList<(string Name, SqlType Type)> Columns);

/// <summary>Binds a query in the catalog, as its caller may see it, and plans the scans of its tables.</summary>
internal sealed class QueryCompiler(ITableCatalog catalog, IcebergTables iceberg, DeltaTables delta, TimeProvider clock)
{
    public PlannedQuery Compile(StatementContext context, Query query, ImmutableArray<Expression> parameters, TableScanner scanner)
    {
        var compiled = Ready(context, Bind(context, query, parameters, scanner), scanner);
        return new(Lower(context, compiled, Planner(context, scanner), scanner), [.. compiled.Columns.Select(column => (column.Name, column.Type))]);
    }

    /// <exception cref="QueryCancelled">It would read more than the workgroup allows.</exception>
    public static string Lower(StatementContext context, CompiledQuery compiled, IScanPlanner planner, TableScanner scanner)
    {
        var sql = compiled.Lower(planner, context.Lowering);
        RequireAllowed(context, scanner);
        return sql;
    }

    /// <summary>To be asked when all scans are planned.</summary>
    public static void RequireAllowed(StatementContext context, TableScanner scanner)
    {
        if (scanner.Bytes > context.BytesMax)
        {
            throw new QueryCancelled("Bytes scanned limit was exceeded");
        }
    }

    /// <summary>A query with its columns cast to a table's types and given its names.</summary>
    public string CompileAs(
        StatementContext context, Query query, ImmutableArray<Expression> parameters, TableScanner scanner, IReadOnlyList<ResultColumn> target)
    {
        var sql = Ready(context, Bind(context, query, parameters, scanner), scanner).LowerAs(Planner(context, scanner), target, context.Lowering);
        RequireAllowed(context, scanner);
        return sql;
    }

    /// <summary>The query whose rows a statement writes; run already, where it is measured.</summary>
    public CompiledQuery Ready(StatementContext context, CompiledQuery query, TableScanner scanner) =>
        context.Measure?.Keep(context, query, Planner(context, scanner), scanner) ?? query;

    public CompiledQuery Bind(StatementContext context, Query query, ImmutableArray<Expression> parameters, TableScanner scanner) =>
        SqlCompiler.Bind(query, Session(context, parameters), Tables(context, scanner), FullAccess.Instance);

    public CompiledChange BindChange(StatementContext context, Statement change, ImmutableArray<Expression> parameters, TableScanner scanner) =>
        SqlCompiler.BindChange(change, Session(context, parameters), Tables(context, scanner), FullAccess.Instance);

    public ScanPlanner Planner(StatementContext context, TableScanner scanner) => new(iceberg, delta, scanner, context);

    private SqlSession Session(StatementContext context, ImmutableArray<Expression> parameters) => new()
    {
        Catalog = AthenaArns.DefaultCatalog.ToLowerInvariant(),
        Schema = context.Database,
        Now = clock.GetUtcNow(),
        User = context.Call.Caller.UserId,
        Parameters = parameters,
    };

    // The hook for table permissions stands beside this: today the catalog and the store check the caller; column and row grants come there.
    private CatalogTables Tables(StatementContext context, TableScanner scanner) =>
        new(
            context.Call, catalog, context.IsGlue, new IcebergNames(iceberg, scanner, context.CancellationToken),
            new DeltaNames(delta, scanner, context.CancellationToken));
}
