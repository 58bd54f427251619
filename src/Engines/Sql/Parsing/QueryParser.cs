using System.Collections.Immutable;
using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>Queries: WITH, set operations, SELECT and its clauses, windows.</summary>
internal sealed class QueryParser
{
    private readonly TokenReader _reader;
    private readonly RelationParser _relations;

    /// <summary>Where the query being read begins.</summary>
    private int _start;

    public QueryParser(TokenReader reader)
    {
        _reader = reader;
        Expressions = new(reader, this);
        _relations = new(reader, this);
    }

    public ExpressionParser Expressions { get; }

    /// <summary>Whether a query, and not an expression, begins here, past any parentheses.</summary>
    public bool BeginsQuery()
    {
        var ahead = 0;
        while (_reader.PeekSymbol("(", ahead))
        {
            ahead++;
        }

        var token = _reader.Ahead(ahead);
        if (!(token.IsWord("SELECT") || token.IsWord("WITH") || token.IsWord("VALUES") || token.IsWord("TABLE")))
        {
            return false;
        }

        // ((SELECT 1) + 1) is an expression: the query in parentheses must be followed by a query's words.
        return ahead == 0 || ClosesAsQuery(ahead);
    }

    public Query Query()
    {
        using var level = _reader.Enter();
        var at = _reader.At;
        var with = _reader.Current.IsWord("WITH") ? With() : null;
        _reader.Expected("<query>");
        _start = _reader.Offset;
        var body = Body();
        return Tail(new Query(body) { At = at, With = with });
    }

    public ImmutableArray<SortItem> OrderBy()
    {
        _reader.Expect("ORDER", "BY");
        var items = ImmutableArray.CreateBuilder<SortItem>();
        do
        {
            var at = _reader.At;
            var key = Expressions.Expression();
            var descending = _reader.Accept("DESC");
            if (!descending)
            {
                _reader.Accept("ASC");
            }

            bool? nullsFirst = null;
            if (_reader.Accept("NULLS"))
            {
                nullsFirst = _reader.Accept("FIRST");
                if (nullsFirst is false)
                {
                    _reader.Expect("LAST");
                }
            }

            items.Add(new(key, descending, nullsFirst) { At = at });
        }
        while (_reader.AcceptSymbol(","));
        return items.ToImmutable();
    }

    /// <summary>Words that are not reserved and yet begin the next clause where an alias could stand.</summary>
    public bool IsTail()
    {
        var token = _reader.Current;
        var next = _reader.Ahead(1);
        return ((token.IsWord("LIMIT") || token.IsWord("OFFSET")) && (next.Kind == TokenKind.Integer || next.IsSymbol("?") || next.IsWord("ALL")))
            || (token.IsWord("FETCH") && (next.IsWord("FIRST") || next.IsWord("NEXT")))
            || (token.IsWord("WINDOW") && _reader.IsIdentifier(1) && _reader.Ahead(2).IsWord("AS"));
    }

    public WindowReference Over()
    {
        var at = _reader.At;
        return _reader.PeekSymbol("(") ? Window() : new WindowName(_reader.ExpectIdentifier()) { At = at };
    }

    public ImmutableArray<Identifier> ColumnAliases()
    {
        _reader.ExpectSymbol("(");
        var names = ImmutableArray.CreateBuilder<Identifier>();
        do
        {
            names.Add(_reader.ExpectIdentifier());
        }
        while (_reader.AcceptSymbol(","));
        _reader.ExpectSymbol(")");
        return names.ToImmutable();
    }

    private bool ClosesAsQuery(int open)
    {
        var depth = open;
        for (var ahead = open; depth > 0; ahead++)
        {
            var token = _reader.Ahead(ahead);
            if (token.Kind == TokenKind.End)
            {
                return true;
            }

            if (token.IsSymbol("("))
            {
                depth++;
            }
            else if (token.IsSymbol(")"))
            {
                depth--;
                var next = _reader.Ahead(ahead + 1);
                if (depth < open && !(next.IsSymbol(")") || next.IsWord("UNION") || next.IsWord("EXCEPT") || next.IsWord("INTERSECT")
                    || next.IsWord("ORDER") || next.IsWord("LIMIT") || next.IsWord("OFFSET") || next.IsWord("FETCH") || next.IsSymbol(";") || next.Kind == TokenKind.End))
                {
                    return false;
                }

                open = Math.Min(open, depth);
                if (depth == 0)
                {
                    return true;
                }
            }
        }

        return true;
    }

