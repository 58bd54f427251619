using System.Collections.Immutable;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql;

/// <summary>From a query's tree to DuckDB text: names bound, permissions applied, partitions pruned. Client text never passes through.</summary>
public static class SqlCompiler
{
    /// <summary>Resolves names and types.</summary>
    /// <exception cref="SqlException">The query means nothing; Trino's code and message.</exception>
    public static CompiledQuery Bind(Query query, SqlSession session, ISqlCatalog catalog, ITableAccess access)
    {
        ArgumentNullException.ThrowIfNull(query);
        var parameters = SyntaxTree.All(query).OfType<Parameter>().Count();
        if (parameters != session.Parameters.Length)
        {
            throw new SqlException(
                SqlErrorCode.InvalidParameterUsage, $"Incorrect number of parameters: expected {parameters} but found {session.Parameters.Length}", query.At);
        }

        var context = new BindContext(session, catalog, access);
        return new(context, new QueryBinder(context).Bind(query, null));
    }

    /// <summary>Resolves a DELETE, UPDATE or MERGE to the query that says which rows go and which come.</summary>
    /// <exception cref="SqlException">The statement means nothing, or the table's rows cannot be changed.</exception>
    public static CompiledChange BindChange(Statement change, SqlSession session, ISqlCatalog catalog, ITableAccess access)
    {
        var context = new BindContext(session, catalog, access);
        var (query, table) = new ChangeBinder(context).Bind(change);
        return new(context, query, table);
    }
}

/// <param name="Name">As results name it; <c>_col0</c> where the query gives none.</param>
public sealed record ResultColumn(string Name, SqlType Type);

/// <summary>How a query is printed.</summary>
/// <param name="Text">Each result column is the text Athena shows (arrays as <c>[1, 2]</c>, rows as <c>{a=1}</c>), ready to be written.</param>
/// <param name="NarrowDecimals">
/// Decimals are computed in 64 bits where that nearly always is enough. For who runs the statement again, lowered without this, when it
/// fails with what <see cref="EngineErrors.IsNarrowDecimal"/> knows.
/// </param>
public sealed record LoweringOptions(bool Text = false, bool NarrowDecimals = false);

/// <summary>A bound query. Not safe for use by several threads at once.</summary>
public sealed class CompiledQuery
{
    private readonly BindContext _context;
    private readonly BoundQuery _query;

    internal CompiledQuery(BindContext context, BoundQuery query)
    {
        _context = context;
        _query = query;
        Columns = [.. query.Columns.Select((column, i) => new ResultColumn(column.Name.Length == 0 ? $"_col{i}" : column.Name, column.Type))];
    }

    /// <summary>What the query returns.</summary>
    public ImmutableArray<ResultColumn> Columns { get; }

    /// <summary>The plan, for EXPLAIN.</summary>
    /// <param name="target">The table that the rows go to; null for a query.</param>
    public Planning.QueryPlan Plan(SqlTableName? target) => new(_context, _query, [.. Columns.Select(column => column.Name)], target);

    /// <summary>The same columns, of rows that are in a table already: it has the columns of <see cref="LowerMarked"/>'s statement.</summary>
    public CompiledQuery Kept(string table) =>
        new(_context, new BoundQuery(new BoundSelect(_query.Columns, [.. _query.Columns.Select(column => new BoundColumn(column))]) { From = new BoundKept(table, _query.Columns) }));

    /// <summary>The DuckDB statement. Its result columns are in the order of <see cref="Columns"/> under names of their own.</summary>
    public string Lower(IScanPlanner planner, LoweringOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var text = new QueryText(planner, CanBeNarrow(options));
        if (!options.Text)
        {
            return text.Print(_query);
        }

        var conversions = new Conversions(_context);
        var shown = new QueryBinder(_context).Wrapped(
            _query, [.. _query.Columns.Select(column => conversions.Display(new BoundColumn(column)))]);
        return text.Print(shown);
    }

    /// <summary>The DuckDB statement with a mark on each step of <see cref="Plan"/>, for a run whose rows nobody wants.</summary>
    /// <param name="steps">Mark all of them, and not the result alone.</param>
    public string LowerMarked(IScanPlanner planner, LoweringOptions options, RowMarks marks, bool steps)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(marks);
        return marks.AroundQuery(StepKeys.Result, new QueryText(planner, CanBeNarrow(options), steps ? marks : null).Print(_query));
    }

    /// <summary>The DuckDB statement with columns cast to other types and given names: what CTAS, INSERT and UNLOAD write.</summary>
    /// <exception cref="SqlException">The number of columns differs, or one cannot be cast.</exception>
    public string LowerAs(IScanPlanner planner, IReadOnlyList<ResultColumn> target, LoweringOptions options)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        if (target.Count != _query.Columns.Length)
        {
            throw new SqlException(
                SqlErrorCode.MismatchedColumnAliases, $"Column alias list has {target.Count} entries but relation has {_query.Columns.Length} columns");
        }

        var conversions = new Conversions(_context);
        var wrapped = new QueryBinder(_context).Wrapped(
            _query, [.. _query.Columns.Select((column, i) => Written(conversions, new BoundColumn(column), target[i].Type))]);
        var inner = new QueryText(planner, CanBeNarrow(options)).Print(wrapped);
        var columns = wrapped.Columns.Select((column, i) => $"{column} AS {DuckText.Name(target[i].Name)}");
        return $"SELECT {string.Join(", ", columns)} FROM ({inner}) AS w";
    }

    /// <summary>A TRY would swallow the failure that says that 18 digits are not enough.</summary>
    private bool CanBeNarrow(LoweringOptions options) => options.NarrowDecimals && !_context.HasTry;

    private static BoundExpression Written(Conversions conversions, BoundExpression value, SqlType type) =>
        Coercion.CanStore(value.Type, type)
            ? conversions.Cast(value, type, default)
            : throw new SqlException(
                SqlErrorCode.TypeMismatch, $"Insert query has mismatched column types: Table: [{type}], Query: [{value.Type}]");
}
