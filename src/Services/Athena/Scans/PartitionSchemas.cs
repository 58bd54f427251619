using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>Partitions that declare columns with other types than their table does: read as declared there, then made the table's.</summary>
internal sealed class PartitionSchemas(CatalogTable table)
{
    private readonly Dictionary<string, string> _tableTypes = table.Storage.Columns
        .GroupBy(column => column.Name.ToLowerInvariant(), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => Plain(group.First().Type), StringComparer.Ordinal);

    private readonly Dictionary<IReadOnlyList<CatalogColumn>, string> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>The partition's own types of columns, as <c>name=type</c> lines so that they compare; empty where they are the table's.</summary>
    public string Differences(CatalogPartition? partition)
    {
        var columns = partition?.Storage.Columns;
        if (columns is null || columns.Count == 0 || ReferenceEquals(columns, table.Storage.Columns))
        {
            return "";
        }

        if (!_known.TryGetValue(columns, out var found))
        {
            _known[columns] = found = string.Join('\n', columns
                .Where(column => _tableTypes.TryGetValue(column.Name.ToLowerInvariant(), out var type) && type != Plain(column.Type))
                .Select(column => Checked(column, partition!)));
        }

        return found;
    }

    /// <summary>The columns with the types that <see cref="Differences"/> gave.</summary>
    public static ScanColumn[] Apply(string differences, IEnumerable<ScanColumn> columns)
    {
        var types = differences.Split('\n').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return [.. columns.Select(column => types.TryGetValue(column.Name, out var type) ? column with { HiveType = type } : column)];
    }

    /// <summary>The relation with its columns made the table's.</summary>
    public static string Coerce(string relation, IReadOnlyList<ScanColumn> declared, IReadOnlyList<ScanColumn> read)
    {
        var items = declared.Zip(read, (to, from) =>
        {
            var name = DuckSql.Name(to.Name);
            return to.HiveType == from.HiveType ? name : $"TRY_CAST({name} AS {DeclaredTypes.Of(to)}) AS {name}";
        });
        return $"(SELECT {string.Join(", ", items.Append(FileReader.FileIndex))} FROM {relation})";
    }

    private string Checked(CatalogColumn column, CatalogPartition partition)
    {
        var name = column.Name.ToLowerInvariant();
        var (from, to) = (HiveTypes.Parse(column.Type), HiveTypes.Parse(_tableTypes[name]));
        if (from is null || to is null || !CanCoerce(from, to))
        {
            var values = string.Join('/', table.PartitionKeys.Zip(partition.Values, (key, value) => $"{key.Name}={value}"));
            throw QueryFailure.User("HIVE_PARTITION_SCHEMA_MISMATCH: There is a mismatch between the table and partition schemas. The types are incompatible "
                + $"and cannot be coerced. The column '{name}' in table '{table.Database}.{table.Name}' is declared as type '{_tableTypes[name]}', "
                + $"but partition '{values}' declared column '{name}' as type '{Plain(column.Type)}'.");
        }

        return $"{name}={column.Type}";
    }

    private static bool CanCoerce(DuckType from, DuckType to) => (from.Kind, to.Kind) switch
    {
        (DuckKind.List, DuckKind.List) => CanCoerce(from.Element!, to.Element!),
        (DuckKind.Map, DuckKind.Map) => CanCoerce(from.Fields[0].Type, to.Fields[0].Type) && CanCoerce(from.Fields[1].Type, to.Fields[1].Type),
        (DuckKind.Struct, DuckKind.Struct) => to.Fields.All(field =>
            from.Fields.FirstOrDefault(other => other.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)) is not { } same || CanCoerce(same.Type, field.Type)),
        (DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt, DuckKind.Varchar) => true,
        (DuckKind.Varchar, DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt) => true,
        (DuckKind.TinyInt, DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt) => true,
        (DuckKind.SmallInt, DuckKind.Integer or DuckKind.BigInt) => true,
        (DuckKind.Integer, DuckKind.BigInt) => true,
        (DuckKind.Float, DuckKind.Double) or (DuckKind.Double, DuckKind.Float) => true,
        (DuckKind.Decimal, DuckKind.Decimal or DuckKind.Float or DuckKind.Double or DuckKind.Varchar) => true,
        (DuckKind.Float or DuckKind.Double, DuckKind.Decimal) => true,
        _ => from.Kind == to.Kind,
    };

    private static string Plain(string type) => type.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "integer" => "int",
        var plain => plain,
    };
}
