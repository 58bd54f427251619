namespace Weir.Engines.Discovery.Types;

/// <summary>The one type that holds the values of two.</summary>
public static class TypeMerge
{
    private const int PrecisionMax = 38;

    public static HiveType Merge(HiveType left, HiveType right)
    {
        if (left.Kind == TypeKind.None || right.Kind == TypeKind.None)
        {
            return left.Kind == TypeKind.None ? right : left;
        }

        if (left.IsNumber && right.IsNumber)
        {
            return Numbers(left, right);
        }

        if (left.Kind != right.Kind)
        {
            return HiveType.String;
        }

        return left.Kind switch
        {
            TypeKind.Array => HiveType.ArrayOf(Merge(left.Element!, right.Element!)),
            TypeKind.Map => HiveType.MapOf(Merge(left.Key!, right.Key!), Merge(left.Element!, right.Element!)),
            TypeKind.Struct => HiveType.StructOf(Fields(left.Fields, right.Fields)),
            _ => left,
        };
    }

    /// <summary>True when merging loses nothing of what either type says.</summary>
    public static bool AreCompatible(HiveType left, HiveType right) =>
        left.Kind == right.Kind || left.Kind == TypeKind.None || right.Kind == TypeKind.None || (left.IsNumber && right.IsNumber);

    public static IReadOnlyList<HiveField> Fields(IReadOnlyList<HiveField> left, IReadOnlyList<HiveField> right)
    {
        var merged = new List<HiveField>(left);
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < merged.Count; at++)
        {
            places.TryAdd(merged[at].Name, at);
        }

        foreach (var field in right)
        {
            if (places.TryGetValue(field.Name, out var at))
            {
                merged[at] = merged[at] with { Type = Merge(merged[at].Type, field.Type) };
            }
            else
            {
                places.Add(field.Name, merged.Count);
                merged.Add(field);
            }
        }

        return merged;
    }

    private static HiveType Numbers(HiveType left, HiveType right)
    {
        if (left.Kind == TypeKind.Decimal && right.Kind == TypeKind.Decimal)
        {
            var scale = Math.Max(left.Scale, right.Scale);
            var whole = Math.Max(left.Precision - left.Scale, right.Precision - right.Scale);
            return whole + scale <= PrecisionMax ? HiveType.Decimal(whole + scale, scale) : HiveType.Double;
        }

        if (left.IsInteger && right.IsInteger)
        {
            return left.Kind > right.Kind ? left : right;
        }

        return left.Kind == TypeKind.Float && right.Kind == TypeKind.Float ? left : HiveType.Double;
    }
}
