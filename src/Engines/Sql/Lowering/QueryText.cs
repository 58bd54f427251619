using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Prints bound queries as DuckDB text.</summary>
/// <remarks>
/// What uses columns is printed before what makes them, so that a subquery prints only the columns someone needs and a
/// table is asked only for these.
/// </remarks>
internal sealed class QueryText
{
    /// <summary>How often a recursive query may repeat its step: Trino's max_recursion_depth.</summary>
    private const int RecursionStepsMax = 10;

    private const string TooDeep = "Recursion depth limit exceeded (10). Use ''max_recursion_depth'' session property to modify the limit.";

    private readonly IScanPlanner _planner;
    private readonly HashSet<int> _used = [];
    private readonly HashSet<int> _usedCtes = [];
    private readonly PartitionPushdown _partitions;
    private readonly EarlyParts? _early;
    private readonly RowLimits _limits = new();
    private readonly CorrelatedLambdas _lambdas = new();
    private readonly RowMarks? _marks;
    private readonly SelectSteps _steps = new();
    private readonly ExpressionText _expressions;
    private bool _isBegun;

    /// <param name="narrow">See <see cref="NarrowDecimals"/>.</param>
    /// <param name="marks">Count the rows of each step.</param>
    public QueryText(IScanPlanner planner, bool narrow = false, RowMarks? marks = null)
    {
        _planner = planner;
        _marks = marks;
        _expressions = new(symbol => _used.Add(symbol.Id), query => Print(query), narrow);
        _early = planner is IEarlyQueries queries ? new(queries, planner, narrow) : null;
        _partitions = new(condition => _early?.WithConstants(condition) ?? condition, expression => new QueryText(planner, narrow)._expressions.Print(expression));
    }

