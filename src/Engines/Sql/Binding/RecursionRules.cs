using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding;

/// <summary>The shape a query of WITH RECURSIVE must have; Trino's rules in Trino's order.</summary>
internal static class RecursionRules
{
    /// <summary>The two sides of a query that is recursive; null when it is a plain one.</summary>
    public static SetOperation? Union(NamedQuery named)
    {
        var (query, name) = (named.Query, named.Name.Value);
        if (named.Columns.IsEmpty)
        {
            throw new SqlException(SqlErrorCode.MissingColumnAliases, "missing column aliases in recursive WITH query", named.At);
        }

        if (SyntaxTree.All(query).OfType<With>().FirstOrDefault(with => with.IsRecursive) is { } nested)
        {
            throw new SqlException(SqlErrorCode.NestedRecursive, "nested recursive WITH query", nested.At);
        }

        if (query.Body is not SetOperation { Operator: SetOperator.Union } union || Step(union, name) is not { } step)
        {
            return SyntaxTree.References(query, name) is [var first, ..]
                ? throw Illegal(first, "recursive reference not allowed in this context")
                : null;
        }

        Immediate(query);
        foreach (var relation in step.From)
        {
            From(relation, name);
        }

        return union;
    }

    /// <summary>The SELECT that mentions the query once, after FROM; null when nothing does.</summary>
    private static Select? Step(SetOperation union, string name)
    {
        if (SyntaxTree.References(union.Left, name) is [var inBase, ..])
        {
            throw Illegal(inBase, "WITH table name is referenced in the base relation of recursion");
        }

        var references = SyntaxTree.References(union.Right, name);
        if (references.Count > 1)
        {
            throw Illegal(references[1], "multiple recursive references in the step relation of recursion");
        }

        if (references.Count == 0)
        {
            return null;
        }

        var body = union.Right;
        while (body is NestedQuery nested)
        {
            if (nested.Query.Limit is { } limit)
            {
                throw new SqlException(SqlErrorCode.InvalidLimitClause, "FETCH FIRST / LIMIT clause in the step relation of recursion", nested.Query.LimitAt ?? limit.At);
            }

            body = nested.Query.Body;
        }

        return body is Select step && step.From.Any(relation => SyntaxTree.References(relation, name).Count > 0)
            ? step
            : throw Illegal(references[0], "recursive reference outside of FROM clause of the step relation of recursion");
    }

    private static void Immediate(Query query)
    {
        if (query.With is { } with)
        {
            throw new SqlException(SqlErrorCode.NotSupported, "immediate WITH clause in recursive query", with.At);
        }

        if (query.OrderBy is [var first, ..])
        {
            throw new SqlException(SqlErrorCode.NotSupported, "immediate ORDER BY clause in recursive query", query.OrderByAt ?? first.At);
        }

        if (query.Offset is { } offset)
        {
            throw new SqlException(SqlErrorCode.NotSupported, "immediate OFFSET clause in recursive query", offset.At);
        }

        if (query.Limit is { } limit)
        {
            throw new SqlException(SqlErrorCode.InvalidLimitClause, "immediate FETCH FIRST / LIMIT clause in recursive query", query.LimitAt ?? limit.At);
        }
    }

    private static void From(Relation from, string name)
    {
        foreach (var join in SyntaxTree.All(from).OfType<Join>())
        {
            var kind = join.Kind.ToString().ToUpperInvariant();
            if (join.Kind is JoinKind.Right or JoinKind.Full && SyntaxTree.References(join.Left, name) is [var left, ..])
            {
                throw Illegal(left, $"recursive reference in left source of {kind} join");
            }

            if (join.Kind is JoinKind.Left or JoinKind.Full && SyntaxTree.References(join.Right, name) is [var right, ..])
            {
                throw Illegal(right, $"recursive reference in right source of {kind} join");
            }
        }

        foreach (var operation in SyntaxTree.All(from).OfType<SetOperation>())
        {
            if (operation is { Operator: SetOperator.Intersect, IsDistinct: false } && SyntaxTree.References(operation, name) is [var first, ..])
            {
                throw Illegal(first, "recursive reference in INTERSECT ALL");
            }

            if (operation.Operator != SetOperator.Except)
            {
                continue;
            }

            if (SyntaxTree.References(operation.Right, name) is [var right, ..])
            {
                throw Illegal(right, $"recursive reference in right relation of EXCEPT {(operation.IsDistinct ? "DISTINCT" : "ALL")}");
            }

            if (!operation.IsDistinct && SyntaxTree.References(operation.Left, name) is [var left, ..])
            {
                throw Illegal(left, "recursive reference in left relation of EXCEPT ALL");
            }
        }
    }

    private static SqlException Illegal(Node reference, string text) => new(SqlErrorCode.InvalidRecursiveReference, text, reference.At);
}
