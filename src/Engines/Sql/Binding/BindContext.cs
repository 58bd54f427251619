using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>What all binders of one statement share.</summary>
internal sealed class BindContext(SqlSession session, ISqlCatalog catalog, ITableAccess access)
{
    private int _ids;

    public SqlSession Session { get; private set; } = session;

    public ISqlCatalog Catalog => catalog;

    public ITableAccess Access => access;

    /// <summary>Views being expanded, to find one that contains itself.</summary>
    public HashSet<SqlTableName> OpenViews { get; } = [];

    /// <summary>Conditions of which nobody asks whether they are false or NULL: those that a WHERE consists of.</summary>
    public HashSet<Syntax.Node> Filters { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>For the query being bound, those that expressions of it need more than once.</summary>
    public List<BoundCte>? Repeated { get; set; }

    /// <summary>Some failure becomes NULL somewhere in the statement.</summary>
    public bool HasTry { get; private set; }

    /// <summary>NULL where the value's computation fails.</summary>
    public BoundCall Try(BoundExpression value)
    {
        HasTry = true;
        return new("try", value.Type, "TRY({0})", [value]);
    }

    /// <summary>Binds something with names of another schema, as a view's query.</summary>
    public T In<T>(string? schema, Func<T> bind)
    {
        var outer = Session;
        Session = schema is null ? outer : outer with { Schema = schema };
        try
        {
            return bind();
        }
        finally
        {
            Session = outer;
        }
    }

    public int NextId() => ++_ids;

    /// <summary>The number given last: what is bound later has greater ones.</summary>
    public int LastId => _ids;

    public ColumnSymbol Symbol(string name, SqlType type) => new(NextId(), name, type);
}
