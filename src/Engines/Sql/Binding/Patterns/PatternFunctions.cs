using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Weir.Engines.Sql.Runtime;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding.Patterns;

/// <summary>Functions that a definition may put the values of several rows into: those of <see cref="RowCalls"/>, and those that are C# in any case.</summary>
internal static partial class PatternFunctions
{
    private static readonly string[] OfText = ["lower", "upper", "length", "substr", "substring", "concat", "trim", "ltrim", "rtrim", "replace", "strpos", "starts_with", "like"];
    private static readonly string[] OfDoubles = ["sqrt", "cbrt", "exp", "ln", "log10", "log2", "power", "pow", "atan2", "degrees", "radians"];
    private static readonly string[] OfNumbers = ["round", "floor", "ceil", "ceiling", "truncate", "sign"];
    private static readonly string[] ClockUnits = ["millisecond", "second", "minute", "hour"];
    private static readonly string[] DayUnits = ["day", "week", "month", "quarter", "year"];

    private static readonly FrozenSet<string> Runtime = SqlRuntime.Functions
        .Where(function => function.More is null && !function.SeesNulls && function.Parameters.Append(function.Result).All(RowCalls.Holds))
        .Select(function => function.Name).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What the program calls a function, and its arguments; null for one that it has not.</summary>
    public static (string Name, ImmutableArray<BoundExpression> Parts)? Of(BoundCall call)
    {
        var (name, arguments) = (call.Name, call.Arguments);
        if (arguments.IsEmpty)
        {
            return null;
        }

        var first = arguments[0].Type;
        if (name is "greatest" or "least" && arguments.All(argument => PatternProgramBinder.Code(argument.Type) == PatternProgramBinder.Code(call.Type)))
        {
            return (name, arguments);
        }

        if (name == "date_diff" && arguments is [_, _, BoundLiteral { Value: string unit }] && HasUnit(first, unit))
        {
            return ($"{(first.Kind == SqlTypeKind.Date ? "days" : "time")}_{unit}", [arguments[0], arguments[1]]);
        }

        if (name is "+" or "-" && first.Kind is SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned && !first.IsFine
            && arguments is [_, { Type.Kind: SqlTypeKind.IntervalDay }])
        {
            return (name == "+" ? "later" : "earlier", arguments);
        }

        if (name == "cast" && call.Type.Kind == SqlTypeKind.Timestamp && !call.Type.IsFine)
        {
            return first.Kind == SqlTypeKind.Date ? ("midnight", [arguments[0]])
                : first.Kind == SqlTypeKind.Timestamp && !first.IsFine && first.Precision <= call.Type.Precision ? ("same", [arguments[0]])
                : null;
        }

        var isText = OfText.Contains(name) && first.Kind == SqlTypeKind.Varchar && arguments.Skip(1).All(argument => argument.Type.Kind == SqlTypeKind.Varchar || argument.Type.IsInteger);
        var isDouble = OfDoubles.Contains(name) && arguments.All(argument => argument.Type.Kind == SqlTypeKind.Double);
        var isNumber = OfNumbers.Contains(name) && first.Kind is SqlTypeKind.Double or SqlTypeKind.Decimal && arguments.Length == 1;
        if (isText || isDouble || isNumber || (name == "round" && first.Kind == SqlTypeKind.Double))
        {
            return (name, arguments);
        }

        return Plain().Match(call.Template) is { Success: true } match && Runtime.Contains(match.Groups[1].Value)
            && match.Groups[2].Captures.Count == arguments.Length && match.Groups[2].Captures.Select((place, at) => place.Value == $"{at}").All(isInOrder => isInOrder)
            ? (match.Groups[1].Value, arguments)
            : null;
    }

    private static bool HasUnit(SqlType type, string unit) => type.Kind switch
    {
        SqlTypeKind.Date => DayUnits.Contains(unit),
        SqlTypeKind.Timestamp => !type.IsFine && (ClockUnits.Contains(unit) || DayUnits.Contains(unit)),
        SqlTypeKind.TimestampZoned => !type.IsFine && ClockUnits.Contains(unit),
        _ => false,
    };

    [GeneratedRegex(@"^(weir_\w+)\(\{(\d)\}(?:, \{(?<2>\d)\})*\)$")]
    private static partial Regex Plain();
}
