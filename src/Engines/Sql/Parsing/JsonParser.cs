using System.Collections.Immutable;
using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>SQL/JSON: JSON_EXISTS, JSON_VALUE, JSON_QUERY, JSON_OBJECT, JSON_ARRAY and JSON_TABLE with all their clauses.</summary>
internal sealed class JsonParser(TokenReader reader, ExpressionParser expressions)
{
    /// <summary>How many tokens are looked at to tell a word from a function.</summary>
    private const int LookAheadMax = 1_000;

    public Expression Call(Token token) => token.Value switch
    {
        "JSON_OBJECT" => Object(),
        "JSON_ARRAY" => Array(),
        _ => PathCall(),
    };

    public JsonTable Table()
    {
        var at = reader.Take().At;
        reader.ExpectSymbol("(");
        var input = expressions.Expression();
        var format = Format();
        reader.ExpectSymbol(",");
        var pathAt = reader.At;
        var table = new JsonTable(input, reader.ExpectString(), []) { At = at, PathAt = pathAt, InputFormat = format };
        if (reader.Accept("AS"))
        {
            table = table with { PathName = reader.ExpectIdentifier() };
        }

        table = table with { Passing = Passing() };
        reader.Expect("COLUMNS");
        table = table with { Columns = Columns() };
        if (reader.Accept("PLAN"))
        {
            table = Plan(table);
        }

        if (reader.Is("ERROR") || reader.Is("EMPTY"))
        {
            table = table with { OnError = reader.Take().Value };
            reader.Expect("ON", "ERROR");
        }

        reader.ExpectSymbol(")");
        return table;
    }

    private JsonTable Plan(JsonTable table)
    {
        if (!reader.Accept("DEFAULT"))
        {
            reader.ExpectSymbol("(");
            var plan = SpecificPlan();
            reader.ExpectSymbol(")");
            return table with { Plan = plan };
        }

        reader.ExpectSymbol("(");
        do
        {
            if (table.Nesting is null && (reader.Is("INNER") || reader.Is("OUTER")))
            {
                table = table with { Nesting = reader.Take().Value };
            }
            else if (table.Siblings is null && (reader.Is("UNION") || reader.Is("CROSS")))
            {
                table = table with { Siblings = reader.Take().Value };
            }
            else
            {
                throw reader.Mismatch();
            }
        }
        while (reader.AcceptSymbol(","));
        reader.ExpectSymbol(")");
        return table;
    }

    private JsonPlan SpecificPlan()
    {
        using var level = reader.Enter();
        var at = reader.At;
        if (!reader.IsSymbol("(") && (reader.Ahead(1).IsWord("OUTER") || reader.Ahead(1).IsWord("INNER")))
        {
            var path = reader.ExpectIdentifier();
            var isInner = reader.Take().Value == "INNER";
            return new JsonPlanParent(path, isInner, PlanPrimary()) { At = at };
        }

        var first = PlanPrimary();
        var isCross = reader.Is("CROSS");
        if (!isCross && !reader.Is("UNION"))
        {
            return first;
        }

        var parts = ImmutableArray.CreateBuilder<JsonPlan>();
        parts.Add(first);
        while (reader.Accept(isCross ? "CROSS" : "UNION"))
        {
            parts.Add(PlanPrimary());
        }

        return new JsonPlanSiblings(isCross, parts.ToImmutable()) { At = at };
    }

    private JsonPlan PlanPrimary()
    {
        if (!reader.AcceptSymbol("("))
        {
            var at = reader.At;
            return new JsonPlanPath(reader.ExpectIdentifier()) { At = at };
        }

        var plan = SpecificPlan();
        reader.ExpectSymbol(")");
        return plan;
    }

    private ImmutableArray<JsonColumn> Columns()
    {
        using var level = reader.Enter();
        reader.ExpectSymbol("(");
        var columns = ImmutableArray.CreateBuilder<JsonColumn>();
        do
        {
            columns.Add(Column());
        }
        while (reader.AcceptSymbol(","));
        reader.ExpectSymbol(")");
        return columns.ToImmutable();
    }

