using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>What all binders of one statement share.</summary>
internal sealed class BindContext(SqlSession session, ISqlCatalog catalog, ITableAccess access)
{
    private int _ids;

    public SqlSession Session => session;

    public ISqlCatalog Catalog => catalog;

    public ITableAccess Access => access;

    /// <summary>Views being expanded, to find one that contains itself.</summary>
    public HashSet<SqlTableName> OpenViews { get; } = [];

    public int NextId() => ++_ids;

    public ColumnSymbol Symbol(string name, SqlType type) => new(NextId(), name, type);
}
