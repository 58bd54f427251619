using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Orc;

/// <summary>One node of a file's type tree. Nodes are numbered from the root down, each before its children.</summary>
internal sealed class OrcType
{
    public required int Id { get; init; }

    public required OrcKind Kind { get; init; }

    public required IReadOnlyList<OrcType> Children { get; init; }

    /// <summary>The children's names, in a struct.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    public required int Precision { get; init; }

    public required int Scale { get; init; }

    /// <summary>The node with all below it, as ids that follow one another.</summary>
    public required int LastId { get; init; }

    /// <summary>What a writer noted at the type, such as Iceberg's <c>iceberg.id</c>.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>The DuckDB type that holds the values as they are.</summary>
    public DuckType ToDuck(bool keepsNanos)
    {
        switch (Kind)
        {
            case OrcKind.Boolean:
                return new(DuckKind.Boolean);
            case OrcKind.Byte:
                return new(DuckKind.TinyInt);
            case OrcKind.Short:
                return new(DuckKind.SmallInt);
            case OrcKind.Int:
                return new(DuckKind.Integer);
            case OrcKind.Long:
                return new(DuckKind.BigInt);
            case OrcKind.Float:
                return new(DuckKind.Float);
            case OrcKind.Double:
                return new(DuckKind.Double);
            case OrcKind.String or OrcKind.Varchar or OrcKind.Char:
                return new(DuckKind.Varchar);
            case OrcKind.Binary:
                return new(DuckKind.Blob);
            case OrcKind.Timestamp:
                return new(keepsNanos ? DuckKind.TimestampNanos : DuckKind.Timestamp);
            case OrcKind.TimestampInstant:
                return new(DuckKind.TimestampTz);
            case OrcKind.Date:
                return new(DuckKind.Date);
            case OrcKind.Decimal:
                return new(DuckKind.Decimal) { Width = Precision, Scale = Scale };
            case OrcKind.List:
                return new(DuckKind.List) { Element = Children[0].ToDuck(keepsNanos) };
            case OrcKind.Map:
                return new(DuckKind.Map) { Fields = [new("key", Children[0].ToDuck(keepsNanos)), new("value", Children[1].ToDuck(keepsNanos))] };
            case OrcKind.Struct when Children.Count == 0:
                // DuckDB knows no struct without fields: one that is always NULL stands in.
                return new(DuckKind.Struct) { Fields = [new("_", new DuckType(DuckKind.Boolean))] };
            case OrcKind.Struct:
                return new(DuckKind.Struct) { Fields = [.. Distinct(Names).Zip(Children, (name, child) => new DuckField(name, child.ToDuck(keepsNanos)))] };
            case OrcKind.Union:
                // As Trino shows a union: which member it is, then all members, of which the others are NULL.
                return new(DuckKind.Struct)
                {
                    Fields =
                    [
                        new("tag", new DuckType(DuckKind.TinyInt)),
                        .. Children.Select((child, at) => new DuckField($"field{at}", child.ToDuck(keepsNanos))),
                    ],
                };
            default:
                throw new FormatException($"an ORC type of no known kind: {(int)Kind}");
        }
    }

    /// <summary>DuckDB wants names of fields that differ by more than case.</summary>
    public static IEnumerable<string> Distinct(IEnumerable<string> names)
    {
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var stored in names)
        {
            // Nor does it take a zero, which ends its texts.
            var name = stored.Replace('\0', '_');
            var unique = name.Length == 0 ? "_" : name;
            while (!seen.TryAdd(unique, 1))
            {
                unique = $"{name}_{++seen[unique]}";
            }

            yield return unique;
        }
    }
}
