using System.Collections.Immutable;
using Weir.Engines.Sql.Functions;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Chooses a function's signature by its arguments, binding type variables.</summary>
internal static class FunctionResolver
{
    /// <summary>A signature with its variables bound; lambdas' types are still open.</summary>
    public sealed record Match(FunctionSignature Signature, Dictionary<char, SqlType> Variables, int Cost);

    /// <param name="arguments">Types; null for a lambda.</param>
    public static Match? Resolve(IEnumerable<FunctionSignature> signatures, ImmutableArray<SqlType?> arguments, ImmutableArray<int> lambdaParameters)
    {
        Match? best = null;
        foreach (var signature in signatures)
        {
            if (Try(signature, arguments, lambdaParameters) is { } match && (best is null || match.Cost < best.Cost))
            {
                best = match;
            }
        }

        return best;
    }

    public static TypeSyntax Parameter(FunctionSignature signature, int index) =>
        signature.Parameters[Math.Min(index, signature.Parameters.Length - 1)];

    public static bool IsVariable(TypeSyntax type) => type.Name.Length == 1 && type.Arguments.IsEmpty;

    /// <summary>A signature as errors show it: <c>count(T) T</c>, its type variables in capitals and named once more behind.</summary>
    public static string Written(FunctionSignature signature, string name)
    {
        var variables = new SortedSet<string>(StringComparer.Ordinal);
        var parameters = string.Join(", ", signature.Parameters.Select(parameter => Printing.SqlPrinter.Print(Capital(parameter, variables))));
        return $"{name}({parameters}) {string.Join(", ", variables)}".TrimEnd();
    }

    private static TypeSyntax Capital(TypeSyntax type, SortedSet<string> variables)
    {
        if (!IsVariable(type))
        {
            return type with { Arguments = [.. type.Arguments.Select(argument => argument.Type is null ? argument : argument with { Type = Capital(argument.Type, variables) })] };
        }

        var capital = type.Name.ToUpperInvariant();
        variables.Add(capital);
        return type with { Name = capital };
    }

    /// <summary>A type with its variables put in; null while one is unbound.</summary>
    public static SqlType? Instantiate(TypeSyntax type, Dictionary<char, SqlType> variables)
    {
        if (IsVariable(type))
        {
            return variables.GetValueOrDefault(type.Name[0]);
        }

        if (type.Name is not ("array" or "map" or "row" or "qdigest" or "function"))
        {
            return SqlTypes.Resolve(type);
        }

        var arguments = ImmutableArray.CreateBuilder<SqlField>();
        foreach (var argument in type.Arguments)
        {
            if (Instantiate(argument.Type!, variables) is not { } inner)
            {
                return null;
            }

            arguments.Add(new(argument.Field?.Value, inner));
        }

        return type.Name switch
        {
            "array" => SqlType.Array(arguments[0].Type),
            "map" => SqlType.Map(arguments[0].Type, arguments[1].Type),
            "row" => SqlType.Row(arguments.ToImmutable()),
            "qdigest" => SqlType.QDigest(arguments[0].Type),
            _ => SqlType.Function([.. arguments.Select(field => field.Type)]),
        };
    }

    /// <summary>What nothing but NULL was given for is of unknown type.</summary>
    public static void Complete(Match match)
    {
        foreach (var parameter in match.Signature.Parameters)
        {
            Complete(parameter, match.Variables);
        }
    }

    private static void Complete(TypeSyntax type, Dictionary<char, SqlType> variables)
    {
        if (IsVariable(type))
        {
            variables.TryAdd(type.Name[0], SqlType.Unknown);
        }

        foreach (var argument in type.Arguments)
        {
            if (argument.Type is { } inner)
            {
                Complete(inner, variables);
            }
        }
    }

    private static Match? Try(FunctionSignature signature, ImmutableArray<SqlType?> arguments, ImmutableArray<int> lambdaParameters)
    {
        var count = signature.Parameters.Length;
        if (signature.IsVariadic ? arguments.Length < count - 1 : arguments.Length != count)
        {
            return null;
        }

        var variables = new Dictionary<char, SqlType>();
        var cost = signature.IsVariadic ? 1 : 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = Parameter(signature, i);
            if (arguments[i] is not { } argument)
            {
                if (parameter.Name != "function" || parameter.Arguments.Length - 1 != lambdaParameters[i])
                {
                    return null;
                }

                continue;
            }

            if (parameter.Name == "function" || Unify(parameter, argument, variables) is not { } step)
            {
                return null;
            }

            cost += step;
        }

        return new(signature, variables, cost);
    }

    /// <summary>What it costs to make an argument fit; null when it cannot.</summary>
    private static int? Unify(TypeSyntax parameter, SqlType argument, Dictionary<char, SqlType> variables)
    {
        if (IsVariable(parameter))
        {
            return Bind(parameter.Name[0], argument, variables);
        }

        if (argument.Kind == SqlTypeKind.Unknown)
        {
            return parameter.Arguments.IsEmpty ? 1 : 3;
        }

        switch (parameter.Name)
        {
            case "array" when argument.Kind == SqlTypeKind.Array:
            case "qdigest" when argument.Kind == SqlTypeKind.QDigest:
            case "map" when argument.Kind == SqlTypeKind.Map:
            case "row" when argument.Kind == SqlTypeKind.Row && argument.Fields.Length == parameter.Arguments.Length:
                var total = 0;
                for (var i = 0; i < parameter.Arguments.Length; i++)
                {
                    if (Unify(parameter.Arguments[i].Type!, argument.Fields[i].Type, variables) is not { } step)
                    {
                        return null;
                    }

                    total += step;
                }

                return total;
            case "array" or "map" or "row" or "qdigest" or "function":
                return null;
        }

        var wanted = SqlTypes.Resolve(parameter);
        if (wanted.Kind == argument.Kind)
        {
            if (wanted.Kind == SqlTypeKind.Varchar && argument.Precision > wanted.Precision)
            {
                return null;
            }

            return 0;
        }

        if (wanted.Kind == SqlTypeKind.Varchar && argument.Kind == SqlTypeKind.Char)
        {
            return 1;
        }

        return Coercion.CanCoerce(argument, wanted) || (wanted.Kind is SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned
            && Coercion.Common(argument, wanted)?.Kind == wanted.Kind)
            ? 1 + Math.Abs(Rank(wanted) - Rank(argument))
            : null;
    }

    private static int Rank(SqlType type) => (int)type.Kind;

    private static int? Bind(char variable, SqlType argument, Dictionary<char, SqlType> variables)
    {
        if ((variable == 'n' && !argument.IsNumeric && argument.Kind != SqlTypeKind.Unknown) || (variable == 'o' && !argument.IsOrderable))
        {
            return null;
        }

        if (!variables.TryGetValue(variable, out var bound))
        {
            variables[variable] = argument;
            return 0;
        }

        if (Coercion.Common(bound, argument) is not { } common)
        {
            return null;
        }

        variables[variable] = common;
        return common.Equals(bound) && common.Equals(argument) ? 0 : 1;
    }
}
