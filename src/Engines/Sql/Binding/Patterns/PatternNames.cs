using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding.Patterns;

/// <summary>What names mean inside one MATCH_RECOGNIZE: columns of its input, variables of its pattern, unions of these.</summary>
internal sealed class PatternNames
{
    /// <summary>Rows tell by bits of one number which variables they may be.</summary>
    private const int VariablesMax = 62;

    private readonly ImmutableArray<ScopeField> _fields;
    private readonly List<Identifier> _variables = [];
    private readonly Dictionary<string, ImmutableArray<int>> _unions = new(StringComparer.OrdinalIgnoreCase);

    public PatternNames(MatchRecognize match, ImmutableArray<ScopeField> fields)
    {
        _fields = fields;
        Collect(match.Pattern);
        if (_variables.Count > VariablesMax)
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"Patterns of more than {VariablesMax} variables are not supported", match.At);
        }

        foreach (var subset in match.Subsets)
        {
            if (Labels(subset.Name) is not null)
            {
                throw new SqlException(
                    SqlErrorCode.InvalidLabel,
                    $"union pattern variable name: {Written(subset.Name)} is {(IndexOf(subset.Name) >= 0 ? "a duplicate of primary pattern variable name" : "declared twice")}",
                    subset.At);
            }

            _unions[subset.Name.Value] = [.. subset.Variables.Select(variable => IndexOf(variable) is var index and >= 0
                ? index
                : throw new SqlException(SqlErrorCode.InvalidLabel, $"subset element: {Written(variable)} is not a primary pattern variable", variable.At))];
        }
    }

    public ImmutableArray<ScopeField> Fields => _fields;

    /// <summary>The primary variables in the order of the pattern.</summary>
    public IReadOnlyList<Identifier> Variables => _variables;

    /// <summary>How CLASSIFIER shows a variable.</summary>
    public static string Shown(Identifier variable) => variable.Quoted ? variable.Value : variable.Value.ToUpperInvariant();

    /// <summary>As it stands in the statement.</summary>
    public static string Written(Identifier variable) => variable.Quoted ? $"\"{variable.Value}\"" : variable.Value;

    /// <summary>Our own name of an input column.</summary>
    public static NameExpression Column(int index) => Own(string.Create(CultureInfo.InvariantCulture, $"$c{index}"));

    public static NameExpression Own(string name) => new(new(name, Quoted: true));

    public int IndexOf(Identifier variable) => _variables.FindIndex(name => name.Value.Equals(variable.Value, StringComparison.OrdinalIgnoreCase));

    /// <summary>The variables that a variable or union stands for; null when it is neither.</summary>
    public ImmutableArray<int>? Labels(Identifier name) =>
        IndexOf(name) is var index and >= 0 ? [index] : _unions.TryGetValue(name.Value, out var union) ? union : null;

    /// <summary>The input column that a name (of one part, or after a variable or relation) is, and the variable before it; null when it is no name.</summary>
    public (int Column, Identifier? Variable)? Find(Expression expression)
    {
        switch (expression)
        {
            case NameExpression name:
                return (Field(name.Name, null, name.Name.Value, name.At), null);
            case Dereference { Base: NameExpression first } part when Labels(first.Name) is not null:
                return (Field(part.Field, null, $"{first.Name.Value}.{part.Field.Value}", part.At), first.Name);
            case Dereference { Base: NameExpression first } part when _fields.Any(field => field.Relation.Length > 0 && Same(field.Relation[^1], first.Name)):
                return (Field(part.Field, first.Name, $"{first.Name.Value}.{part.Field.Value}", part.At), null);
            default:
                return null;
        }
    }

    private int Field(Identifier name, Identifier? relation, string written, SourcePosition at)
    {
        var found = -1;
        for (var i = 0; i < _fields.Length; i++)
        {
            if (Same(_fields[i].Name, name) && (relation is null || Same(_fields[i].Relation.LastOrDefault(), relation)))
            {
                found = found < 0 ? i : throw new SqlException(SqlErrorCode.AmbiguousName, $"Column '{written}' is ambiguous", at);
            }
        }

#pragma warning disable CA1308 // Trino shows unquoted names in lower case
        return found >= 0 ? found : throw new SqlException(SqlErrorCode.ColumnNotFound, $"Column '{written.ToLowerInvariant()}' cannot be resolved", at);
#pragma warning restore CA1308
    }

    private static bool Same(string? name, Identifier identifier) => string.Equals(name, identifier.Value, StringComparison.OrdinalIgnoreCase);

    private void Collect(RowPattern pattern)
    {
        switch (pattern)
        {
            case PatternVariable variable when IndexOf(variable.Name) < 0:
                _variables.Add(variable.Name);
                break;
            case PatternSequence sequence:
                Array.ForEach([.. sequence.Parts], Collect);
                break;
            case PatternAlternation alternation:
                Array.ForEach([.. alternation.Parts], Collect);
                break;
            case PatternPermutation permutation:
                Array.ForEach([.. permutation.Parts], Collect);
                break;
            case PatternQuantified quantified:
                Collect(quantified.Part);
                break;
            case PatternExclusion exclusion:
                Collect(exclusion.Part);
                break;
            default:
                break;
        }
    }
}
