using System.Collections.Immutable;

namespace Weir.Engines.Sql.Syntax;

public sealed record CreateDatabase(Identifier Name) : Statement
{
    public bool SaidSchema { get; init; }
    public bool IfNotExists { get; init; }
    public string? Comment { get; init; }
    public string? Location { get; init; }
    public ImmutableArray<StringPair> Properties { get; init; } = [];
}

/// <summary>ALTER DATABASE … SET DBPROPERTIES: adds properties and replaces those of the same names.</summary>
public sealed record AlterDatabase(Identifier Name, bool SaidSchema, ImmutableArray<StringPair> Properties) : Statement;

public sealed record DropDatabase(Identifier Name, bool SaidSchema, bool IfExists, bool Cascade) : Statement;

/// <summary>Hive's CREATE [EXTERNAL] TABLE.</summary>
public sealed record CreateTable(QualifiedName Name) : Statement
{
    public bool IsExternal { get; init; }
    public bool IfNotExists { get; init; }
    public ImmutableArray<ColumnDefinition> Columns { get; init; } = [];
    public string? Comment { get; init; }
    public ImmutableArray<PartitionField> PartitionedBy { get; init; } = [];
    public Clustering? ClusteredBy { get; init; }
    public RowFormat? RowFormat { get; init; }
    public StoredAs? StoredAs { get; init; }
    public string? Location { get; init; }
    public ImmutableArray<StringPair> Properties { get; init; } = [];
}

public sealed record ColumnDefinition(Identifier Name, TypeSyntax Type, string? Comment) : Node;

/// <summary>A partition column: with a type (Hive), or a column or transform of one (Iceberg: <c>day(ts)</c>, <c>bucket(16, id)</c>).</summary>
public sealed record PartitionField(Identifier Name, TypeSyntax? Type, string? Comment) : Node
{
    public Identifier? Transform { get; init; }
    public long? TransformArgument { get; init; }
}

public sealed record Clustering(ImmutableArray<Identifier> Columns, ImmutableArray<SortItem> SortedBy, long Buckets) : Node;

public abstract record RowFormat : Node;

public sealed record SerdeFormat(string Serde, ImmutableArray<StringPair> Properties) : RowFormat;

public sealed record DelimitedFormat : RowFormat
{
    public string? FieldsTerminatedBy { get; init; }
    public string? EscapedBy { get; init; }
    public string? CollectionItemsTerminatedBy { get; init; }
    public string? MapKeysTerminatedBy { get; init; }
    public string? LinesTerminatedBy { get; init; }
    public string? NullDefinedAs { get; init; }
}

/// <summary>A format by name, or input and output format classes.</summary>
public sealed record StoredAs(string? Format, string? InputFormat, string? OutputFormat) : Node;

public sealed record StringPair(string Key, string Value) : Node;

public sealed record DropTable(QualifiedName Name, bool IfExists) : Statement;

public sealed record MsckRepair(QualifiedName Table) : Statement;

public abstract record AlterTable : Statement
{
    public required QualifiedName Table { get; init; }
}

public sealed record AddPartitions(bool IfNotExists, ImmutableArray<PartitionSpec> Partitions) : AlterTable;

public sealed record DropPartitions(bool IfExists, ImmutableArray<ImmutableArray<PartitionValue>> Partitions) : AlterTable;

public sealed record RenamePartition(ImmutableArray<PartitionValue> From, ImmutableArray<PartitionValue> To) : AlterTable;

public sealed record SetLocation(ImmutableArray<PartitionValue> Partition, string Location) : AlterTable;

public sealed record AddColumns(ImmutableArray<PartitionValue> Partition, ImmutableArray<ColumnDefinition> Columns) : AlterTable;

public sealed record ReplaceColumns(ImmutableArray<PartitionValue> Partition, ImmutableArray<ColumnDefinition> Columns) : AlterTable;

public sealed record ChangeColumn(Identifier OldName, ColumnDefinition Column) : AlterTable
{
    public bool First { get; init; }
    public Identifier? After { get; init; }
}

public sealed record DropColumn(Identifier Column) : AlterTable;

public sealed record RenameTable(QualifiedName NewName) : AlterTable;

public sealed record SetTableProperties(ImmutableArray<StringPair> Properties) : AlterTable;

public sealed record UnsetTableProperties(ImmutableArray<string> Keys, bool IfExists) : AlterTable;

public sealed record PartitionSpec(ImmutableArray<PartitionValue> Values, string? Location) : Node;

/// <summary><c>column = value</c> of a PARTITION clause; the operator is other than equal only in DROP PARTITION.</summary>
/// <param name="Value">As text; null when only the column is named.</param>
/// <param name="IsString">The value was a string literal.</param>
public sealed record PartitionValue(Identifier Column, ComparisonOperator Operator, string? Value, bool IsString) : Node;
