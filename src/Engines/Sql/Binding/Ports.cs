using System.Collections.Immutable;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Where the binder finds tables. One instance serves one statement.</summary>
public interface ISqlCatalog
{
    /// <summary>The table or view of that name; null when there is none.</summary>
    SqlTable? FindTable(SqlTableName name);

    /// <summary>The table as it was at a version or a time; null when there is none of that name.</summary>
    /// <exception cref="SqlException">It has no such version, or tables here have none.</exception>
    SqlTable? FindTable(SqlTableName name, SqlTableVersion version) =>
        throw new SqlException(SqlErrorCode.NotSupported, "This connector does not support versioned tables", version.At);

    /// <summary>Whether there is such a catalog.</summary>
    bool CatalogExists(string catalog) => true;

    /// <summary>The names of all schemas, for <c>information_schema</c>.</summary>
    IEnumerable<string> ListSchemas() => [];

    /// <summary>All tables and views of a schema, for <c>information_schema</c>; those whose definition cannot be read are left out.</summary>
    IEnumerable<SqlTable> ListTables(string catalog, string schema) => [];

    /// <summary>Whether the schema exists; decides between the errors for a missing schema and a missing table.</summary>
    bool SchemaExists(string catalog, string schema);
}

/// <summary>What a query may see of a table. The default sees all.</summary>
public interface ITableAccess
{
    /// <exception cref="SqlException">The table may not be read at all.</exception>
    TableGrant Read(SqlTable table);
}

/// <param name="Columns">The columns that may be seen, lower case; null for all. Others do not exist for the query.</param>
/// <param name="RowFilter">A condition in the dialect's own text over the table's columns, hidden ones included; null for all rows.</param>
public sealed record TableGrant(IReadOnlySet<string>? Columns, string? RowFilter)
{
    public static TableGrant Everything { get; } = new(null, null);
}

/// <summary>Turns a table into the relation that DuckDB reads. Its text is trusted: it must hold nothing a client wrote unless quoted.</summary>
public interface IScanPlanner
{
    /// <returns>What stands after FROM, giving at least the wanted columns under their names.</returns>
    string Plan(ScanRequest request);
}

/// <param name="Table">The table as the catalog gave it.</param>
/// <param name="Columns">The columns the query needs, at least one unless it only counts rows.</param>
/// <param name="Partitions">Which partitions can hold rows the query keeps.</param>
public sealed record ScanRequest(SqlTable Table, ImmutableArray<SqlColumn> Columns, PartitionPredicate Partitions)
{
    /// <summary>A condition that all wanted rows meet, as far as it can be said of single columns.</summary>
    public ColumnFilter Filter { get; init; } = ColumnFilter.All;

    /// <summary>
    /// No more rows than these are looked at, whichever they are; null for all. Where <see cref="Partitions"/> says something, this holds
    /// only if it keeps each partition for sure.
    /// </summary>
    public long? RowsMax { get; init; }

    /// <summary>Which mention of the table in the statement it is.</summary>
    public int Scan { get; init; }
}

/// <param name="IsTime">A time; else a version: a snapshot's number, or the name of a branch or tag.</param>
/// <param name="Type">The type of the value asked for.</param>
/// <param name="Text">The value, constant, as DuckDB text.</param>
public sealed record SqlTableVersion(bool IsTime, SqlType Type, string Text, SourcePosition At);

/// <summary>A full name, lower case.</summary>
public sealed record SqlTableName(string Catalog, string Schema, string Table)
{
    public override string ToString() => $"{Catalog}.{Schema}.{Table}";

    /// <summary>As Trino names it to people: in quotes what is not letters, digits and underscores alone.</summary>
    public string Shown => $"{Quoted(Catalog)}.{Quoted(Schema)}.{Quoted(Table)}";

    private static string Quoted(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <param name="Name">Lower case.</param>
public sealed record SqlColumn(string Name, SqlType Type, bool IsPartition = false)
{
    /// <summary>No partition column, but conditions on it leave out files all the same: what a hidden partition is computed from.</summary>
    public bool PrunesFiles { get; init; }

    /// <summary>Nobody can name it: where a row lies, for statements that change rows.</summary>
    public bool IsHidden { get; init; }

    /// <summary>It is there for who names it, and not among all columns: which file a row is from.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>What somebody wrote about it.</summary>
    public string? Comment { get; init; }
}

/// <summary>A table or a view.</summary>
public sealed record SqlTable
{
    public required SqlTableName Name { get; init; }

    /// <summary>In the order of SELECT *: data columns, then partition columns.</summary>
    public required ImmutableArray<SqlColumn> Columns { get; init; }

    /// <summary>What somebody wrote about it.</summary>
    public string? Comment { get; init; }

    /// <summary>The view's query; null for a table.</summary>
    public string? ViewText { get; init; }

    /// <summary>The schema that names in the view's query mean; null for the session's.</summary>
    public string? ViewSchema { get; init; }

    /// <summary>The catalog's own object, for the scan planner.</summary>
    public object? Handle { get; init; }
}

/// <summary>What a statement is bound in.</summary>
public sealed record SqlSession
{
    public required string Catalog { get; init; }

    public required string Schema { get; init; }

    /// <summary>When the query began: CURRENT_TIMESTAMP.</summary>
    public required DateTimeOffset Now { get; init; }

    public string User { get; init; } = "";

    /// <summary>The session's time zone.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Values for <c>?</c>, in order; constant expressions.</summary>
    public ImmutableArray<Syntax.Expression> Parameters { get; init; } = [];
}

/// <summary>Lets every query see every table.</summary>
public sealed class FullAccess : ITableAccess
{
    public static FullAccess Instance { get; } = new();

    public TableGrant Read(SqlTable table) => TableGrant.Everything;
}