    private JsonColumn Column()
    {
        var at = reader.At;
        if (reader.Current.IsWord("NESTED") && (reader.Ahead(1).IsWord("PATH") || reader.Ahead(1).Kind == TokenKind.String))
        {
            reader.Take();
            reader.Accept("PATH");
            var pathAt = reader.At;
            var nested = reader.ExpectString();
            var alias = reader.Accept("AS") ? reader.ExpectIdentifier() : null;
            reader.Expect("COLUMNS");
            return new JsonNestedColumns(nested, alias, Columns()) { At = at, PathAt = pathAt };
        }

        var name = reader.ExpectIdentifier();
        if (reader.Accept("FOR"))
        {
            reader.Expect("ORDINALITY");
            return new JsonOrdinality(name) { At = at };
        }

        var type = expressions.Types.Type();
        var format = Format();
        var path = reader.Accept("PATH") ? reader.ExpectString() : null;
        var behaviour = Behaviour(wraps: format is not null, exists: false);
        return new JsonValueColumn(name, type, format, path, behaviour) { At = at };
    }

    private JsonPathCall PathCall()
    {
        var name = reader.Take();
        reader.ExpectSymbol("(");
        var input = expressions.Expression();
        var format = Format();
        reader.ExpectSymbol(",");
        var pathAt = reader.At;
        var call = new JsonPathCall(name.Value, input, reader.ExpectString()) { At = name.At, PathAt = pathAt, InputFormat = format, Passing = Passing() };
        if (name.Value != "JSON_EXISTS" && reader.Accept("RETURNING"))
        {
            call = call with { Returning = expressions.Types.Type() };
            if (name.Value == "JSON_QUERY")
            {
                call = call with { OutputFormat = Format() };
            }
        }

        call = call with { Behaviour = Behaviour(name.Value == "JSON_QUERY", name.Value == "JSON_EXISTS") };
        reader.ExpectSymbol(")");
        return call;
    }

    private ImmutableArray<JsonArgument> Passing()
    {
        if (!reader.Accept("PASSING"))
        {
            return [];
        }

        var arguments = ImmutableArray.CreateBuilder<JsonArgument>();
        do
        {
            var at = reader.At;
            var value = expressions.Expression();
            var format = Format();
            reader.Expect("AS");
            arguments.Add(new(value, format, reader.ExpectIdentifier()) { At = at });
        }
        while (reader.AcceptSymbol(","));
        return arguments.ToImmutable();
    }

    private string? Format()
    {
        if (!reader.Accept("FORMAT", "JSON"))
        {
            return null;
        }

        if (!reader.Accept("ENCODING"))
        {
            return "JSON";
        }

        foreach (var encoding in (ReadOnlySpan<string>)["UTF8", "UTF16", "UTF32"])
        {
            if (reader.Accept(encoding))
            {
                return "JSON ENCODING " + encoding;
            }
        }

        throw reader.Mismatch();
    }

    private JsonBehaviour Behaviour(bool wraps, bool exists)
    {
        var behaviour = wraps ? Wrapper(new JsonBehaviour { At = reader.At }) : new JsonBehaviour { At = reader.At };
        while (!reader.IsSymbol(")") && !reader.IsSymbol(","))
        {
            var (word, value) = Word();
            reader.Expect("ON");
            if (!exists && behaviour.OnEmpty is null && reader.Accept("EMPTY"))
            {
                behaviour = behaviour with { OnEmpty = word, EmptyDefault = value };
            }
            else if (behaviour.OnError is null)
            {
                reader.Expect("ERROR");
                behaviour = behaviour with { OnError = word, ErrorDefault = value };
            }
            else
            {
                throw reader.Mismatch();
            }
        }

        return behaviour;
    }

    private JsonBehaviour Wrapper(JsonBehaviour behaviour)
    {
        if (reader.Accept("WITHOUT"))
        {
            reader.Accept("ARRAY");
            reader.Expect("WRAPPER");
            behaviour = behaviour with { Wrapper = "WITHOUT" };
        }
        else if (reader.Accept("WITH"))
        {
            var conditional = reader.Accept("CONDITIONAL");
            if (!conditional)
            {
                reader.Accept("UNCONDITIONAL");
            }

            reader.Accept("ARRAY");
            reader.Expect("WRAPPER");
            behaviour = behaviour with { Wrapper = conditional ? "WITH CONDITIONAL" : "WITH UNCONDITIONAL" };
        }

        if (reader.Current.IsWord("KEEP") || reader.Current.IsWord("OMIT"))
        {
            behaviour = behaviour with { Quotes = reader.Take().Value };
            reader.Expect("QUOTES");
            if (reader.Accept("ON"))
            {
                reader.Expect("SCALAR");
                if (!reader.Accept("STRING"))
                {
                    reader.Expect("TEXT", "STRING");
                }
            }
        }

        return behaviour;
    }

