using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Scanning;

/// <summary>Turns a filter on columns into one on partition values that holds wherever the first does (the inclusive projection).</summary>
public static class Projection
{
    public static Filter Onto(PartitionSpec spec, Schema schema, Filter filter) => filter switch
    {
        AllOf all => Filter.And(all.Terms.Select(term => Onto(spec, schema, term))),
        AnyOf any => Filter.Or(any.Terms.Select(term => Onto(spec, schema, term))),
        Comparison comparison when schema.Primitive(comparison.FieldId) is { } type => Filter.And(
            spec.Fields.Where(field => field.SourceId == comparison.FieldId).Select(field => Onto(field, type, comparison))),
        _ => Filter.All,
    };

    private static Filter Onto(PartitionField field, PrimitiveType type, Comparison comparison)
    {
        var transform = field.Transform;
        if (transform.Kind is TransformKind.Void or TransformKind.Unknown || !transform.Takes(type))
        {
            return Filter.All;
        }

        switch (comparison.Operator)
        {
            case FilterOperator.IsNull or FilterOperator.NotNull:
                return comparison with { FieldId = field.FieldId };
            case FilterOperator.Equal or FilterOperator.In:
                return new Comparison(
                    field.FieldId, comparison.Operator, [.. comparison.Values.Select(value => transform.Apply(type, value)!).Distinct()]);
        }

        if (transform.Kind == TransformKind.Identity)
        {
            return comparison with { FieldId = field.FieldId };
        }

        if (transform.Kind == TransformKind.Bucket)
        {
            return Filter.All;
        }

        var bound = comparison.Values[0];
        return comparison.Operator switch
        {
            FilterOperator.Less => new Comparison(field.FieldId, FilterOperator.LessOrEqual, transform.Apply(type, Before(bound))!),
            FilterOperator.LessOrEqual => new Comparison(field.FieldId, FilterOperator.LessOrEqual, transform.Apply(type, bound)!),
            FilterOperator.Greater => new Comparison(field.FieldId, FilterOperator.GreaterOrEqual, transform.Apply(type, After(bound))!),
            FilterOperator.GreaterOrEqual => new Comparison(field.FieldId, FilterOperator.GreaterOrEqual, transform.Apply(type, bound)!),
            FilterOperator.StartsWith when transform.Kind == TransformKind.Truncate => Prefix(field, transform, (string)bound),
            _ => Filter.All,
        };
    }

    private static Comparison Prefix(PartitionField field, Transform transform, string prefix)
    {
        var cut = Transform.FirstLetters(prefix, transform.Argument);
        return new(field.FieldId, FilterOperator.StartsWith, cut);
    }

    /// <summary>The largest value below, of types that have one: what is less than midnight lies in the day before.</summary>
    private static object Before(object value) => value switch
    {
        int number when number > int.MinValue => number - 1,
        long number when number > long.MinValue => number - 1,
        Int128 digits => digits - 1,
        _ => value,
    };

    private static object After(object value) => value switch
    {
        int number when number < int.MaxValue => number + 1,
        long number when number < long.MaxValue => number + 1,
        Int128 digits => digits + 1,
        _ => value,
    };
}
