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
    string Name, FunctionKind Kind, ImmutableArray<TypeSyntax> Parameters, bool IsVariadic, TypeSyntax Result, string Template)
{
    /// <summary>Where Trino's documentation describes it.</summary>
    public required string Group { get; init; }

    /// <summary>Known by name only.</summary>
    public bool IsSupported => Template != Registry.Unsupported;

    /// <summary>The binder makes its text; the signature is for the reader.</summary>
    public bool IsSpecial => Template == Registry.Special;

    /// <summary>As the documentation shows it: <c>substr(varchar, bigint) -> varchar</c>.</summary>
    public required string Text { get; init; }
}

/// <summary>Every function there is. Only what stands here can be printed.</summary>
/// <remarks>Lines: <c># Group</c>, then <c>name(types...) -> type | template</c>. A template with <c>{OR}</c> has a second one for a path that is no constant.</remarks>
internal static class Registry
{
    public const string Unsupported = "{UNSUPPORTED}";
    public const string Special = "{SPECIAL}";

    private static readonly Lazy<ImmutableArray<FunctionSignature>> InOrder = new(() => [.. Read()]);
    private static readonly Lazy<FrozenDictionary<string, ImmutableArray<FunctionSignature>>> ByName = new(() => InOrder.Value
        .GroupBy(signature => signature.Name, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.OrdinalIgnoreCase));

    /// <summary>The signatures a call may mean; those the binder treats itself are not among them.</summary>
    public static ImmutableArray<FunctionSignature> Find(string name) =>
        ByName.Value.TryGetValue(name, out var found) ? [.. found.Where(signature => !signature.IsSpecial)] : [];

    /// <summary>Whether there is such a function at all.</summary>
    public static bool Knows(string name) => ByName.Value.ContainsKey(name);

    public static IEnumerable<FunctionSignature> Signatures => InOrder.Value;

    private static IEnumerable<FunctionSignature> Read() =>
        Lines(FunctionKind.Aggregate, AggregateFunctions.Lines)
            .Concat(Lines(FunctionKind.Scalar, CollectionFunctions.Lines))
            .Concat(Lines(FunctionKind.Scalar, BinaryFunctions.Lines))
            .Concat(Lines(FunctionKind.Scalar, ConditionalFunctions.Lines))
            .Concat(Lines(FunctionKind.Scalar, DateFunctions.Lines))
            .Concat(Lines(FunctionKind.Scalar, GeospatialFunctions.Lines))
            .Concat(Lines(FunctionKind.Aggregate, GeospatialFunctions.Aggregates))
            .Concat(Lines(FunctionKind.Scalar, JsonFunctions.Lines))
            .Concat(Lines(FunctionKind.Scalar, MathFunctions.Lines))
            .Concat(Lines(FunctionKind.Scalar, SketchFunctions.Lines))
            .Concat(Lines(FunctionKind.Aggregate, SketchFunctions.Aggregates))
            .Concat(Lines(FunctionKind.Scalar, StringFunctions.Lines))
            .Concat(Lines(FunctionKind.Window, WindowFunctions.Lines));

    private static IEnumerable<FunctionSignature> Lines(FunctionKind kind, string lines)
    {
        var group = "";
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                group = line[2..];
            }
            else
            {
                yield return Parse(kind, group, line);
            }
        }
    }

    private static FunctionSignature Parse(FunctionKind kind, string group, string line)
    {
        var bar = line.IndexOf(" | ", StringComparison.Ordinal);
        var arrow = line.LastIndexOf(" -> ", bar, StringComparison.Ordinal);
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var parameters = line[(open + 1)..(arrow - 1)];
        var variadic = parameters.EndsWith("...", StringComparison.Ordinal);
        var types = variadic ? parameters[..^3] : parameters;
        var template = line[(bar + 3)..];
        var isForReaders = template is Special or Unsupported;
        return new(
            line[..open],
            kind,
            types.Length == 0 || isForReaders ? [] : [.. SqlParser.ParseType($"list({types})").Arguments.Select(argument => argument.Type!)],
            variadic,
            SqlParser.ParseType(isForReaders ? "unknown" : line[(arrow + 4)..bar]),
            template)
        { Group = group, Text = line[..bar] };
    }
}
