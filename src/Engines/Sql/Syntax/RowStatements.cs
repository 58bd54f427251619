using System.Collections.Immutable;

namespace Weir.Engines.Sql.Syntax;

/// <summary><c>DELETE FROM table [WHERE condition]</c></summary>
public sealed record Delete(QualifiedName Table, Identifier? Alias, Expression? Where) : Statement;

/// <summary><c>UPDATE table SET column = value, … [WHERE condition]</c></summary>
public sealed record Update(QualifiedName Table, Identifier? Alias, ImmutableArray<Assignment> Assignments, Expression? Where) : Statement;

/// <summary><c>MERGE INTO table USING source ON condition WHEN …</c></summary>
/// <param name="Source">What is merged in, its alias included.</param>
public sealed record Merge(
    QualifiedName Table, Identifier? Alias, Relation Source, Expression On, ImmutableArray<MergeCase> Cases) : Statement;

/// <summary><c>column = value</c> of an UPDATE.</summary>
public sealed record Assignment(Identifier Column, Expression Value) : Node;

/// <summary>One WHEN of a MERGE; the first whose condition holds is taken.</summary>
/// <param name="Condition">What follows AND; null when nothing does.</param>
public abstract record MergeCase(Expression? Condition) : Node;

/// <summary><c>WHEN MATCHED THEN UPDATE SET …</c></summary>
public sealed record MergeUpdate(Expression? Condition, ImmutableArray<Assignment> Assignments) : MergeCase(Condition);

/// <summary><c>WHEN MATCHED THEN DELETE</c></summary>
public sealed record MergeDelete(Expression? Condition) : MergeCase(Condition);

/// <summary><c>WHEN NOT MATCHED THEN INSERT (columns) VALUES (values)</c>; no columns means all.</summary>
public sealed record MergeInsert(Expression? Condition, ImmutableArray<Identifier> Columns, ImmutableArray<Expression> Values)
    : MergeCase(Condition);

/// <summary><c>OPTIMIZE table REWRITE DATA USING BIN_PACK [WHERE condition]</c></summary>
public sealed record Optimize(QualifiedName Table, Expression? Where) : Statement;

/// <summary><c>TRUNCATE TABLE table</c></summary>
public sealed record Truncate(QualifiedName Table) : Statement;

/// <summary><c>VACUUM table</c></summary>
public sealed record Vacuum(QualifiedName Table) : Statement;
