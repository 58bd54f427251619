using System.Collections.Immutable;
using Weir.Contracts;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Queries;

/// <summary>A query as DuckDB text, and its columns in the query's own types.</summary>
internal sealed record PlannedQuery(string Sql, IReadOnlyList<(string Name, SqlType Type)> Columns);

/// <summary>Binds a query in the catalog, as its caller may see it, and plans the scans of its tables.</summary>
internal sealed class QueryCompiler(ITableCatalog catalog, TimeProvider clock)
{
    public PlannedQuery Compile(StatementContext context, Query query, ImmutableArray<Expression> parameters, TableScanner scanner)
    {
        var compiled = Bind(context, query, parameters);
        return new(Lower(context, compiled, Planner(context, scanner), scanner), [.. compiled.Columns.Select(column => (column.Name, column.Type))]);
    }

    /// <exception cref="QueryCancelled">It would read more than the workgroup allows.</exception>
    public static string Lower(StatementContext context, CompiledQuery compiled, IScanPlanner planner, TableScanner scanner)
    {
        var sql = compiled.Lower(planner, new LoweringOptions());
        return scanner.Bytes > context.BytesMax ? throw new QueryCancelled("Bytes scanned limit was exceeded") : sql;
    }

    public static IScanPlanner Planner(StatementContext context, TableScanner scanner) => new ScanPlanner(scanner, context.CancellationToken);

    public CompiledQuery Bind(StatementContext context, Query query, ImmutableArray<Expression> parameters)
    {
        var session = new SqlSession
        {
            Catalog = AthenaArns.DefaultCatalog.ToLowerInvariant(),
            Schema = context.Database,
            Now = clock.GetUtcNow(),
            User = context.Call.Caller.UserId,
            Parameters = parameters,
        };

        // The hook for table permissions: today the catalog and the store check the caller; column and row grants come here.
        return SqlCompiler.Bind(query, session, new CatalogTables(context.Call, catalog, context.IsGlue), FullAccess.Instance);
    }

    /// <summary>Asked while the query is lowered, on a thread that may block.</summary>
    private sealed class ScanPlanner(TableScanner scanner, CancellationToken cancellationToken) : IScanPlanner
    {
        public string Plan(ScanRequest request)
        {
            var table = (CatalogTable)request.Table.Handle!;
            var declared = table.Storage.Columns.Concat(table.PartitionKeys)
                .ToLookup(column => column.Name.ToLowerInvariant(), column => column.Type, StringComparer.Ordinal);
            var wanted = request.Columns.Select(column => new ScanColumn(column.Name, declared[column.Name].First())).ToArray();
            var keep = request.Partitions.KeepsAll ? (Func<IReadOnlyList<string>, bool>?)null : request.Partitions.Keeps;
            return scanner.PlanAsync(table, wanted, keep, request.Filter, cancellationToken).AsTask().GetAwaiter().GetResult();
        }
    }
}