    private With With()
    {
        var at = _reader.Take().At;
        var recursive = _reader.Accept("RECURSIVE");
        var queries = ImmutableArray.CreateBuilder<NamedQuery>();
        do
        {
            var nameAt = _reader.At;
            var name = _reader.ExpectIdentifier();
            var columns = _reader.IsSymbol("(") ? ColumnAliases() : [];
            _reader.Expect("AS");
            _reader.ExpectSymbol("(");
            var query = Query();
            _reader.ExpectSymbol(")");
            queries.Add(new(name, columns, query) { At = nameAt });
        }
        while (_reader.AcceptSymbol(","));
        return new(recursive, queries.ToImmutable()) { At = at };
    }

    private Query Tail(Query query)
    {
        if (_reader.Is("ORDER"))
        {
            query = query with { OrderByAt = _reader.At, OrderBy = OrderBy() };
        }

        if (_reader.Accept("OFFSET"))
        {
            query = query with { Offset = RowCount() };
            Rows();
        }

        var limitAt = _reader.At;
        if (_reader.Accept("LIMIT"))
        {
            query = query with { LimitAt = limitAt, Limit = _reader.Accept("ALL") ? null : RowCount() };
        }
        else if (_reader.Accept("FETCH"))
        {
            if (!_reader.Accept("FIRST"))
            {
                _reader.Expect("NEXT");
            }

            var count = _reader.Current.IsWord("ROW") || _reader.Current.IsWord("ROWS")
                ? new LongLiteral(1) { At = _reader.At }
                : RowCount();
            if (!Rows())
            {
                throw _reader.Mismatch();
            }

            var ties = _reader.Accept("WITH");
            _reader.Expect(ties ? "TIES" : "ONLY");
            query = query with { LimitAt = limitAt, Limit = count, WithTies = ties, IsFetch = true };
        }

        // Older statements write LIMIT before OFFSET.
        if (query.Offset is null && query.Limit is not null && _reader.Current.IsWord("OFFSET"))
        {
            _reader.Take();
            query = query with { Offset = RowCount() };
            Rows();
        }

        return query;
    }

    private bool Rows() => _reader.Accept("ROW") || _reader.Accept("ROWS");

    private Expression RowCount()
    {
        var at = _reader.At;
        if (_reader.AcceptSymbol("?"))
        {
            return new Parameter(_reader.Parameters++) { At = at };
        }

        return new LongLiteral(_reader.ExpectInteger()) { At = at };
    }

    private QueryBody Body()
    {
        var left = Intersected();
        for (var length = 0; ; length++)
        {
            Expressions.Chain(length);
            SetOperator kind;
            var at = _reader.At;
            if (_reader.Accept("UNION"))
            {
                kind = SetOperator.Union;
            }
            else if (_reader.Accept("EXCEPT"))
            {
                kind = SetOperator.Except;
            }
            else
            {
                return left;
            }

            var distinct = Distinctness();
            left = new SetOperation(kind, distinct, left, Intersected()) { At = at };
        }
    }

    private QueryBody Intersected()
    {
        var left = Term();
        for (var length = 0; _reader.Is("INTERSECT"); length++)
        {
            Expressions.Chain(length);
            var at = _reader.Take().At;
            var distinct = Distinctness();
            left = new SetOperation(SetOperator.Intersect, distinct, left, Term()) { At = at };
        }

        return left;
    }

    private bool Distinctness()
    {
        if (_reader.Accept("ALL"))
        {
            return false;
        }

        _reader.Accept("DISTINCT");
        return true;
    }