    /// <param name="onlyUsed">Leave out columns that nothing printed so far uses.</param>
    /// <param name="rowsMax">How many rows of the query at most anyone looks at.</param>
    public string Print(BoundQuery query, bool onlyUsed = false, long? rowsMax = null)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SqlException(SqlErrorCode.StackOverflow, "statement is too large (stack overflow while lowering)");
        }

        if (!_isBegun)
        {
            _isBegun = true;
            _early?.Begin(query);
        }

        var original = query.Body;
        var isWhole = original is not BoundSelect { IsStep: true };
        query = isWhole ? _lambdas.Local(query) : query;
        query = isWhole && _marks is not null && query.Body is BoundSelect whole ? _steps.Of(query, whole) : query;
        var columns = onlyUsed ? [.. query.Columns.Where(column => _used.Contains(column.Id))] : query.Columns;
        var bodyRows = RowLimits.OfBody(query, rowsMax);
        var text = query.Body is BoundSelect select ? Select(query, select, onlyUsed, bodyRows) : Other(query, columns, bodyRows);
        text = isWhole ? Counted(query, original, text) : text;
        var with = new List<string>();
        foreach (var cte in query.Ctes.Reverse())
        {
            if (_usedCtes.Contains(cte.Id))
            {
                with.Insert(0, Cte(cte));
            }
        }

        if (with.Count == 0)
        {
            return text;
        }

        return $"WITH {string.Join(", ", with)} {text}";
    }

    /// <summary>The query's rows are counted where they are not just those of what it is made of.</summary>
    private string Counted(BoundQuery query, BoundBody original, string text)
    {
        if (_marks is null)
        {
            return text;
        }

        var hasTail = !query.OrderBy.IsEmpty || query.Limit is not null || query.Offset is not null;
        return hasTail ? _marks.AroundQuery(StepKeys.Tail(query), text)
            : query.Body is BoundSelect select && SelectSteps.IsCounted(query, select) ? _marks.AroundQuery(StepKeys.Rows(original), text)
            : text;
    }

    /// <summary>The text of a query for comparison.</summary>
    public string Shape(BoundQuery query) => Print(query);

    private string Cte(BoundCte cte)
    {
        if (cte is { IsRecursive: true, Query.Body: BoundSetOperation union })
        {
            // Each step carries how deep it is: past the limit the query fails. DISTINCT is over all steps together.
            var (first, step) = (Print(union.Left), Print(union.Right));
            var next = $"CASE WHEN q.depth >= {RecursionStepsMax} THEN CAST(weir_fail('NOT_SUPPORTED {TooDeep}', q.depth) AS INTEGER) ELSE q.depth + 1 END";
            return $"cte{cte.Id} AS (WITH RECURSIVE cte{cte.Id}({Names(cte.Columns)}, depth) AS (SELECT *, 0 FROM ({first}) AS a UNION ALL "
                + $"SELECT s.*, {next} FROM ({step}) AS s CROSS JOIN (SELECT max(depth) AS depth FROM cte{cte.Id}) AS q) "
                + $"SELECT {(union.IsDistinct ? "DISTINCT " : "")}{Names(cte.Columns)} FROM cte{cte.Id})";
        }

        _partitions.Define(cte);
        return $"cte{cte.Id} AS ({Print(cte.Query!, onlyUsed: true, _limits.Of(cte))})";
    }

    private static string Names(IEnumerable<ColumnSymbol> columns) => string.Join(", ", columns);

    private string Tail(BoundQuery query, Func<BoundSort, string> sort)
    {
        var text = new StringBuilder();
        if (!query.OrderBy.IsEmpty)
        {
            text.Append(" ORDER BY ").AppendJoin(", ", query.OrderBy.Select(sort));
        }

        text.Append(query.Limit is null ? "" : $" LIMIT {_expressions.Print(query.Limit)}");
        return text.Append(query.Offset is null ? "" : $" OFFSET {_expressions.Print(query.Offset)}").ToString();
    }

    private string Select(BoundQuery query, BoundSelect select, bool onlyUsed, long? rowsMax)
    {
        var printed = new List<BoundExpression>();
        var items = new List<string>();
        for (var i = 0; i < select.Items.Length; i++)
        {
            if (!onlyUsed || select.IsDistinct || _used.Contains(select.Columns[i].Id))
            {
                printed.Add(select.Items[i]);
                items.Add($"{_expressions.Print(select.Items[i])} AS {select.Columns[i]}");
            }
        }

        if (items.Count == 0)
        {
            items.Add(select is { IsAggregate: true, GroupingSets: null } ? "count(*) AS one" : "1 AS one");
        }

        var tail = Tail(query, sort =>
        {
            var place = printed.FindIndex(item => ReferenceEquals(item, sort.Key));
            return _expressions.Sort(sort, place < 0 ? null : (place + 1).ToString(CultureInfo.InvariantCulture));
        });
        var having = select.Having is null ? "" : $" HAVING {_expressions.Print(select.Having)}";
        var group = GroupBy(select);
        var keys = select.Keys.Select(key => $"{_expressions.Print(key.Value)} AS {key.Symbol}").ToList();
        var condition = _early is not null && select is { Where: not null, From: not null } ? _early.Answered(select.Where, select.From) : select.Where;
        var where = condition is null ? "" : $" WHERE {_expressions.Print(condition)}";
        if (select.From is not null)
        {
            Push(select, condition);
        }

        var from = select.From is null ? "" : $" FROM {Relation(select.From, RowLimits.OfSource(select, rowsMax))}";
        if (keys.Count > 0)
        {
            from = $" FROM (SELECT {(select.From is null ? "" : "*, ")}{string.Join(", ", keys)}{from}{where}) AS k";
            where = "";
        }

        return $"SELECT {(select.IsDistinct ? Distinct(printed) : "")}{string.Join(", ", items)}{from}{where}{group}{having}{tail}";
    }

    /// <summary>A step's source: the conditions stand where the plan shows them, and reach the scans as they do without steps.</summary>
    private string Source(BoundSelect select, long? rowsMax)
    {
        var (from, above) = JoinPlacement.Of(select);
        var left = above is null || _early is null ? above : _early.Answered(above, select.From!);
        var where = left is null ? "" : _expressions.Print(left);
        HashSet<BoundExpression> kept = new(Conditions.Terms(above), ReferenceEqualityComparer.Instance);
        BoundExpression[] all = [.. Conditions.Terms(select.Where).Where(term => !kept.Contains(term)), .. Conditions.Terms(left)];
        Push(select, Conditions.All(all));
        var text = Relation(from, RowLimits.OfSource(select, rowsMax));
        text = from is BoundUnnest ? _marks!.Around(StepKeys.Of(from), text) : text;
        return where.Length == 0 ? text : _marks!.Around(StepKeys.Where(select), $"(SELECT * FROM {text} WHERE {where}) AS w{select.Columns.FirstOrDefault()?.Id}");
    }

    /// <summary>To the scans below goes what the query's conditions, its groups' and its joins say of their partitions.</summary>
    private void Push(BoundSelect select, BoundExpression? condition)
    {
        var from = select.From!;
        if (condition is not null)
        {
            _partitions.Push(condition, from);
        }

        if (select.Having is not null && PartitionPushdown.OfGroups(select.Having, select) is { } ofRows)
        {
            _partitions.Push(ofRows, from);
        }

        if (from is BoundJoin join)
        {
            var inner = new InnerJoins(join, condition);
            foreach (var implied in inner.Implied())
            {
                _partitions.Push(implied, from);
            }

            foreach (var found in _early?.Joins(inner, join, _used) ?? [])
            {
                _partitions.Push(found, from);
            }
        }
    }

    /// <summary>DISTINCT, by instants where timestamps with zones are selected.</summary>
    private string Distinct(List<BoundExpression> items) => items.Exists(item => item.Type.IsZoned)
        ? $"DISTINCT ON ({string.Join(", ", items.Select(item => _expressions.Print(Instants.Key(item))))}) "
        : "DISTINCT ";

    private string SetOperation(BoundSetOperation operation, long? rowsMax)
    {
        // Each side of a UNION ALL may give all the rows that are looked at.
        var sideRows = operation is { Operator: SetOperator.Union, IsDistinct: false } ? rowsMax : null;
        var (left, right) = (Print(operation.Left, rowsMax: sideRows), Print(operation.Right, rowsMax: sideRows));
        var text = SetOperation(operation, left, right);
        return _marks is null ? text : _marks.Around(StepKeys.Rows(operation), text);
    }

    private static string SetOperation(BoundSetOperation operation, string left, string right)
    {
        var names = Names(operation.Columns);
        var symbol = operation.Operator.ToString().ToUpperInvariant() + (operation.IsDistinct ? "" : " ALL");
        if (!operation.Columns.Any(column => column.Type.IsZoned) || (operation.Operator == SetOperator.Union && !operation.IsDistinct))
        {
            return $"(({left}) {symbol} ({right})) AS s({names})";
        }

        // The same instant in two zones is one value: of a union one of them stays, the others bring both sides to one zone.
        if (operation.Operator == SetOperator.Union)
        {
            var keys = string.Join(", ", operation.Columns.Select(column => Instants.Key(column.ToString(), column.Type)));
            return $"(SELECT DISTINCT ON ({keys}) * FROM (({left}) UNION ALL ({right})) AS s({names})) AS s({names})";
        }

        var same = string.Join(", ", operation.Columns.Select(column => column.Type.Kind switch
        {
            SqlTypeKind.TimestampZoned => $"weir_at({column}, 'UTC')",
            SqlTypeKind.TimeZoned => $"weir_clock_at({column}, 0)",
            _ => column.ToString(),
        }));
        return $"((SELECT {same} FROM ({left}) AS l({names})) {symbol} (SELECT {same} FROM ({right}) AS r({names}))) AS s({names})";
    }

    private string GroupBy(BoundSelect select)
    {
        if (select.GroupingSets is not { } sets)
        {
            return "";
        }

        foreach (var key in sets.SelectMany(set => set))
        {
            _used.Add(key.Id);
        }

        return sets is [var only]
            ? only.IsEmpty ? " GROUP BY ()" : $" GROUP BY {Names(only)}"
            : $" GROUP BY GROUPING SETS ({string.Join(", ", sets.Select(set => $"({Names(set)})"))})";
    }

    private string Other(BoundQuery query, ImmutableArray<ColumnSymbol> columns, long? rowsMax)
    {
        var list = columns.IsEmpty ? "1 AS one" : Names(columns);
        var tail = Tail(query, sort => _expressions.Sort(sort));
        return $"SELECT {list} FROM {Body(query.Body, rowsMax)}{tail}";
    }

    private string Body(BoundBody body, long? rowsMax)
    {
        switch (body)
        {
            case BoundSetOperation operation:
                return SetOperation(operation, rowsMax);
            case BoundValues values:
                var rows = values.Rows.Select(row => $"({string.Join(", ", row.Select(_expressions.Print))})");
                var text = $"(VALUES {string.Join(", ", rows)}) AS v({Names(values.Columns)})";
                return _marks is null ? text : _marks.Around(StepKeys.Rows(values), text);
            case BoundNested nested:
                return $"({Print(nested.Query, rowsMax: rowsMax)}) AS n({Names(nested.Columns)})";
            default:
                throw new InvalidOperationException($"no form for {body.GetType().Name}");
        }
    }

    private string Relation(BoundRelation relation, long? rowsMax = null)
    {
        if (_early?.TextOf(relation) is { } known)
        {
            return known;
        }

        var text = Unmarked(relation, rowsMax);
        return _marks is not null && relation is BoundJoin or BoundCteReference or BoundFiltered or BoundSample ? _marks.Around(StepKeys.Of(relation), text) : text;
    }

    private string Unmarked(BoundRelation relation, long? rowsMax)
    {
        switch (relation)
        {
            case BoundScan scan:
                return Scan(scan, rowsMax);
            case BoundSource source:
                return Source(source.Select, rowsMax);
            case BoundCounted counted:
                return _marks!.Around(counted.Key, Relation(counted.Relation, rowsMax));
            case BoundFiltered filtered:
                var condition = _expressions.Print(filtered.Condition);
                return $"(SELECT * FROM {Relation(filtered.Relation)} WHERE {condition}) AS filtered";
            case BoundKept kept:
                return $"(SELECT {Names(kept.Columns)} FROM {kept.Table}) AS k{kept.Columns[0].Id}";
            case BoundCteReference reference:
                _partitions.Mention(reference);
                _usedCtes.Add(reference.Cte.Id);
                _limits.Refer(reference.Cte, rowsMax);
                var columns = reference.Columns.Select((column, i) => (column, Source: reference.Cte.Columns[i]))
                    .Where(pair => _used.Contains(pair.column.Id)).ToList();
                foreach (var (_, source) in columns)
                {
                    _used.Add(source.Id);
                }

                var list = columns.Count == 0 ? "1 AS one" : string.Join(", ", columns.Select(pair => $"{pair.Source} AS {pair.column}"));
                return $"(SELECT {list} FROM cte{reference.Cte.Id}) AS r{reference.Columns.FirstOrDefault()?.Id}";
            case BoundDerived derived:
                return $"{(derived.IsLateral ? "LATERAL " : "")}({Print(derived.Query, onlyUsed: true, derived.IsLateral ? null : rowsMax)}) AS d{derived.Query.Columns[0].Id}";
            case BoundJoin join:
                return Join(join);
            case BoundUnnest unnest:
                return UnnestText.Alone(unnest, _expressions);
            case BoundExtended extended:
                var more = extended.Columns.Select(column => $"{_expressions.Print(column.Value)} AS {column.Symbol}").ToList();
                return $"(SELECT *, {string.Join(", ", more)} FROM {Relation(extended.Relation, rowsMax)}) AS x{extended.Columns[0].Symbol.Id}";
            case BoundSample sample:
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"(SELECT * FROM {Relation(sample.Relation)} TABLESAMPLE {(sample.IsSystem ? "SYSTEM" : "BERNOULLI")}({sample.Percentage} PERCENT)) AS sampled");
            default:
                throw new InvalidOperationException($"no form for {relation.GetType().Name}");
        }
    }

    private string Join(BoundJoin join)
    {
        var on = join.On is null ? "" : $" ON {_expressions.Print(join.On)}";
        if (join.On is not null && join.Kind != JoinKind.Full)
        {
            // Of an outer join the condition says which rows of the other side are wanted.
            _partitions.Push(join.On, join.Kind switch
            {
                JoinKind.Left => join.Right,
                JoinKind.Right => join.Left,
                _ => join,
            });
        }

        if (join.Right is BoundUnnest unnest && join.Kind is JoinKind.Cross or JoinKind.Inner or JoinKind.Left && on is "" or " ON true")
        {
            // In place, without a join: faster, and the elements stay in their order.
            return UnnestText.Beside(unnest, _expressions, () => Relation(join.Left), join.Kind == JoinKind.Left);
        }

        var right = Relation(join.Right);
        var left = Relation(join.Left);
        right = join.Right is BoundJoin && _marks is null ? $"({right})" : right;
        var word = join.Kind switch
        {
            JoinKind.Cross => "CROSS JOIN",
            JoinKind.Inner => "INNER JOIN",
            JoinKind.Left => "LEFT JOIN",
            JoinKind.Right => "RIGHT JOIN",
            JoinKind.Full => "FULL JOIN",
        };
        return $"{left} {word} {right}{on}";
    }

    private string Scan(BoundScan scan, long? rowsMax)
    {
        var filter = scan.RowFilter is null ? "" : $" WHERE {_expressions.Print(scan.RowFilter)}";
        var needed = scan.Columns.Where(column => _used.Contains(column.Symbol.Id)).ToImmutableArray();
        var partitions = _partitions.PredicateOf(scan);
        var request = new ScanRequest(scan.Table, [.. needed.Select(column => column.Column)], partitions)
        {
            Filter = _partitions.FilterOf(scan),
            RowsMax = scan.RowFilter is null ? rowsMax : null,
            Scan = scan.Id,
        };
        var relation = scan.Table.Handle is InformationSchema.InformationTable information ? information.Text(request.Filter) : _planner.Plan(request);
        var columns = needed.IsEmpty ? "1 AS one" : string.Join(", ", needed.Select(column => $"{Read(column.Column)} AS {column.Symbol}"));
        var inner = $"(SELECT {columns} FROM {relation}) AS t{scan.Id}";
        inner = _marks is null ? inner : _marks.Around(StepKeys.Of(scan), inner);
        var allowed = $"(SELECT * FROM {inner}{filter}) AS f{scan.Id}";
        return filter.Length == 0 ? inner : _marks is null ? allowed : _marks.Around(StepKeys.Allowed(scan), allowed);
    }

    /// <summary>A file's column as the type the catalog says it has.</summary>
    private static string Read(SqlColumn column)
    {
        var name = DuckText.Name(column.Name);
        return column.Type.Kind switch
        {
            SqlTypeKind.TimestampZoned => name,
            SqlTypeKind.Char => $"rtrim({name}, ' ')",
            _ => $"CAST({name} AS {DuckTypes.Name(column.Type)})",
        };
    }
}
