using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;

namespace Weir.Engines.Sql;

/// <summary>A bound DELETE, UPDATE or MERGE.</summary>
public sealed class CompiledChange
{
    /// <summary>The columns of the query: <see cref="ChangeAction"/>, where the old row lies, then the new row's values.</summary>
    public const string ActionColumn = "weir_action";
    public const string FileColumn = "weir_file";
    public const string PositionColumn = "weir_pos";

    private readonly BindContext _context;
    private readonly BoundQuery _query;

    internal CompiledChange(BindContext context, BoundQuery query, SqlTable table) => (_context, _query, Table) = (context, query, table);

    /// <summary>The table whose rows change.</summary>
    public SqlTable Table { get; }

    /// <summary>The name of a value's column, by the place of the table's column.</summary>
    public static string ValueColumn(int place) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"v{place}");

    /// <summary>The plan, for EXPLAIN.</summary>
    public Planning.QueryPlan Plan() => new(_context, _query, [.. _query.Columns.Select((_, at) => Name(at))], Table.Name);

    /// <summary>The DuckDB query: a row for each row that goes or comes; an update is one row.</summary>
    public string Lower(IScanPlanner planner)
    {
        var inner = new QueryText(planner).Print(_query);
        var names = _query.Columns.Select((column, at) => $"{column} AS {Name(at)}");
        return $"SELECT {string.Join(", ", names)} FROM ({inner}) AS w";
    }

    private static string Name(int at) => at switch
    {
        0 => ActionColumn,
        1 => FileColumn,
        2 => PositionColumn,
        _ => ValueColumn(at - 3),
    };
}

/// <summary>What happens to a row.</summary>
public enum ChangeAction { Insert = 0, Delete = 1, Update = 2 }
