using System.Collections.Frozen;
using System.Collections.Immutable;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Functions;

/// <summary>What kind of call a function is for.</summary>
internal enum FunctionKind { Scalar, Aggregate, Window }

/// <summary>One signature of a function and the DuckDB text it becomes.</summary>
/// <param name="Parameters">Types; a name of one letter is a variable (<c>n</c>: numeric, <c>o</c>: orderable).</param>
/// <param name="IsVariadic">The last parameter may repeat.</param>
internal sealed record FunctionSignature(
    string Name, FunctionKind Kind, ImmutableArray<TypeSyntax> Parameters, bool IsVariadic, TypeSyntax Result, string Template);

/// <summary>Every function there is. Only what stands here can be printed.</summary>
internal static class Registry
{
    private static readonly Lazy<FrozenDictionary<string, ImmutableArray<FunctionSignature>>> All = new(Read);

    public static ImmutableArray<FunctionSignature> Find(string name) =>
        All.Value.TryGetValue(name, out var found) ? found : [];

    public static IEnumerable<FunctionSignature> Signatures => All.Value.Values.SelectMany(list => list);

    private static FrozenDictionary<string, ImmutableArray<FunctionSignature>> Read() =>
        Lines(FunctionKind.Scalar, StringFunctions.Lines)
            .Concat(Lines(FunctionKind.Scalar, MathFunctions.Lines))
            .Concat(Lines(FunctionKind.Scalar, DateFunctions.Lines))
            .Concat(Lines(FunctionKind.Scalar, CollectionFunctions.Lines))
            .Concat(Lines(FunctionKind.Aggregate, AggregateFunctions.Lines))
            .Concat(Lines(FunctionKind.Window, WindowFunctions.Lines))
            .GroupBy(signature => signature.Name)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<FunctionSignature> Lines(FunctionKind kind, string lines)
    {
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return Parse(kind, line);
        }
    }

    /// <summary><c>name(types...) -> type | template</c></summary>
    private static FunctionSignature Parse(FunctionKind kind, string line)
    {
        var bar = line.IndexOf(" | ", StringComparison.Ordinal);
        var arrow = line.LastIndexOf(" -> ", bar, StringComparison.Ordinal);
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var parameters = line[(open + 1)..(arrow - 1)];
        var variadic = parameters.EndsWith("...", StringComparison.Ordinal);
        var types = variadic ? parameters[..^3] : parameters;
        return new(
            line[..open],
            kind,
            types.Length == 0 ? [] : [.. SqlParser.ParseType($"list({types})").Arguments.Select(argument => argument.Type!)],
            variadic,
            SqlParser.ParseType(line[(arrow + 4)..bar]),
            line[(bar + 3)..]);
    }
}
