using System.Collections.Immutable;

namespace Weir.Engines.Iceberg.Scanning;

/// <summary>How a column is compared. There is no NOT: who makes a filter pushes it down to these.</summary>
public enum FilterOperator { IsNull, NotNull, Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual, In, StartsWith }

/// <summary>A condition on a table's columns, by field id. It may be weaker than the query's, never stronger.</summary>
public abstract record Filter
{
    /// <summary>Every row may be wanted.</summary>
    public static Filter All { get; } = new AllOf([]);

    /// <summary>No row can be.</summary>
    public static Filter None { get; } = new AnyOf([]);

    public static Filter And(IEnumerable<Filter> terms)
    {
        ImmutableArray<Filter> list = [.. terms.Where(term => term != All)];
        return list.Contains(None) ? None : list is [var only] ? only : list.IsEmpty ? All : new AllOf(list);
    }

    public static Filter Or(IEnumerable<Filter> terms)
    {
        ImmutableArray<Filter> list = [.. terms.Where(term => term != None)];
        return list.Contains(All) ? All : list is [var only] ? only : list.IsEmpty ? None : new AnyOf(list);
    }
}

public sealed record AllOf(ImmutableArray<Filter> Terms) : Filter
{
    public bool Equals(AllOf? other) => other is not null && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

    public override int GetHashCode() => Terms.Length;
}

public sealed record AnyOf(ImmutableArray<Filter> Terms) : Filter
{
    public bool Equals(AnyOf? other) => other is not null && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

    public override int GetHashCode() => ~Terms.Length;
}

/// <param name="Values">Of the column's type; none for null tests, several for In.</param>
public sealed record Comparison(int FieldId, FilterOperator Operator, ImmutableArray<object> Values) : Filter
{
    public Comparison(int fieldId, FilterOperator op)
        : this(fieldId, op, [])
    {
    }

    public Comparison(int fieldId, FilterOperator op, object value)
        : this(fieldId, op, [value])
    {
    }

    public bool Equals(Comparison? other) => other is not null && FieldId == other.FieldId && Operator == other.Operator
        && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(FieldId, Operator);
}
