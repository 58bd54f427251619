using System.Collections.Immutable;

namespace Weir.Engines.Sql.Syntax;

/// <summary>A part of a statement and where it begins.</summary>
public abstract record Node
{
    public SourcePosition At { get; init; }
}

/// <summary>A name as written, without quotes. Names compare without case, quoted or not.</summary>
public sealed record Identifier(string Value, bool Quoted = false) : Node
{
    /// <summary>As SQL has it where case matters (row patterns, JSON paths): in upper case, unless it is quoted.</summary>
    public string Canonical => Quoted ? Value : Value.ToUpperInvariant();
}

/// <summary>A name of several parts: <c>catalog.schema.table</c>.</summary>
public sealed record QualifiedName(ImmutableArray<Identifier> Parts) : Node
{
    /// <summary>The parts in lower case, joined by dots.</summary>
#pragma warning disable CA1308 // Trino's names are lower case
    public string Lower => string.Join('.', Parts.Select(part => part.Value.ToLowerInvariant()));
#pragma warning restore CA1308
}

/// <summary>A type as written: <c>decimal(10,2)</c>, <c>row(a bigint)</c>, <c>struct&lt;a:int&gt;</c>.</summary>
/// <param name="Name">In lower case, for example <c>timestamp with time zone</c>.</param>
public sealed record TypeSyntax(string Name, ImmutableArray<TypeArgument> Arguments) : Node;

/// <summary>A number, or a type with the name of the field it belongs to.</summary>
public sealed record TypeArgument(long? Number, TypeSyntax? Type, Identifier? Field = null) : Node;