    private QueryBody Term()
    {
        var at = _reader.At;
        if (_reader.IsSymbol("("))
        {
            _reader.Take();
            var query = Query();
            _reader.ExpectSymbol(")");
            return new NestedQuery(query) { At = at };
        }

        if (_reader.Accept("VALUES"))
        {
            return new Values(Expressions.List()) { At = at };
        }

        if (_reader.Accept("TABLE"))
        {
            return new TableBody(_relations.Name()) { At = at };
        }

        if (!_reader.Is("SELECT"))
        {
            if (_reader.Offset == _start)
            {
                foreach (var word in (ReadOnlySpan<string>)["'('", "'SELECT'", "'TABLE'", "'VALUES'"])
                {
                    _reader.NotExpected(word);
                }
            }

            throw _reader.Mismatch();
        }

        return Select();
    }

    private Select Select()
    {
        var at = _reader.Take().At;
        var distinct = _reader.Accept("DISTINCT");
        if (!distinct)
        {
            _reader.Accept("ALL");
        }

        var items = ImmutableArray.CreateBuilder<SelectItem>();
        do
        {
            items.Add(Item());
        }
        while (_reader.AcceptSymbol(","));

        var select = new Select { At = at, IsDistinct = distinct, Items = items.ToImmutable() };
        if (_reader.Accept("FROM"))
        {
            var from = ImmutableArray.CreateBuilder<Relation>();
            do
            {
                from.Add(_relations.Relation());
            }
            while (_reader.AcceptSymbol(","));
            select = select with { From = from.ToImmutable() };
        }

        if (_reader.Accept("WHERE"))
        {
            select = select with { Where = Expressions.Expression() };
        }

        if (_reader.Is("GROUP"))
        {
            select = select with { GroupBy = GroupBy() };
        }

        if (_reader.Accept("HAVING"))
        {
            select = select with { Having = Expressions.Expression() };
        }

        return _reader.Accept("WINDOW") ? select with { Windows = Windows() } : select;
    }

    private SelectItem Item()
    {
        var at = _reader.At;
        if (_reader.AcceptSymbol("*"))
        {
            return new SelectStar(null, []) { At = at };
        }

        var expression = Expressions.Expression();
        if (_reader.PeekSymbol(".") && _reader.PeekSymbol("*", 1))
        {
            _reader.Take();
            _reader.Take();
            var aliases = _reader.Current.IsWord("AS") && _reader.PeekSymbol("(", 1) ? TakeAliases() : [];
            return new SelectStar(expression, aliases) { At = at };
        }

        if (_reader.Accept("AS") || (_reader.IsIdentifier() && !IsTail()))
        {
            return new SelectExpression(expression, _reader.ExpectIdentifier()) { At = at };
        }

        return new SelectExpression(expression, null) { At = at };
    }

    private ImmutableArray<Identifier> TakeAliases()
    {
        _reader.Take();
        return ColumnAliases();
    }

    private GroupBy GroupBy()
    {
        var at = _reader.At;
        _reader.Expect("GROUP", "BY");
        var distinct = _reader.Accept("DISTINCT");
        if (!distinct && _reader.Current.IsWord("ALL"))
        {
            _reader.Take();
        }

        var elements = ImmutableArray.CreateBuilder<GroupingElement>();
        do
        {
            elements.Add(Grouping());
        }
        while (_reader.AcceptSymbol(","));
        return new(distinct, elements.ToImmutable()) { At = at };
    }

    private GroupingElement Grouping()
    {
        var at = _reader.At;
        if (_reader.Peek("GROUPING", "SETS"))
        {
            _reader.Take();
            _reader.Take();
            return new(GroupingKind.GroupingSets, Sets()) { At = at };
        }

        if (_reader.Peek("CUBE") || _reader.Peek("ROLLUP"))
        {
            var kind = _reader.Take().Value == "CUBE" ? GroupingKind.Cube : GroupingKind.Rollup;
            return new(kind, _reader.PeekSymbol(")", 1) ? EmptySets() : Sets()) { At = at };
        }

        return new(GroupingKind.Simple, [GroupingSet()]) { At = at };
    }

    private ImmutableArray<ImmutableArray<Expression>> EmptySets()
    {
        _reader.ExpectSymbol("(");
        _reader.ExpectSymbol(")");
        return [];
    }

