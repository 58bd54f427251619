using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>
/// Rows, arrays and maps compared with all values of a subquery. DuckDB holds two NULLs inside them equal; here they make the comparison
/// NULL: what has none inside is looked up, and only what has some is compared one by one.
/// </summary>
internal sealed class StructuredLists(ExpressionBinder binder)
{
    /// <summary>Whether the value is one of the query's: true, false, or NULL where only a NULL inside keeps it from being one.</summary>
    /// <param name="source">The query; of it each part of the answer is made.</param>
    /// <param name="isFilter">Nobody asks whether it is false or NULL.</param>
    public BoundExpression In(BoundExpression value, BoundQuery source, bool isFilter)
    {
        var column = source.Columns[0];
        if (IsOdd(column.Type))
        {
            var list = List(source, null);
            return new BoundCase(
                SqlType.Boolean,
                [(Any(value, list, column.Type, "IS TRUE"), True), (Any(value, list, column.Type, "IS NULL"), Conversions.Null(SqlType.Boolean))],
                False);
        }

        var whole = new BoundSubquery(SqlType.Boolean, SubqueryKind.In, Of(source, item => IsOpen(item, negated: true), isList: false)) { Operand = value };
        var isOpen = IsOpen(value, negated: false);
        if (isFilter)
        {
            return new BoundCase(SqlType.Boolean, [(isOpen, False)], whole);
        }

        var none = Conversions.Null(SqlType.Boolean);
        var all = List(source, null);
        var some = List(source, item => IsOpen(item, negated: false));
        return new BoundCase(
            SqlType.Boolean,
            [
                (isOpen, new BoundCase(SqlType.Boolean, [(Any(value, all, column.Type, "IS NULL"), none)], False)),
                (whole, True),
                (Any(value, some, column.Type, "IS NULL"), none),
            ],
            False);
    }

    /// <summary>Whether the value equals all of the query's.</summary>
    public BoundExpression All(BoundExpression value, BoundQuery source)
    {
        var all = List(source, null);
        var type = source.Columns[0].Type;
        return new BoundCase(
            SqlType.Boolean,
            [(Any(value, all, type, "IS FALSE"), False), (Any(value, all, type, "IS NULL"), Conversions.Null(SqlType.Boolean))],
            True);
    }

    /// <summary>A floating number compared with all values or with any: NaN is neither more nor less, nor the same.</summary>
    public BoundExpression Ordered(BoundExpression value, BoundQuery source, string comparison, bool isAll)
    {
        var list = List(source, null);
        var template = Operators.Floating(comparison, leftIsNumber: false, rightIsNumber: false).Replace("{1}", "q9", StringComparison.Ordinal);
        var (deciding, test, otherwise) = isAll ? (False, "IS FALSE", True) : (True, "IS TRUE", False);
        return new BoundCase(
            SqlType.Boolean,
            [(Any(value, list, template, test), deciding), (Any(value, list, template, "IS NULL"), Conversions.Null(SqlType.Boolean))],
            otherwise);
    }

    private static BoundLiteral True => new(SqlType.Boolean, true, "true");

    private static BoundLiteral False => new(SqlType.Boolean, false, "false");

    /// <summary>Values that look different to DuckDB may be equal: maps in another order, an instant in another zone; or the same and not equal: NaN.</summary>
    private static bool IsOdd(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Map => true,
        SqlTypeKind.Array => IsOdd(type.Element),
        SqlTypeKind.Row => type.Fields.Any(field => IsOdd(field.Type)),
        _ => type.IsZoned,
    };

    /// <summary>Whether a NULL is in the value, or it is one.</summary>
    private static BoundCall IsOpen(BoundExpression value, bool negated) =>
        new("is open", SqlType.Boolean, negated ? "({0} IS NOT NULL)" : "({0} IS NULL)", [Equality.Of(value, value)]);

    private static BoundCall Any(BoundExpression value, BoundExpression list, SqlType type, string test) =>
        Any(value, list, Equality.Template(type, "{0}", "q9", 10), test);

    private static BoundCall Any(BoundExpression value, BoundExpression list, string same, string test)
    {
        return new("any", SqlType.Boolean, $"coalesce(len(list_filter({{1}}, lambda q9: ({same}) {test})) > 0, false)", [value, list]);
    }

    private BoundSubquery List(BoundQuery source, Func<BoundExpression, BoundExpression>? where)
    {
        var query = Of(source, where, isList: true);
        return new(query.Columns[0].Type, SubqueryKind.Scalar, query);
    }

    private BoundQuery Of(BoundQuery source, Func<BoundExpression, BoundExpression>? where, bool isList)
    {
        var column = source.Columns[0];
        var type = isList ? SqlType.Array(column.Type) : column.Type;
        BoundExpression item = new BoundColumn(column);
        var value = isList ? new BoundAggregate("array_agg", type, "list({D}{0}{O}){M}", [item]) { IsDistinct = true } : item;
        return new(new BoundSelect([binder.Queries.Symbol(type)], [value])
        {
            From = new BoundDerived(source, IsLateral: false),
            Where = where?.Invoke(item),
            IsAggregate = isList,
        });
    }
}
