using System.Collections.Immutable;
using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>Statements other than Hive's: queries, prepared statements, CTAS, INSERT, UNLOAD, views, SHOW.</summary>
internal sealed class StatementParser
{
    private static readonly string[] Unsupported =
    [
        "GRANT", "REVOKE", "ANALYZE", "CALL", "COMMIT", "ROLLBACK",
        "START", "USE", "SET", "RESET", "REFRESH", "COMMENT", "DENY", "EXPORT", "IMPORT", "LOCK", "UNLOCK",
    ];

    private readonly TokenReader _reader;
    private readonly QueryParser _queries;
    private readonly RelationParser _names;
    private readonly HiveParser _hive;
    private readonly ShowParser _show;
    private readonly RowParser _rows;

    public StatementParser(TokenReader reader)
    {
        _reader = reader;
        _queries = new(reader);
        _names = new(reader, _queries);
        _hive = new(reader, _queries);
        _show = new(reader, _queries);
        _rows = new(reader, _queries);
    }

    public Statement Statement()
    {
        using var level = _reader.Enter();
        var token = _reader.Current;
        var at = token.At;
        if (_queries.BeginsQuery())
        {
            return new QueryStatement(_queries.Query()) { At = at };
        }

        switch (token.Kind is TokenKind.Word or TokenKind.Keyword ? token.Value : "")
        {
            case "EXPLAIN":
                return Explain(at);
            case "PREPARE":
                _reader.Take();
                var prepared = _reader.ExpectIdentifier();
                _reader.Expect("FROM");
                return new Prepare(prepared, Statement()) { At = at };
            case "EXECUTE":
                return ExecuteStatement(at);
            case "DEALLOCATE":
                _reader.Take();
                _reader.Expect("PREPARE");
                return new Deallocate(_reader.ExpectIdentifier()) { At = at };
            case "INSERT":
                return Insert(at);
            case "UNLOAD":
                return Unload(at);
            case "CREATE":
                return Create(at);
            case "DROP":
                return Drop(at);
            case "ALTER":
                return _hive.Alter();
            case "MSCK":
                return _hive.Msck();
            case "SHOW":
                return _show.Show();
            case "DESCRIBE" or "DESC":
                return _show.Describe();
            case "DELETE":
                return _rows.Delete();
            case "UPDATE":
                return _rows.Update();
            case "MERGE":
                return _rows.Merge();
            case "OPTIMIZE":
                return _rows.Optimize();
            case "TRUNCATE":
                return _rows.Truncate();
            case "VACUUM":
                return _rows.Vacuum();
            case var word when Unsupported.Contains(word):
                throw new SqlException(SqlErrorCode.NotSupported, $"{word} is not supported", at);
            default:
                throw Nothing();
        }
    }

    private SqlException Nothing()
    {
        _reader.ForgetExpected();
        foreach (var word in (ReadOnlySpan<string>)["ALTER", "CREATE", "DEALLOCATE", "DELETE", "DESC", "DESCRIBE", "DROP", "EXECUTE", "EXPLAIN", "INSERT", "MERGE", "MSCK", "OPTIMIZE", "PREPARE", "SHOW", "TRUNCATE", "UNLOAD", "UPDATE", "VACUUM"])
        {
            _reader.Expected($"'{word}'");
        }

        _reader.Expected("<query>");
        return _reader.Mismatch();
    }

    private Explain Explain(SourcePosition at)
    {
        _reader.Take();
        var analyze = _reader.Accept("ANALYZE");
        var verbose = analyze && _reader.Accept("VERBOSE");
        string? type = null;
        string? format = null;
        if (_reader.PeekSymbol("(") && (_reader.Ahead(1).IsWord("TYPE") || _reader.Ahead(1).IsWord("FORMAT")))
        {
            _reader.Take();
            do
            {
                if (_reader.Accept("FORMAT"))
                {
                    format = OneOf("TEXT", "GRAPHVIZ", "JSON");
                }
                else if (analyze)
                {
                    throw _reader.Mismatch();
                }
                else
                {
                    _reader.Expect("TYPE");
                    type = OneOf("LOGICAL", "DISTRIBUTED", "VALIDATE", "IO");
                }
            }
            while (_reader.AcceptSymbol(","));
            _reader.ExpectSymbol(")");
        }

        return new(Statement(), type, format, analyze, verbose) { At = at };
    }

    private string OneOf(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (_reader.Accept(word))
            {
                return word;
            }
        }

