using System.Globalization;
using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;

namespace Weir.Services.Athena.Scans;

/// <summary>A table's partitions as a table, a row for each: <c>SELECT * FROM "t$partitions"</c>. No file is looked at.</summary>
internal sealed record PartitionsTable(CatalogTable Table)
{
    public const string About = "partitions";

    /// <summary>Null when the table has no partitions: then there is no such table.</summary>
    public static SqlTable? Find(SqlTableName name, CatalogTable table, Func<CatalogColumn, SqlColumn> column) => table.PartitionKeys.Count == 0 ? null : new()
    {
        Name = name,
        Columns = [.. table.PartitionKeys.Select(column)],
        Handle = new PartitionsTable(table),
    };

    public string Plan(TableScanner scanner)
    {
        var keys = Table.PartitionKeys.Select((key, at) => (
            Name: DuckSql.Name(key.Name.ToLowerInvariant()), Type: DeclaredTypes.Of(new(key.Name, key.Type)), Column: string.Create(CultureInfo.InvariantCulture, $"p{at}"))).ToArray();
        var name = scanner.NewTable("weir_listed", string.Join(", ", keys.Select(key => $"{key.Column} VARCHAR")));
        using (var rows = scanner.Connection.Append(name))
        {
            foreach (var partition in scanner.PartitionsOf(Table))
            {
                rows.Append([.. partition.Values.Select(value => (object?)(value == TableScanner.DefaultPartition ? null : value))]);
            }

            rows.Complete();
        }

        return $"(SELECT {string.Join(", ", keys.Select(key => $"CAST({key.Column} AS {key.Type}) AS {key.Name}"))} FROM {name})";
    }
}
