namespace Weir.Services.Glue.Domain.Expressions;

/// <summary>A condition over partition values; null is SQL's unknown.</summary>
internal abstract record ExpressionNode
{
    public abstract bool? Holds(IReadOnlyList<string> values);

    internal sealed record And(ExpressionNode Left, ExpressionNode Right) : ExpressionNode
    {
        public override bool? Holds(IReadOnlyList<string> values) => Left.Holds(values) switch
        {
            false => false,
            true => Right.Holds(values),
            _ => Right.Holds(values) == false ? false : null,
        };
    }

    internal sealed record Or(ExpressionNode Left, ExpressionNode Right) : ExpressionNode
    {
        public override bool? Holds(IReadOnlyList<string> values) => Left.Holds(values) switch
        {
            true => true,
            false => Right.Holds(values),
            _ => Right.Holds(values) == true ? true : null,
        };
    }

    internal sealed record Not(ExpressionNode Inner) : ExpressionNode
    {
        public override bool? Holds(IReadOnlyList<string> values) => !Inner.Holds(values);
    }

    internal sealed record Compare(PartitionKey Key, string Sign, IComparable Literal) : ExpressionNode
    {
        public override bool? Holds(IReadOnlyList<string> values)
        {
            if (Key.Value(values) is not { } value)
            {
                return null;
            }

            var order = value.CompareTo(Literal);
            return Sign switch
            {
                "=" => order == 0,
                "<>" => order != 0,
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                _ => order >= 0,
            };
        }
    }

    internal sealed record In(PartitionKey Key, IReadOnlyList<IComparable> Literals) : ExpressionNode
    {
        public override bool? Holds(IReadOnlyList<string> values) =>
            Key.Value(values) is { } value ? Literals.Any(literal => value.CompareTo(literal) == 0) : null;
    }

    internal sealed record Like(PartitionKey Key, string Pattern) : ExpressionNode
    {
        public override bool? Holds(IReadOnlyList<string> values) =>
            Key.Value(values) is null ? null : LikePattern.Matches(Pattern, values[Key.Index]);
    }

    internal sealed record IsNull(PartitionKey Key) : ExpressionNode
    {
        public override bool? Holds(IReadOnlyList<string> values) => false;
    }
}

/// <summary>A key that an expression names: its place among the values and how those compare.</summary>
internal sealed record PartitionKey(string Name, int Index, KeyFamily Family)
{
    private const string HiveDefault = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>Null for Hive's default partition; what else is no value of the type is damage that is said.</summary>
    public IComparable? Value(IReadOnlyList<string> values) => values[Index] == HiveDefault
        ? null
        : KeyType.Read(Family, values[Index]) ?? throw GlueErrors.UnreadablePartition(KeyType.Unreadable(Family, values[Index]));
}

/// <summary>SQL's LIKE: % is any run, _ any one letter.</summary>
internal static class LikePattern
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var at = 0;
        var next = 0;
        var star = -1;
        var afterStar = 0;
        while (next < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '%')
            {
                star = at++;
                afterStar = next;
            }
            else if (at < pattern.Length && (pattern[at] == '_' || pattern[at] == text[next]))
            {
                at++;
                next++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                next = ++afterStar;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].IndexOfAnyExcept('%') < 0;
    }
}
