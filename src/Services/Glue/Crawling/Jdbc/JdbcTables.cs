using Weir.Engines.Databases;
using Weir.Engines.Discovery.Files;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Crawling.Jdbc;

/// <summary>Tables of databases as the catalog describes them.</summary>
internal static class JdbcTables
{
    public const string Connection = "connectionName";
    private const string RawType = "rawType";

    /// <summary>What a table is in the catalog, and each decision about it in a sentence.</summary>
    public static (TableInput Table, IReadOnlyList<string> Why) Of(
        DatabaseKind kind, DatabaseTable table, string name, string crawler, string connection, IReadOnlyList<string> metadata)
    {
        var reasons = new List<string> { Reason(table) };
        var columnReasons = new List<(string Name, string Type, string Why)>();
        var columns = new List<Column>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in table.Columns)
        {
            var (type, why) = JdbcTypes.Of(kind, column);
            var lowerName = column.Name.ToLowerInvariant();
            var columnName = Distinct(lowerName, taken);
            if (!columnName.Equals(lowerName, StringComparison.Ordinal))
            {
                reasons.Add($"column {column.Name} is called {columnName}, for the catalog tells no case");
            }

            columns.Add(new()
            {
                Name = columnName,
                Type = type.ToString(),
                Comment = metadata.Contains("COMMENTS", StringComparer.Ordinal) ? Short(column.Comment, GlueLimits.CommentLettersMax) : null,
                Parameters = metadata.Contains("RAWTYPES", StringComparer.Ordinal) ? new Dictionary<string, string> { [RawType] = column.NativeType } : null,
            });
            if (why.Length > 0)
            {
                columnReasons.Add((columnName, type.ToString(), why));
            }
        }

        var parameters = new Dictionary<string, string>
        {
            ["classification"] = kind == DatabaseKind.PostgreSql ? "postgresql" : "mysql",
            ["compressionType"] = "none",
            ["typeOfData"] = table.IsView ? "view" : "table",
            [Connection] = connection,
            ["CrawlerSchemaDeserializerVersion"] = "1.0",
            ["CrawlerSchemaSerializerVersion"] = "1.0",
            [TableShapes.Owner] = crawler,
        };
        var input = new TableInput
        {
            Name = name,
            Description = metadata.Contains("COMMENTS", StringComparer.Ordinal) ? Short(table.Comment, GlueLimits.DescriptionLettersMax) : null,
            Owner = "owner",
            Retention = 0,
            TableType = "EXTERNAL_TABLE",
            Parameters = new Dictionary<string, string>(parameters)
            {
                [TableShapes.Reason] = Short(string.Join("; ", reasons), GlueLimits.ReasonLettersMax)!,
                [TableShapes.ColumnReasons] = Short(string.Join("; ", columnReasons.Select(column => $"{column.Name} {column.Type}: {column.Why}")), GlueLimits.ReasonLettersMax)!,
            },
            PartitionKeys = [],
            StorageDescriptor = new()
            {
                Columns = columns,
                Location = Location(table),
                Compressed = false,
                NumberOfBuckets = -1,
                StoredAsSubDirectories = false,
                BucketColumns = [],
                SortColumns = [],
                SerdeInfo = new() { Parameters = new Dictionary<string, string>() },
                Parameters = parameters,
            },
        };
        return (input, [.. reasons.Select(reason => $"Why {name}: {reason}"), .. columnReasons.Select(column => $"Why {name}.{column.Name} is {column.Type}: {column.Why}")]);
    }

    public static string Location(DatabaseTable table) =>
        table.Schema is null ? $"{table.Catalog}.{table.Name}" : $"{table.Catalog}.{table.Schema}.{table.Name}";

    /// <summary>database_schema_table, as far as the catalog's names go.</summary>
    public static string Name(string? prefix, DatabaseTable table)
    {
        var name = (prefix + string.Join('_', ((string?[])[table.Catalog, table.Schema, table.Name]).Where(part => part is not null)
            .Select(part => ColumnNames.Clean(part!)))).ToLowerInvariant();
        return name.Length <= GlueLimits.CrawledNameLettersMax ? name : name[..GlueLimits.CrawledNameLettersMax];
    }

    private static string Reason(DatabaseTable table) => table.Kind switch
    {
        RelationKind.Table => $"{Location(table)} is a table",
        RelationKind.View => $"{Location(table)} is a view",
        RelationKind.MaterializedView => $"{Location(table)} is a materialized view",
        RelationKind.ForeignTable => $"{Location(table)} is a foreign table",
        RelationKind.PartitionedTable => $"{Location(table)} is a partitioned table; its parts are no tables of their own",
        RelationKind.Partition => $"{Location(table)} is a part of a table, and the path names it",
    };

    private static string Distinct(string wanted, HashSet<string> taken)
    {
        var name = wanted;
        for (var again = 1; !taken.Add(name); again++)
        {
            name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wanted}_{again}");
        }

        return name;
    }

    private static string? Short(string? text, int letters) => text is null || text.Length <= letters ? text : string.Concat(text.AsSpan(0, letters - 1), "…");
}
