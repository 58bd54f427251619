using System.Collections.Immutable;
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
                name, SqlType.Boolean, known, re2 => $"regexp_matches({{0}}, '{re2}')", re2 => $@"regexp_matches({{0}}, '{re2}\n?\z')", "weir_regexp_like({0}, {1})", [subject, pattern]),
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
            : index == 1 && text.Type.Kind == SqlTypeKind.Char ? binder.Conversions.Cast(text, SqlType.Varchar, call.Arguments[index].At)
            : binder.Coerced(text, SqlType.Varchar, $"{call.Name.Lower} argument", call.Arguments[index].At);

    /// <param name="fast">DuckDB's text for a pattern as it stands between quotes.</param>
    /// <param name="ending">The same for what stands before the <c>$</c> at a pattern's end; null where there is no such way.</param>
    /// <remarks>
    /// For Java <c>$</c> also stands before a last line feed, for RE2 only at the very end. So a line feed may follow, and then the end; where that
    /// cannot be said, each text is asked how it ends, which keeps DuckDB from working on the distinct texts of a dictionary alone.
    /// </remarks>
    private static BoundCall Either(
        string name, SqlType type, Re2Patterns.Result? known, Func<string, string> fast, Func<string, string>? ending, string exact, ImmutableArray<BoundExpression> arguments)
    {
        var template = known switch
        {
            null => exact,
            { HasEnd: false } => fast(Quoted(known.Pattern)),
            { BeforeEnd: { } before } when ending is not null => ending(Quoted(before)),
            _ => $"(CASE WHEN suffix({{0}}, chr(10)) THEN {exact} ELSE {fast(Quoted(known.Pattern))} END)",
        };
        return new(name, type, template, arguments);
    }

    /// <summary>Its braces are no places of a template, and its quotes are doubled.</summary>
    private static string Quoted(string text) => TemplateText.Escape(DuckText.Literal(text))[1..^1];

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
        const string Exact = "weir_regexp_extract({0}, {1}, {2})";
        return place == 0 && usable is { CanBeEmpty: false }
            ? Either(
                "regexp_extract", SqlType.Varchar, usable,
                re2 => $"nullif(regexp_extract({{0}}, '{re2}', 0), '')", re2 => $@"nullif(regexp_extract({{0}}, '({re2})\n?\z', 1), '')", Exact, [subject, pattern, group])
            : Either(
                "regexp_extract", SqlType.Varchar, usable,
                re2 => Matched(re2, place), re2 => place == 0 ? Matched($@"({re2})\n?\z", 1) : Matched($@"{re2}\n?\z", place), Exact, [subject, pattern, group]);
    }

    /// <summary>A group that may be the empty text is told from no match.</summary>
    private static string Matched(string pattern, long group) => string.Create(
        CultureInfo.InvariantCulture, $"(CASE WHEN regexp_matches({{0}}, '{pattern}') THEN regexp_extract({{0}}, '{pattern}', {group}) END)");

    private BoundCall Replace(FunctionCall call, Re2Patterns.Result? known, BoundExpression subject, BoundExpression pattern)
    {
        var replacement = call.Arguments.Length == 3 ? Text(call, 2) : Literals.Text("");
        var rewritten = known is { CanBeEmpty: false } && replacement is BoundLiteral { Value: string text } ? Rewritten(text, known.Groups) : null;
        var put = Quoted(rewritten ?? "");

        // The line feed that may follow is put back. Without a start that belongs to all of it another match might begin there.
        Func<string, string>? ending = known is { IsAnchored: true, Groups: < 9 }
            ? re2 => string.Create(CultureInfo.InvariantCulture, $@"regexp_replace({{0}}, '{re2}(\n?)\z', '{put}\{known.Groups + 1}')")
            : null;
        return Either(
            "regexp_replace", SqlType.Varchar, rewritten is null ? null : known,
            re2 => $"regexp_replace({{0}}, '{re2}', '{put}', 'g')", ending, "weir_regexp_replace({0}, {1}, {2})", [subject, pattern, replacement]);
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
                if (i >= text.Length || !char.IsAsciiDigit(text[i]) || text[i] - '0' > groups || groups > 9
                    || (i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])))
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
