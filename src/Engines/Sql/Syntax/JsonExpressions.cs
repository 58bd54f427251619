using System.Collections.Immutable;

namespace Weir.Engines.Sql.Syntax;

/// <summary><c>json_value(x, 'path' RETURNING … ON EMPTY … ON ERROR)</c>, <c>json_query</c>, <c>json_exists</c>.</summary>
/// <param name="Name">Upper case.</param>
public sealed record JsonPathCall(string Name, Expression Input, string Path) : Expression
{
    /// <summary>JSON, or with an encoding <c>JSON ENCODING UTF8</c>; null when not said.</summary>
    public string? InputFormat { get; init; }
    public ImmutableArray<JsonArgument> Passing { get; init; } = [];
    public TypeSyntax? Returning { get; init; }

    /// <summary>FORMAT after RETURNING; null when not said.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>Where the path stands.</summary>
    public SourcePosition PathAt { get; init; }
    public JsonBehaviour Behaviour { get; init; } = JsonBehaviour.None;
}

/// <summary><c>value [FORMAT JSON] AS name</c> of a PASSING list.</summary>
public sealed record JsonArgument(Expression Value, string? Format, Identifier Name) : Node;

/// <summary>How a JSON function wraps its answer and what it does without one.</summary>
public sealed record JsonBehaviour : Node
{
    public static JsonBehaviour None { get; } = new();

    /// <summary>WITHOUT, WITH CONDITIONAL, WITH UNCONDITIONAL.</summary>
    public string? Wrapper { get; init; }

    /// <summary>KEEP or OMIT.</summary>
    public string? Quotes { get; init; }

    /// <summary>NULL, ERROR, EMPTY ARRAY, EMPTY OBJECT, DEFAULT; for json_exists TRUE, FALSE, UNKNOWN, ERROR.</summary>
    public string? OnEmpty { get; init; }
    public Expression? EmptyDefault { get; init; }
    public string? OnError { get; init; }
    public Expression? ErrorDefault { get; init; }
}

/// <summary><c>JSON_OBJECT(KEY k VALUE v, …)</c></summary>
public sealed record JsonObjectCall(ImmutableArray<JsonMember> Members) : Expression
{
    public bool AbsentOnNull { get; init; }
    public bool UniqueKeys { get; init; }
    public TypeSyntax? Returning { get; init; }
    public string? OutputFormat { get; init; }
}

/// <param name="Format">As <see cref="JsonPathCall.InputFormat"/>.</param>
public sealed record JsonMember(Expression Key, Expression Value, string? Format) : Node;

/// <summary><c>JSON_ARRAY(v, …)</c></summary>
public sealed record JsonArrayCall(ImmutableArray<JsonElementValue> Items) : Expression
{
    public bool NullOnNull { get; init; }
    public TypeSyntax? Returning { get; init; }
    public string? OutputFormat { get; init; }
}

/// <param name="Format">As <see cref="JsonPathCall.InputFormat"/>.</param>
public sealed record JsonElementValue(Expression Value, string? Format) : Node;

/// <summary><c>JSON_TABLE(x, 'path' COLUMNS (…))</c> after FROM.</summary>
public sealed record JsonTable(Expression Input, string Path, ImmutableArray<JsonColumn> Columns) : Relation
{
    public string? InputFormat { get; init; }
    public Identifier? PathName { get; init; }

    /// <summary>Where the path stands.</summary>
    public SourcePosition PathAt { get; init; }
    public ImmutableArray<JsonArgument> Passing { get; init; } = [];

    /// <summary>PLAN DEFAULT: INNER or OUTER between a row and its nested rows; null when not said.</summary>
    public string? Nesting { get; init; }

    /// <summary>PLAN DEFAULT: UNION or CROSS between nested rows beside each other; null when not said.</summary>
    public string? Siblings { get; init; }

    /// <summary><c>PLAN (…)</c>; null when not said, or by default.</summary>
    public JsonPlan? Plan { get; init; }

    /// <summary>ERROR or EMPTY; null when not said.</summary>
    public string? OnError { get; init; }
}

/// <summary>A column of JSON_TABLE.</summary>
public abstract record JsonColumn : Node;

public sealed record JsonOrdinality(Identifier Name) : JsonColumn;

/// <param name="Format">Not null for a column that holds JSON.</param>
public sealed record JsonValueColumn(Identifier Name, TypeSyntax Type, string? Format, string? Path, JsonBehaviour Behaviour) : JsonColumn;

public sealed record JsonNestedColumns(string Path, Identifier? PathName, ImmutableArray<JsonColumn> Columns) : JsonColumn
{
    /// <summary>Where the path stands.</summary>
    public SourcePosition PathAt { get; init; }
}
