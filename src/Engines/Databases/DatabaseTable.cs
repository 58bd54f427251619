namespace Weir.Engines.Databases;

/// <summary>What a relation is to its database.</summary>
public enum RelationKind
{
    Table,
    View,
    MaterializedView,
    ForeignTable,

    /// <summary>A table whose rows lie in partitions.</summary>
    PartitionedTable,

    /// <summary>A part of another table, with a name of its own.</summary>
    Partition,
}

/// <summary>A table or view of a database. Immutable.</summary>
public sealed record DatabaseTable
{
    public required string Catalog { get; init; }

    /// <summary>Null where the database knows no schemas.</summary>
    public string? Schema { get; init; }
    public required string Name { get; init; }
    public required RelationKind Kind { get; init; }
    public string? Comment { get; init; }
    public required IReadOnlyList<DatabaseColumn> Columns { get; init; }

    public bool IsView => Kind is RelationKind.View or RelationKind.MaterializedView;
}

/// <summary>What stands behind a type's name.</summary>
public enum TypeClass
{
    /// <summary>A type the database knows by itself.</summary>
    Plain,
    Enum,

    /// <summary>A row type.</summary>
    Composite,

    /// <summary>A range, or several.</summary>
    Range,
}

/// <summary>A column. Immutable.</summary>
/// <param name="NativeType">As declared: <c>numeric(10,2)</c>, <c>int(10) unsigned</c>, a domain's name.</param>
public sealed record DatabaseColumn(string Name, string NativeType)
{
    /// <summary>What a domain is in the end; else the native type.</summary>
    public string BaseType { get; init; } = NativeType;

    /// <summary>Of an array: its elements'.</summary>
    public TypeClass Class { get; init; }
    public bool IsNullable { get; init; } = true;
    public string? Comment { get; init; }
}