    private ImmutableArray<ImmutableArray<Expression>> Sets()
    {
        _reader.ExpectSymbol("(");
        var sets = ImmutableArray.CreateBuilder<ImmutableArray<Expression>>();
        do
        {
            sets.Add(GroupingSet());
        }
        while (_reader.AcceptSymbol(","));
        _reader.ExpectSymbol(")");
        return sets.ToImmutable();
    }

    private ImmutableArray<Expression> GroupingSet()
    {
        if (_reader.PeekSymbol("(") && _reader.PeekSymbol(")", 1))
        {
            _reader.Take();
            _reader.Take();
            return [];
        }

        _reader.Expected("'('", "'CUBE'", "'GROUPING'", "'ROLLUP'");
        var expression = Expressions.Expression();
        return expression is RowConstructor row ? row.Items : [expression];
    }

    private ImmutableArray<NamedWindow> Windows()
    {
        var windows = ImmutableArray.CreateBuilder<NamedWindow>();
        do
        {
            var at = _reader.At;
            var name = _reader.ExpectIdentifier();
            _reader.Expect("AS");
            windows.Add(new(name, Window()) { At = at });
        }
        while (_reader.AcceptSymbol(","));
        return windows.ToImmutable();
    }

    private WindowSpecification Window()
    {
        _reader.ExpectSymbol("(");
        var window = new WindowSpecification { At = _reader.At };
        RefuseMeasures();
        if (_reader.IsIdentifier() && !_reader.Peek("PARTITION", "BY") && !Frames(0))
        {
            window = window with { Existing = _reader.ExpectIdentifier() };
        }

        if (_reader.Accept("PARTITION", "BY"))
        {
            window = window with { PartitionBy = Expressions.List() };
        }

        if (_reader.Is("ORDER"))
        {
            window = window with { OrderByAt = _reader.At, OrderBy = OrderBy() };
        }

        RefuseMeasures();
        if (Frames(0))
        {
            window = window with { Frame = Frame() };
        }

        if (_reader.Peek("AFTER", "MATCH") || _reader.Peek("INITIAL") || _reader.Peek("SEEK") || _reader.Peek("PATTERN"))
        {
            throw new SqlException(SqlErrorCode.NotSupported, "Row pattern recognition in windows is not supported", _reader.At);
        }

        _reader.ExpectSymbol(")");
        return window;
    }

    /// <summary>The word is also a name, as of a window that this one goes on from.</summary>
    private void RefuseMeasures()
    {
        if (_reader.Peek("MEASURES") && !_reader.PeekSymbol(")", 1) && !_reader.Ahead(1).IsWord("PARTITION") && !_reader.Ahead(1).IsWord("ORDER") && !Frames(1))
        {
            throw new SqlException(SqlErrorCode.NotSupported, "Row pattern measures of windows are not supported", _reader.At);
        }
    }

    private bool Frames(int ahead) =>
        _reader.Ahead(ahead) is var token && (token.IsWord("ROWS") || token.IsWord("RANGE") || token.IsWord("GROUPS"))
        && !_reader.PeekSymbol(")", ahead + 1);

    private WindowFrame Frame()
    {
        var at = _reader.At;
        var unit = _reader.Take().Value switch
        {
            "ROWS" => FrameUnit.Rows,
            "RANGE" => FrameUnit.Range,
            _ => FrameUnit.Groups,
        };
        if (!_reader.Accept("BETWEEN"))
        {
            return new(unit, Bound(), null) { At = at };
        }

        var start = Bound();
        _reader.Expect("AND");
        return new(unit, start, Bound()) { At = at };
    }

    private FrameBound Bound()
    {
        var at = _reader.At;
        if (_reader.Accept("UNBOUNDED"))
        {
            return new(Preceding() ? FrameBoundKind.UnboundedPreceding : FrameBoundKind.UnboundedFollowing, null) { At = at };
        }

        if (_reader.Accept("CURRENT", "ROW"))
        {
            return new(FrameBoundKind.CurrentRow, null) { At = at };
        }

        var offset = Expressions.Expression();
        return new(Preceding() ? FrameBoundKind.Preceding : FrameBoundKind.Following, offset) { At = at };
    }

    private bool Preceding()
    {
        if (_reader.Accept("PRECEDING"))
        {
            return true;
        }

        _reader.Expect("FOLLOWING");
        return false;
    }
}