    private (string Word, Expression? Value) Word()
    {
        foreach (var word in (ReadOnlySpan<string>)["NULL", "ERROR", "TRUE", "FALSE", "UNKNOWN"])
        {
            if (reader.Accept(word))
            {
                return (word, null);
            }
        }

        if (reader.Accept("EMPTY"))
        {
            if (reader.Accept("ARRAY"))
            {
                return ("EMPTY ARRAY", null);
            }

            reader.Expect("OBJECT");
            return ("EMPTY OBJECT", null);
        }

        reader.Expect("DEFAULT");
        return ("DEFAULT", expressions.Value());
    }

    private JsonObjectCall Object()
    {
        using var level = reader.Enter();
        var at = reader.Take().At;
        reader.ExpectSymbol("(");
        var members = ImmutableArray.CreateBuilder<JsonMember>();
        if (!reader.PeekSymbol(")") && !IsNullClause() && !reader.Peek("RETURNING") && !reader.Peek("WITH") && !reader.Peek("WITHOUT"))
        {
            do
            {
                members.Add(Member());
            }
            while (reader.AcceptSymbol(","));
        }

        var call = new JsonObjectCall(members.ToImmutable()) { At = at };
        if (IsNullClause())
        {
            call = call with { AbsentOnNull = reader.Take().Value == "ABSENT" };
            reader.Expect("ON", "NULL");
        }

        if (reader.Is("WITH") || reader.Is("WITHOUT"))
        {
            call = call with { UniqueKeys = reader.Take().Value == "WITH" };
            reader.Expect("UNIQUE");
            reader.Accept("KEYS");
        }

        call = call with { Returning = Returning(out var format), OutputFormat = format };
        reader.ExpectSymbol(")");
        return call;
    }

    /// <summary>Whether VALUE follows the parenthesis after KEY before a colon does: then KEY is the grammar's word and no function.</summary>
    private bool IsBeforeValue()
    {
        var depth = 0;
        for (var ahead = 1; ahead < LookAheadMax; ahead++)
        {
            var token = reader.Ahead(ahead);
            depth += token.IsSymbol("(") ? 1 : token.IsSymbol(")") ? -1 : 0;
            if (depth < 0 || token.Kind == TokenKind.End || (depth == 0 && (token.IsSymbol(":") || token.IsSymbol(","))))
            {
                return false;
            }

            if (depth == 0 && token.IsWord("VALUE"))
            {
                return true;
            }
        }

        return false;
    }

    private JsonMember Member()
    {
        var at = reader.At;
        if (reader.Current.IsWord("KEY") && !(reader.PeekSymbol(":", 1) || reader.PeekSymbol(".", 1) || reader.Ahead(1).IsWord("VALUE"))
            && (!reader.PeekSymbol("(", 1) || IsBeforeValue()))
        {
            reader.Take();
            var named = expressions.Expression();
            reader.Expect("VALUE");
            var given = expressions.Expression();
            return new(named, given, Format()) { At = at };
        }

        var key = expressions.Expression();
        if (!reader.AcceptSymbol(":"))
        {
            reader.Expect("VALUE");
        }

        var value = expressions.Expression();
        return new(key, value, Format()) { At = at };
    }

    private JsonArrayCall Array()
    {
        using var level = reader.Enter();
        var at = reader.Take().At;
        reader.ExpectSymbol("(");
        var items = ImmutableArray.CreateBuilder<JsonElementValue>();
        if (!reader.PeekSymbol(")") && !IsNullClause() && !reader.Peek("RETURNING"))
        {
            do
            {
                var itemAt = reader.At;
                var value = expressions.Expression();
                items.Add(new(value, Format()) { At = itemAt });
            }
            while (reader.AcceptSymbol(","));
        }

        var call = new JsonArrayCall(items.ToImmutable()) { At = at };
        if (IsNullClause())
        {
            call = call with { NullOnNull = reader.Take().Value == "NULL" };
            reader.Expect("ON", "NULL");
        }

        call = call with { Returning = Returning(out var format), OutputFormat = format };
        reader.ExpectSymbol(")");
        return call;
    }

    private bool IsNullClause() => reader.Peek("NULL", "ON", "NULL") || reader.Peek("ABSENT", "ON", "NULL");

    private TypeSyntax? Returning(out string? format)
    {
        format = null;
        if (!reader.Accept("RETURNING"))
        {
            return null;
        }

        var type = expressions.Types.Type();
        format = Format();
        return type;
    }
}
