using System.Globalization;
using Weir.Contracts;
using Weir.Engines.Sql.Binding;

namespace Weir.Services.Athena.Scans;

/// <summary>Partition keys that a query wants to have one value: what a catalog's order or index can look up.</summary>
internal static class KnownKeys
{
    public static IReadOnlyDictionary<string, string> Of(CatalogTable table, ColumnFilter filter)
    {
        var types = table.PartitionKeys.ToDictionary(key => key.Name.ToLowerInvariant(), key => key.Type.ToLowerInvariant(), StringComparer.Ordinal);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(filter);
        return known;

        void Collect(ColumnFilter part)
        {
            switch (part)
            {
                case AllOfFilter all:
                    foreach (var term in all.Terms)
                    {
                        Collect(term);
                    }

                    break;
                case ColumnTest { Kind: ColumnTestKind.Equal or ColumnTestKind.In, AsDate: false, Values: [var value] } test
                    when types.TryGetValue(test.Column.Name.ToLowerInvariant(), out var type) && Text(type, value) is { } text:
                    known[test.Column.Name.ToLowerInvariant()] = text;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The value as a partition's text has it; null for types whose texts may differ from it and mean the same to the query alone.</summary>
    private static string? Text(string type, object value) => (type.Split('(')[0], value) switch
    {
        ("string" or "varchar", string text) => text,
        ("tinyint" or "smallint" or "int" or "integer" or "bigint", decimal number) when number == decimal.Truncate(number) =>
            number.ToString("0", CultureInfo.InvariantCulture),
        _ => null,
    };
}
