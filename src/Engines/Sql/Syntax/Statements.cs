using System.Collections.Immutable;

namespace Weir.Engines.Sql.Syntax;

/// <summary>One statement of any kind.</summary>
public abstract record Statement : Node;

public sealed record QueryStatement(Query Query) : Statement;

/// <param name="Type">LOGICAL, DISTRIBUTED, VALIDATE, IO; null when not said.</param>
/// <param name="Format">TEXT, GRAPHVIZ, JSON; null when not said.</param>
public sealed record Explain(Statement Statement, string? Type, string? Format, bool Analyze, bool Verbose) : Statement;

public sealed record Prepare(Identifier Name, Statement Statement) : Statement;

public sealed record Execute(Identifier Name, ImmutableArray<Expression> Arguments) : Statement;

/// <summary><c>EXECUTE IMMEDIATE 'statement' USING …</c></summary>
/// <param name="Text">The statement as written.</param>
public sealed record ExecuteImmediate(Statement Statement, string Text, ImmutableArray<Expression> Arguments) : Statement;

public sealed record Deallocate(Identifier Name) : Statement;

public sealed record CreateTableAs(QualifiedName Name, Query Query) : Statement
{
    public bool IfNotExists { get; init; }
    public ImmutableArray<Identifier> Columns { get; init; } = [];
    public string? Comment { get; init; }
    public ImmutableArray<Property> Properties { get; init; } = [];
    public bool WithData { get; init; } = true;
}

public sealed record InsertInto(QualifiedName Table, ImmutableArray<Identifier> Columns, Query Query) : Statement;

/// <summary><c>UNLOAD (query) TO 'location' WITH (…)</c></summary>
public sealed record Unload(Query Query, string Location, ImmutableArray<Property> Properties) : Statement;

public sealed record CreateView(QualifiedName Name, Query Query) : Statement
{
    public bool OrReplace { get; init; }
    public string? Comment { get; init; }

    /// <summary>DEFINER or INVOKER.</summary>
    public string? Security { get; init; }

    /// <summary>Column names written after the view's name (Athena's and Hive's form).</summary>
    public ImmutableArray<Identifier> Columns { get; init; } = [];

    /// <summary>The query as its author wrote it.</summary>
    public string QueryText { get; init; } = "";
}

public sealed record DropView(QualifiedName Name, bool IfExists) : Statement;

/// <summary><c>name = expression</c> of a WITH list.</summary>
public sealed record Property(Identifier Name, Expression Value) : Node;

public sealed record ShowDatabases(string? Pattern, bool SaidSchemas) : Statement;

public sealed record ShowTables(Identifier? Database, string? Pattern) : Statement;

public sealed record ShowViews(Identifier? Database, string? Pattern) : Statement;

public sealed record ShowColumns(QualifiedName Table) : Statement;

public sealed record ShowPartitions(QualifiedName Table, ImmutableArray<PartitionValue> Partition) : Statement;

public sealed record ShowCreateTable(QualifiedName Name) : Statement;

public sealed record ShowCreateView(QualifiedName Name) : Statement;

public sealed record ShowTableProperties(QualifiedName Table, string? Property) : Statement;

public sealed record ShowFunctions(string? Pattern) : Statement
{
    /// <summary>What makes <c>_</c> and <c>%</c> of the pattern plain; null when nothing does.</summary>
    public string? Escape { get; init; }
}

public sealed record Describe(QualifiedName Table) : Statement
{
    /// <summary>DESCRIBE EXTENDED or FORMATTED.</summary>
    public string? Mode { get; init; }
    public ImmutableArray<PartitionValue> Partition { get; init; } = [];

    /// <summary><c>DESCRIBE table column</c></summary>
    public QualifiedName? Column { get; init; }
}

/// <summary><c>DESCRIBE VIEW name</c></summary>
public sealed record DescribeView(QualifiedName View) : Statement;

/// <summary><c>DESCRIBE INPUT</c> and <c>DESCRIBE OUTPUT</c> of a prepared statement.</summary>
public sealed record DescribePrepared(Identifier Name, bool IsInput) : Statement;
