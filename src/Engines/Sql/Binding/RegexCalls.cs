using System.Globalization;
using System.Text;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Regular expressions: DuckDB's engine where a constant pattern means the same to it, Java's rules in C# elsewhere.</summary>
internal sealed class RegexCalls(ExpressionBinder binder)
{
    /// <summary>Null when the registry's signatures tell all.</summary>
    public BoundExpression? Bind(string name, FunctionCall call)
    {
        if (call.Arguments.Any(argument => argument is Lambda))
        {
            return null;
        }

        var subject = Text(call, 0);
        var pattern = Text(call, 1);
        var known = pattern is BoundLiteral { Value: string text } ? Re2Patterns.Translate(text) : null;
        var made = name switch
        {
            "regexp_like" => Either(
                name, SqlType.Boolean, known, "regexp_matches({0}, {RE2})", "weir_regexp_like({0}, {1})", subject, pattern),
            "regexp_extract" => Extract(call, known, subject, pattern),
            _ => Replace(call, known, subject, pattern),
        };
        return made.Type.Kind == SqlTypeKind.Varchar
            ? made with { Type = ResultTypes.Of(name, made.Type, [.. made.Arguments.Take(call.Arguments.Length).Select(argument => argument.Type)]) ?? made.Type }
            : made;
    }

    /// <summary>A text as it is: its type says how long the result can be.</summary>
    private BoundExpression Text(FunctionCall call, int index) =>
        binder.Bind(call.Arguments[index]) is var text && text.Type.Kind == SqlTypeKind.Varchar
            ? text
            : binder.Coerced(text, SqlType.Varchar, $"{call.Name.Lower} argument", call.Arguments[index].At);

    private static BoundCall Either(
        string name, SqlType type, Re2Patterns.Result? known, string fast, string exact, BoundExpression subject, BoundExpression pattern, BoundExpression? third = null)
    {
        var template = exact;
        if (known is not null)
        {
            // For Java $ also stands before a last line feed, for RE2 only at the very end.
            fast = fast.Replace("{RE2}", TemplateText.Escape(DuckText.Literal(known.Pattern)), StringComparison.Ordinal);
            template = known.HasEnd ? $"(CASE WHEN suffix({{0}}, chr(10)) THEN {exact} ELSE {fast} END)" : fast;
        }

        return new(name, type, template, third is null ? [subject, pattern] : [subject, pattern, third]);
    }

    private BoundCall Extract(FunctionCall call, Re2Patterns.Result? known, BoundExpression subject, BoundExpression pattern)
    {
        var group = call.Arguments.Length == 3
            ? binder.Coerced(binder.Bind(call.Arguments[2]), SqlType.BigInt, "regexp_extract group", call.Arguments[2].At)
            : Literals.Long(0) with { Type = SqlType.BigInt };
        var place = group switch
        {
            BoundLiteral { Value: long number } => number,
            BoundCall { Name: "cast", Arguments: [BoundLiteral { Value: long number }] } => number,
            _ => -1,
        };
        var usable = known is not null && place >= 0 && place <= Math.Min(9, known.Groups) && (place == 0 || !known.HasOptional) ? known : null;
        return Either(
            "regexp_extract",
            SqlType.Varchar,
            usable,
            string.Create(CultureInfo.InvariantCulture, $"(CASE WHEN regexp_matches({{0}}, {{RE2}}) THEN regexp_extract({{0}}, {{RE2}}, {place}) END)"),
            "weir_regexp_extract({0}, {1}, {2})",
            subject,
            pattern,
            group);
    }

    private BoundCall Replace(FunctionCall call, Re2Patterns.Result? known, BoundExpression subject, BoundExpression pattern)
    {
        var replacement = call.Arguments.Length == 3 ? Text(call, 2) : Literals.Text("");
        var rewritten = known is { CanBeEmpty: false } && replacement is BoundLiteral { Value: string text } ? Rewritten(text, known.Groups) : null;
        return Either(
            "regexp_replace",
            SqlType.Varchar,
            rewritten is null ? null : known,
            rewritten is null ? "" : $"regexp_replace({{0}}, {{RE2}}, {TemplateText.Escape(DuckText.Literal(rewritten))}, 'g')",
            "weir_regexp_replace({0}, {1}, {2})",
            subject,
            pattern,
            replacement);
    }

    /// <summary>Java's <c>$1</c> is RE2's <c>\1</c>; null for anything less simple.</summary>
    private static string? Rewritten(string text, int groups)
    {
        var output = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                if (++i == text.Length)
                {
                    return null;
                }

                output.Append(text[i] == '\\' ? "\\\\" : text[i].ToString());
            }
            else if (text[i] == '$')
            {
                i++;
                if (i >= text.Length || !char.IsAsciiDigit(text[i]) || text[i] - '0' > groups || groups > 9)
                {
                    return null;
                }

                output.Append('\\').Append(text[i]);
            }
            else
            {
                output.Append(text[i]);
            }
        }

        return output.ToString();
    }
}
