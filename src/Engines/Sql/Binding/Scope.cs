using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding;

/// <summary>A column that can be named: by its name, and by its relation's.</summary>
/// <param name="Name">Null when it has none; compares without case.</param>
/// <param name="Relation">The alias, or catalog, schema and table; empty when it has none.</param>
internal sealed record ScopeField(string? Name, ImmutableArray<string> Relation, BoundExpression Value)
{
    /// <summary>Only its name finds it: <c>*</c> does not.</summary>
    public bool IsImplicit { get; init; }
}

/// <summary>What a scope's columns are.</summary>
internal enum ScopeKind
{
    /// <summary>A query's relations.</summary>
    Query,

    /// <summary>A lambda's parameters, which belong to the query around them.</summary>
    Lambda,

    /// <summary>What a query selects, for its ORDER BY; its relations are the parent.</summary>
    Output,
}

/// <summary>A column that a subquery takes from the query around it.</summary>
internal sealed record OuterUse(ScopeField Field, string Name, SourcePosition At);

/// <summary>What names mean at one place: columns of the relations in view, lambda parameters, then the enclosing query.</summary>
internal sealed class Scope(ImmutableArray<ScopeField> fields, Scope? parent, ScopeKind kind = ScopeKind.Query)
{
    public ImmutableArray<ScopeField> Fields { get; } = fields;

    /// <summary>Those that <c>*</c> means.</summary>
    public ImmutableArray<ScopeField> Visible => Shown(Fields);

    public static ImmutableArray<ScopeField> Shown(ImmutableArray<ScopeField> fields) => fields.RemoveAll(static field => field.IsImplicit);

    public Scope? Parent { get; } = parent;

    public ScopeKind Kind { get; } = kind;

    /// <summary>A subquery here sees no columns around it: Trino's rule for the condition of an outer join.</summary>
    public bool IsClosed { get; init; }

    /// <summary>What subqueries took from here.</summary>
    public List<OuterUse> Uses { get; } = [];

    /// <summary>Where the first name stands that was found here; null when none was.</summary>
    public SourcePosition? Taken { get; private set; }

    /// <summary>Not null while outputs must not be named; the error then.</summary>
    public (SqlErrorCode Code, string Text)? Forbidden { get; set; }

    /// <summary>The scope of the query's own relations.</summary>
    public Scope Source => Kind == ScopeKind.Query ? this : Parent?.Source ?? this;

    /// <summary>The outputs that an ORDER BY sees from here, past lambdas; null elsewhere.</summary>
    public Scope? Outputs => Kind switch
    {
        ScopeKind.Output => this,
        ScopeKind.Lambda => Parent?.Outputs,
        _ => null,
    };

    /// <summary>What the name of one to four parts means; null when nothing.</summary>
    public ScopeField? Find(ReadOnlySpan<Identifier> parts, SourcePosition at) =>
        Resolve(parts, at) is { } found && found.Length == parts.Length ? found.Field : null;

    /// <summary>What the longest beginning of a name means in the nearest scope that knows any; the rest are fields of a row.</summary>
    public (ScopeField Field, int Length)? Resolve(ReadOnlySpan<Identifier> parts, SourcePosition at)
    {
        var (crossed, closed) = (false, false);
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            closed |= scope.IsClosed;
            for (var length = Math.Min(parts.Length, 4); length > 0; length--)
            {
                if (scope.One(parts[..length], at) is { } field)
                {
                    scope.Found(field, parts[..length], at, crossed, closed);
                    return (field, length);
                }
            }

            crossed |= scope.Kind == ScopeKind.Query;
        }

        return null;
    }

    /// <summary>What stands before <c>.*</c>: the nearest relation of that name, or a column named after its relation.</summary>
    /// <returns>The relation's fields; null for a column.</returns>
    public ImmutableArray<ScopeField>? FieldsOf(ReadOnlySpan<Identifier> parts, SourcePosition at)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            var found = ImmutableArray.CreateBuilder<ScopeField>();
            foreach (var field in scope.Fields)
            {
                if (!field.IsImplicit && parts.Length <= 3 && EndsWith(field.Relation, parts))
                {
                    found.Add(field);
                }
            }

            var isColumn = parts.Length > 1 && scope.One(parts[..2], at) is not null;
            if (found.Count > 0)
            {
                return isColumn
                    ? throw new SqlException(SqlErrorCode.AmbiguousName, $"Reference '{Written(parts)}' is ambiguous", at)
                    : found.ToImmutable();
            }

            if (isColumn)
            {
                return null;
            }
        }

        throw new SqlException(SqlErrorCode.TableNotFound, $"Unable to resolve reference {Written(parts)}", at);
    }

    private ScopeField? One(ReadOnlySpan<Identifier> parts, SourcePosition at)
    {
        ScopeField? found = null;
        foreach (var field in Fields)
        {
            if (Matches(field, parts))
            {
                found = found is null ? field : throw new SqlException(SqlErrorCode.AmbiguousName, $"Column '{Written(parts)}' is ambiguous", at);
            }
        }

        return found;
    }

    private void Found(ScopeField field, ReadOnlySpan<Identifier> parts, SourcePosition at, bool crossed, bool closed)
    {
        Taken ??= at;
        if (Kind == ScopeKind.Output && Forbidden is { } error)
        {
            throw new SqlException(error.Code, error.Text, at);
        }

        if (crossed && closed)
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"Reference to column '{Written(parts)}' from outer scope not allowed in this context", at);
        }

        if (crossed && Kind == ScopeKind.Query)
        {
            Uses.Add(new(field, Written(parts), at));
        }
    }

#pragma warning disable CA1308 // Trino shows unquoted names in lower case
    private static string Written(ReadOnlySpan<Identifier> parts) =>
        string.Join('.', parts.ToArray().Select(part => part.Quoted ? part.Value : part.Value.ToLowerInvariant()));
#pragma warning restore CA1308

    private static bool Matches(ScopeField field, ReadOnlySpan<Identifier> parts) =>
        string.Equals(field.Name, parts[^1].Value, StringComparison.OrdinalIgnoreCase)
        && (parts.Length == 1 || EndsWith(field.Relation, parts[..^1]));

    private static bool EndsWith(ImmutableArray<string> relation, ReadOnlySpan<Identifier> parts)
    {
        if (relation.Length < parts.Length)
        {
            return false;
        }

        var skip = relation.Length - parts.Length;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!string.Equals(relation[skip + i], parts[i].Value, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
