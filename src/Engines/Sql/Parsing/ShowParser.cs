using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>SHOW and DESCRIBE.</summary>
internal sealed class ShowParser
{
    private readonly TokenReader _reader;
    private readonly RelationParser _names;
    private readonly HiveClauses _clauses;

    public ShowParser(TokenReader reader, QueryParser queries)
    {
        _reader = reader;
        _names = new(reader, queries);
        _clauses = new(reader, queries);
    }

    public Statement Show()
    {
        var at = _reader.Take().At;
        if (_reader.Is("DATABASES") || _reader.Is("SCHEMAS"))
        {
            var schemas = _reader.Take().Value == "SCHEMAS";
            if (_reader.Accept("FROM") || _reader.Accept("IN"))
            {
                _reader.ExpectIdentifier();
            }

            return new ShowDatabases(Like(), schemas) { At = at };
        }

        if (_reader.Accept("TABLES"))
        {
            var database = Database();
            return new ShowTables(database, Like()) { At = at };
        }

        if (_reader.Accept("VIEWS"))
        {
            var database = Database();
            return new ShowViews(database, Like()) { At = at };
        }

        if (_reader.Accept("COLUMNS"))
        {
            return Columns(at);
        }

        if (_reader.Accept("PARTITIONS"))
        {
            var table = _names.Name();
            return new ShowPartitions(table, _clauses.PartitionIfAny()) { At = at };
        }

        if (_reader.Accept("TBLPROPERTIES"))
        {
            var table = _names.Name();
            string? property = null;
            if (_reader.AcceptSymbol("("))
            {
                property = _clauses.Text();
                _reader.ExpectSymbol(")");
            }

            return new ShowTableProperties(table, property) { At = at };
        }

        if (_reader.Accept("FUNCTIONS"))
        {
            var pattern = Like();
            return new ShowFunctions(pattern) { At = at, Escape = pattern is not null && _reader.Accept("ESCAPE") ? _reader.ExpectString() : null };
        }

        foreach (var word in (ReadOnlySpan<string>)["CATALOGS", "GRANTS", "ROLE", "ROLES", "SESSION", "STATS"])
        {
            if (_reader.Current.IsWord(word))
            {
                throw new SqlException(SqlErrorCode.NotSupported, $"SHOW {word} is not supported", at);
            }
        }

        _reader.Expect("CREATE");
        if (_reader.Accept("VIEW"))
        {
            return new ShowCreateView(_names.Name()) { At = at };
        }

        _reader.Expect("TABLE");
        return new ShowCreateTable(_names.Name()) { At = at };
    }

    public Statement Describe()
    {
        var at = _reader.Take().At;
        if (_reader.Is("INPUT") || _reader.Is("OUTPUT"))
        {
            if (_reader.IsIdentifier(1))
            {
                var input = _reader.Take().Value == "INPUT";
                return new DescribePrepared(_reader.ExpectIdentifier(), input) { At = at };
            }
        }

        if (_reader.Is("VIEW") && _reader.IsIdentifier(1))
        {
            _reader.Take();
            return new DescribeView(_names.Name()) { At = at };
        }

        string? mode = null;
        if ((_reader.Is("EXTENDED") || _reader.Is("FORMATTED")) && _reader.IsIdentifier(1))
        {
            mode = _reader.Take().Value;
        }

        var describe = new Describe(_names.Name()) { At = at, Mode = mode, Partition = _clauses.PartitionIfAny() };
        return _reader.IsIdentifier() ? describe with { Column = _names.Name() } : describe;
    }

    private ShowColumns Columns(SourcePosition at)
    {
        InOrFrom();
        var table = _names.Name();
        if (_reader.Is("IN") || _reader.Is("FROM"))
        {
            _reader.Take();
            table = table with { Parts = [.. _names.Name().Parts, .. table.Parts] };
        }

        return new(table) { At = at };
    }

    private void InOrFrom()
    {
        if (!_reader.Accept("IN"))
        {
            _reader.Expect("FROM");
        }
    }

    private Identifier? Database() =>
        _reader.Accept("IN") || _reader.Accept("FROM") ? _names.Name().Parts[^1] : null;

    /// <summary>A pattern with or without LIKE.</summary>
    private string? Like()
    {
        if (_reader.Accept("LIKE"))
        {
            return _clauses.Text();
        }

        return _reader.Current.Kind is TokenKind.String ? _reader.ExpectString() : null;
    }
}
