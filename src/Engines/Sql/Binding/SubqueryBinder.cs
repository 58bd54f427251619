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
                var bound = Compared(list.Operand, list.Query, "=", isAll: false, SubqueryKind.In, list.At, binder.Queries.IsFilter(list));
                return list.Negated ? ExpressionBinder.Not(bound) : bound;
            default:
                var quantified = (Quantified)expression;
                return Compared(
                    quantified.Operand, quantified.Query, ExpressionPrinter.Symbol(quantified.Operator),
                    quantified.Quantifier == Quantifier.All, SubqueryKind.Quantified, quantified.At);
        }
    }

    private BoundQuery Query(Query query) => binder.Queries.Bind(query, binder.Scope);

    private static SqlType RowOf(BoundQuery query, bool named) =>
        SqlType.Row([.. query.Columns.Select(column => new SqlField(named && column.Name.Length > 0 && !IsMade(column.Name) ? column.Name : null, column.Type))]);

    /// <summary>A name that VALUES or an expression without one got.</summary>
    private static bool IsMade(string name) => name.StartsWith("_col", StringComparison.Ordinal) && name.AsSpan(4).IndexOfAnyExceptInRange('0', '9') < 0;

    private BoundQuery AsRow(BoundQuery query, bool named)
    {
        var row = RowOf(query, named);
        var values = query.Columns.Select(column => (BoundExpression)new BoundColumn(column));
        return binder.Queries.Wrapped(query, [new BoundCall("row", row, Conversions.Struct(row, 0), [.. values])]);
    }

    /// <summary>How often the queries around have been asked for a column.</summary>
    private int Uses()
    {
        var count = 0;
        for (var scope = binder.Scope; scope is not null; scope = scope.Parent)
        {
            count += scope.Uses.Count;
        }

        return count;
    }

    private BoundExpression Compared(Expression operand, Query query, string comparison, bool isAll, SubqueryKind kind, SourcePosition at, bool isFilter = false)
    {
        var left = binder.Bind(operand);
        var before = Uses();
        var right = Query(query);
        var isOwn = Uses() == before;

        // Trino compares rows: of the subquery's columns, and of the value alone unless it is a row itself.
        var isRow = left.Type.Kind == SqlTypeKind.Row || right.Columns.Length != 1;
        var asked = left.Type.Kind is SqlTypeKind.Row or SqlTypeKind.Unknown ? left.Type : SqlType.Row([new(null, left.Type)]);
        var answered = RowOf(right, named: true);
        if (Coercion.Common(asked, answered) is not { } compared)
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch, $"Value expression and result of subquery must be of the same type: {asked} vs {answered}", at);
        }

        if (kind == SubqueryKind.Quantified && !(comparison is "=" or "<>" ? compared.IsComparable : compared.IsOrderable))
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch,
                $"Type [{compared}] must be {(comparison is "=" or "<>" ? "comparable" : "orderable")} in order to be used in quantified comparison", at);
        }

        right = isRow ? AsRow(right, named: false) : right;
        var type = right.Columns[0].Type;
        var common = Coercion.Common(left.Type, type)!;

        if (!type.Equals(common))
        {
            right = binder.Queries.Wrapped(right, [binder.Conversions.Coerce(new BoundColumn(right.Columns[0]), common, operand.At)]);
        }

        if (common.IsZoned)
        {
            right = binder.Queries.Wrapped(right, [Instants.Key(new BoundColumn(right.Columns[0]))]);
        }

        if (comparison is "=" or "<>" && common.Kind is SqlTypeKind.Row or SqlTypeKind.Array or SqlTypeKind.Map)
        {
            // a = ANY and a <> ALL are IN and NOT IN; a <> ANY is no a = ALL.
            var (value, lists) = (binder.Conversions.Coerce(left, common, operand.At), new StructuredLists(binder));
            right = isOwn && !isFilter ? binder.Queries.Repeated(right) : right;
            var found = comparison == "=" == isAll ? lists.All(value, right) : lists.In(value, right, isFilter);
            return comparison == "=" ? found : ExpressionBinder.Not(found);
        }

        if (common.IsFloating && (comparison is not ("=" or "<>") || comparison == "=" == isAll))
        {
            return new StructuredLists(binder).Ordered(binder.Conversions.Coerce(left, common, operand.At), isOwn ? binder.Queries.Repeated(right) : right, comparison, isAll);
        }

        return new BoundSubquery(SqlType.Boolean, kind, right)
        {
            Operand = Instants.Key(binder.Conversions.Coerce(left, common, operand.At)),
            Operator = comparison,
            IsAll = isAll,
        };
    }
}
