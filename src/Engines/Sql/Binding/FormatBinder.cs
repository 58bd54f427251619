using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary><c>format('%s %,d', …)</c> with a constant format: each place becomes its own expression.</summary>
internal sealed partial class FormatBinder(ExpressionBinder binder)
{
    public BoundExpression Bind(FunctionCall call)
    {
        if (binder.Bind(call.Arguments[0]) is not BoundLiteral { Value: string format })
        {
            throw new SqlException(SqlErrorCode.NotSupported, "format needs a constant format", call.At);
        }

        var parts = ImmutableArray.CreateBuilder<BoundExpression>();
        var next = 1;
        var end = 0;
        foreach (Match match in Place().Matches(format))
        {
            Literal(format[end..match.Index], parts, call.At);
            end = match.Index + match.Length;
            if (match.Groups["kind"].Value is "%" or "n")
            {
                parts.Add(Literals.Text(match.Groups["kind"].Value == "n" ? "\n" : "%"));
                continue;
            }

            if (next >= call.Arguments.Length)
            {
                throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"Invalid format string: {format} (MissingFormatArgument: {match.Value})", call.At);
            }

            parts.Add(Placed(match, binder.Bind(call.Arguments[next]), call.Arguments[next].At));
            next++;
        }

        Literal(format[end..], parts, call.At);
        return parts.Count switch
        {
            0 => Literals.Text(""),
            1 => parts[0],
            _ => new BoundCall("format", SqlType.Varchar, "({* || })", parts.ToImmutable()),
        };
    }

    private static void Literal(string text, ImmutableArray<BoundExpression>.Builder parts, SourcePosition at)
    {
        if (text.Contains('%', StringComparison.Ordinal))
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"Format specifier in '{text}' is not supported", at);
        }

        if (text.Length > 0)
        {
            parts.Add(Literals.Text(text));
        }
    }

    private BoundCall Placed(Match match, BoundExpression value, SourcePosition at)
    {
        var flags = match.Groups["flags"].Value;
        var width = match.Groups["width"].Value;
        var precision = match.Groups["precision"].Value;
        var kind = match.Groups["kind"].Value;
        var comma = flags.Contains(',', StringComparison.Ordinal);
        var printf = $"%{flags.Replace(",", "", StringComparison.Ordinal)}{width}{precision}";
        switch (kind)
        {
            case "s":
                return new("format", SqlType.Varchar, $"printf({DuckText.Literal(printf + "s")}, coalesce({{0}}, 'null'))", [binder.Conversions.Display(value)]);
            case "d" or "x" or "X" or "o":
                var whole = binder.Coerced(value, SqlType.BigInt, "format argument", at);
                return comma && width.Length == 0
                    ? new("format", SqlType.Varchar, "format('{{:,}}', {0})", [whole])
                    : new("format", SqlType.Varchar, $"printf({DuckText.Literal(printf + kind)}, {{0}})", [whole]);
            default:
                var number = binder.Coerced(value, SqlType.Double, "format argument", at);
                var digits = precision.Length == 0 ? ".6" : precision;
                return comma && width.Length == 0
                    ? new("format", SqlType.Varchar, $"format('{{{{:,{digits}{kind}}}}}', {{0}})", [number])
                    : new("format", SqlType.Varchar, $"printf({DuckText.Literal(printf + kind)}, {{0}})", [number]);
        }
    }

    [GeneratedRegex(@"%(?<flags>[-,0+ ]*)(?<width>\d*)(?<precision>(?:\.\d+)?)(?<kind>[sdxXofeEg%n])")]
    private static partial Regex Place();
}
