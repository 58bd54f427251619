using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding;

/// <summary>A column that can be named: by its name, and by its relation's.</summary>
/// <param name="Name">Null when it has none; compares without case.</param>
/// <param name="Relation">The alias, or catalog, schema and table; empty when it has none.</param>
internal sealed record ScopeField(string? Name, ImmutableArray<string> Relation, BoundExpression Value);

/// <summary>What names mean at one place: columns of the relations in view, lambda parameters, then the enclosing query.</summary>
internal sealed class Scope(ImmutableArray<ScopeField> fields, Scope? parent, bool isQuery = true)
{
    public ImmutableArray<ScopeField> Fields { get; } = fields;

    public Scope? Parent { get; } = parent;

    /// <summary>False for the parameters of a lambda, which belong to the query around them.</summary>
    public bool IsQuery { get; } = isQuery;

    /// <summary>What the name of one to four parts means; null when nothing.</summary>
    public ScopeField? Find(ReadOnlySpan<Identifier> parts, SourcePosition at)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            ScopeField? found = null;
            foreach (var field in scope.Fields)
            {
                if (!Matches(field, parts))
                {
                    continue;
                }

                if (found is not null)
                {
                    var name = string.Join('.', parts.ToArray().Select(part => part.Value));
                    throw new SqlException(SqlErrorCode.AmbiguousName, $"Column '{name}' is ambiguous", at);
                }

                found = field;
            }

            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The fields of the relation named; null when no relation has that name.</summary>
    public ImmutableArray<ScopeField>? FieldsOf(ReadOnlySpan<Identifier> relation)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            var found = ImmutableArray.CreateBuilder<ScopeField>();
            foreach (var field in scope.Fields)
            {
                if (EndsWith(field.Relation, relation))
                {
                    found.Add(field);
                }
            }

            if (found.Count > 0)
            {
                return found.ToImmutable();
            }
        }

        return null;
    }

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
