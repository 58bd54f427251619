using System.Collections.Immutable;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Subqueries in expressions: they see the columns around them.</summary>
internal sealed class SubqueryBinder(ExpressionBinder binder)
{
    public BoundExpression Bind(Expression expression)
    {
        if (binder.Scope.Kind == ScopeKind.Lambda)
        {
            throw new SqlException(SqlErrorCode.NotSupported, "Lambda expression cannot contain subqueries", expression.At);
        }

        switch (expression)
        {
            case ScalarQuery scalar:
                var query = Query(scalar.Query);
                if (query.Columns.Length > 1)
                {
                    query = AsRow(query, named: true);
                }

                return new BoundSubquery(query.Columns[0].Type, SubqueryKind.Scalar, query);
            case Exists exists:
                return new BoundSubquery(SqlType.Boolean, SubqueryKind.Exists, Query(exists.Query));
            case InQuery list:
                var bound = Compared(list.Operand, list.Query, "=", isAll: false, SubqueryKind.In, list.At);
                return bound.Operand!.Type.Kind == SqlTypeKind.Row ? Rows(bound, list.Negated) : list.Negated ? ExpressionBinder.Not(bound) : bound;
            default:
                var quantified = (Quantified)expression;
                return Compared(
                    quantified.Operand, quantified.Query, ExpressionPrinter.Symbol(quantified.Operator),
                    quantified.Quantifier == Quantifier.All, SubqueryKind.Quantified, quantified.At);
        }
    }

    /// <summary>A row with a NULL in it is in no list: DuckDB holds two such rows equal.</summary>
    private static BoundCase Rows(BoundSubquery list, bool negated)
    {
        var fields = list.Operand!.Type.Fields.Select((_, i) => Conversions.Field(list.Operand, i)).ToImmutableArray();
        var open = new BoundCall("any null", SqlType.Boolean, string.Join(" OR ", fields.Select((_, i) => $"{{{i}}} IS NULL")), fields);
        return new(SqlType.Boolean, [(open, Conversions.Null(SqlType.Boolean))], negated ? ExpressionBinder.Not(list) : list);
    }

    private BoundQuery Query(Query query) => binder.Queries.Bind(query, binder.Scope);

    private BoundQuery AsRow(BoundQuery query, bool named)
    {
        var row = SqlType.Row([.. query.Columns.Select(column => new SqlField(named && column.Name.Length > 0 ? column.Name : null, column.Type))]);
        var values = query.Columns.Select(column => (BoundExpression)new BoundColumn(column));
        return binder.Queries.Wrapped(query, [new BoundCall("row", row, Conversions.Struct(row, 0), [.. values])]);
    }

    private BoundSubquery Compared(Expression operand, Query query, string comparison, bool isAll, SubqueryKind kind, SourcePosition at)
    {
        var left = binder.Bind(operand);
        var right = Query(query);
        if (right.Columns.Length != 1)
        {
            right = AsRow(right, named: false);
        }

        var type = right.Columns[0].Type;
        if (Coercion.Common(left.Type, type) is not { } common)
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch, $"Value expression and result of subquery must be of the same type: {left.Type} vs {type}", at);
        }

        if (kind == SubqueryKind.Quantified && !(comparison is "=" or "<>" ? common.IsComparable : common.IsOrderable))
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch,
                $"Type [{common}] must be {(comparison is "=" or "<>" ? "comparable" : "orderable")} in order to be used in quantified comparison", at);
        }

        if (!type.Equals(common))
        {
            right = binder.Queries.Wrapped(right, [binder.Conversions.Coerce(new BoundColumn(right.Columns[0]), common, operand.At)]);
        }

        if (common.IsZoned)
        {
            right = binder.Queries.Wrapped(right, [Instants.Key(new BoundColumn(right.Columns[0]))]);
        }

        return new(SqlType.Boolean, kind, right)
        {
            Operand = Instants.Key(binder.Conversions.Coerce(left, common, operand.At)),
            Operator = comparison,
            IsAll = isAll,
        };
    }
}
