using System.Globalization;
using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Services.Athena.Delta;
using Weir.Services.Athena.Iceberg;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Queries;

/// <summary>Plans the scans of a query's tables, and answers what must be known before. Asked while the query is lowered, on a thread that may block.</summary>
internal sealed class ScanPlanner(IcebergTables iceberg, DeltaTables delta, TableScanner scanner, StatementContext context) : IScanPlanner, IEarlyQueries
{
    private int _kept;

    public long BytesPlanned => scanner.BytesHeld;

    public string Plan(ScanRequest request)
    {
        var cancellationToken = context.CancellationToken;
        switch (request.Table.Handle)
        {
            case IcebergSource source:
                return new IcebergScan(iceberg, scanner, cancellationToken).Plan(source, request);
            case DeltaSource source:
                return new DeltaScan(delta, scanner, cancellationToken).Plan(source, request);
            case MetadataTable about:
                return about.Plan(iceberg, scanner, cancellationToken);
            case PartitionsTable partitions:
                return partitions.Plan(scanner);
        }

        var table = (CatalogTable)request.Table.Handle!;
        var declared = table.Storage.Columns.Concat(table.PartitionKeys)
            .ToLookup(column => column.Name.ToLowerInvariant(), column => column.Type, StringComparer.Ordinal);
        var wanted = request.Columns.Select(column => new ScanColumn(column.Name, column.IsImplicit ? "" : declared[column.Name].First())).ToArray();
        return scanner.PlanAsync(table, wanted, request.Partitions, request.Filter, request.RowsMax, cancellationToken).AsTask().GetAwaiter().GetResult();
    }

    public IReadOnlyList<IReadOnlyList<string?>>? Rows(string sql, int rowsMax)
    {
        try
        {
            var found = new List<string?[]>();
            using var rows = scanner.Connection.Query(sql, context.CancellationToken);
            while (rows.NextChunk() is { } chunk)
            {
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    if (found.Count == rowsMax)
                    {
                        return null;
                    }

                    found.Add([.. Enumerable.Range(0, chunk.ColumnCount).Select(column => chunk[column].IsValid(row) ? chunk[column].Text(row) : null)]);
                }
            }

            return found;
        }
        catch (DuckException error) when (IsOfQuery(error))
        {
            return null;
        }
    }

    public string? Keep(string sql)
    {
        QueryCompiler.RequireAllowed(context, scanner);
        var name = string.Create(CultureInfo.InvariantCulture, $"weir_kept_{_kept++}");
        try
        {
            scanner.Connection.Execute($"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", context.CancellationToken);
            return name;
        }
        catch (DuckException error) when (IsOfQuery(error))
        {
            return null;
        }
    }

    /// <summary>An error that the statement itself meets again, or never gets to.</summary>
    private static bool IsOfQuery(DuckException error) => !error.IsFatal && error.Kind != DuckErrorKind.Interrupt;
}