        throw _reader.Mismatch();
    }

    private Statement ExecuteStatement(SourcePosition at)
    {
        _reader.Take();
        if (_reader.Current.IsWord("IMMEDIATE") && _reader.Ahead(1).Kind is TokenKind.String or TokenKind.UnicodeString)
        {
            _reader.Take();
            var text = _reader.ExpectString();
            var statement = SqlParser.ParseStatement(text);
            return statement is Execute or ExecuteImmediate or Prepare or Deallocate
                ? throw new SqlException(SqlErrorCode.NotSupported, "EXECUTE IMMEDIATE of a statement about prepared statements is not supported", at)
                : new ExecuteImmediate(statement, text, _reader.Accept("USING") ? _queries.Expressions.List() : []) { At = at };
        }

        var name = _reader.ExpectIdentifier();
        var arguments = _reader.Accept("USING") ? _queries.Expressions.List() : [];
        return new Execute(name, arguments) { At = at };
    }

    private InsertInto Insert(SourcePosition at)
    {
        _reader.Take();
        _reader.Expect("INTO");
        var table = _names.Name();
        var columns = _reader.IsSymbol("(") && !_queries.BeginsQuery() ? _queries.ColumnAliases() : [];
        return new(table, columns, _queries.Query()) { At = at };
    }

    private Unload Unload(SourcePosition at)
    {
        _reader.Take();
        _reader.ExpectSymbol("(");
        var query = _queries.Query();
        _reader.ExpectSymbol(")");
        _reader.Expect("TO");
        var location = _reader.ExpectString();
        var properties = _reader.Is("WITH") ? With() : [];
        return new(query, location, properties) { At = at };
    }

    private Statement Create(SourcePosition at)
    {
        _reader.Take();
        var replace = _reader.Accept("OR", "REPLACE");
        _reader.Accept("PROTECTED");
        _reader.Accept("MULTI");
        _reader.Accept("DIALECT");
        if (_reader.Accept("VIEW"))
        {
            return View(at, replace);
        }

        Refuse("CREATE", at);
        if (replace)
        {
            throw _reader.Mismatch();
        }

        if (_reader.Is("DATABASE") || _reader.Is("SCHEMA"))
        {
            return _hive.CreateDatabase(at);
        }

        if (_reader.Accept("EXTERNAL"))
        {
            _reader.Expect("TABLE");
            return _hive.CreateTable(at, external: true);
        }

        _reader.Expect("TABLE");
        return Table(at);
    }

    private Statement Table(SourcePosition at)
    {
        // The dialect was chosen by whether AS follows; what is read here decides in the same way.
        var start = _hive.TableHead();
        if (!IsAs())
        {
            return _hive.TableTail(at, external: false, start);
        }

        var (name, ifNotExists) = start;
        var create = new CreateTableAs(name, new(new Values([]))) { At = at, IfNotExists = ifNotExists };
        if (_reader.IsSymbol("("))
        {
            create = create with { Columns = _queries.ColumnAliases() };
        }

        if (_reader.Accept("COMMENT"))
        {
            create = create with { Comment = _reader.ExpectString() };
        }

        if (_reader.Is("WITH"))
        {
            create = create with { Properties = With() };
        }

        _reader.Expect("AS");
        create = create with { Query = _queries.Query() };
        if (_reader.Accept("WITH"))
        {
            create = create with { WithData = !_reader.Accept("NO") };
            _reader.Expect("DATA");
        }

        return create;
    }

    private bool IsAs()
    {
        var depth = 0;
        for (var ahead = 0; _reader.Ahead(ahead).Kind != TokenKind.End; ahead++)
        {
            var token = _reader.Ahead(ahead);
            depth += token.IsSymbol("(") ? 1 : token.IsSymbol(")") ? -1 : 0;
            if (depth == 0 && token.IsWord("AS"))
            {
                return true;
            }

            if (depth == 0 && token.IsWord("STORED"))
            {
                return false;
            }
        }

        return false;
    }

    private CreateView View(SourcePosition at, bool replace)
    {
        var view = new CreateView(_names.Name(), new(new Values([]))) { At = at, OrReplace = replace };
        if (_reader.IsSymbol("("))
        {
            view = view with { Columns = _queries.ColumnAliases() };
        }

        if (_reader.Accept("COMMENT"))
        {
            view = view with { Comment = _reader.ExpectString() };
        }

        if (_reader.Accept("SECURITY"))
        {
            view = view with { Security = OneOf("DEFINER", "INVOKER") };
        }

        _reader.Expect("AS");
        var start = _reader.Offset;
        var query = _queries.Query();
        return view with { Query = query, QueryText = _reader.TextFrom(start) };
    }

    private Statement Drop(SourcePosition at)
    {
        _reader.Take();
        if (_reader.Accept("VIEW"))
        {
            var exists = _reader.Accept("IF", "EXISTS");
            return new DropView(_names.Name(), exists) { At = at };
        }

        Refuse("DROP", at);
        return _hive.Drop(at);
    }

    /// <summary>What Trino has and Athena has not.</summary>
    private void Refuse(string verb, SourcePosition at)
    {
        foreach (var word in (ReadOnlySpan<string>)["CATALOG", "FUNCTION", "MATERIALIZED", "ROLE"])
        {
            if (_reader.Current.IsWord(word))
            {
                throw new SqlException(SqlErrorCode.NotSupported, $"{verb} {(word == "MATERIALIZED" ? "MATERIALIZED VIEW" : word)} is not supported", at);
            }
        }
    }

    private ImmutableArray<Property> With()
    {
        _reader.Expect("WITH");
        _reader.ExpectSymbol("(");
        var properties = ImmutableArray.CreateBuilder<Property>();
        do
        {
            var at = _reader.At;
            var name = _reader.ExpectIdentifier();
            _reader.ExpectSymbol("=");
            properties.Add(new(name, _queries.Expressions.Expression()) { At = at });
        }
        while (_reader.AcceptSymbol(","));
        _reader.ExpectSymbol(")");
        return properties.ToImmutable();
    }
}
