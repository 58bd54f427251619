using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding.Patterns;

/// <summary>MATCH_RECOGNIZE as a query of plain parts; see docs/sql.md.</summary>
/// <remarks>
/// The rows of a partition become two lists in their order: numbers whose bits tell which variables a row may be, and the rows themselves.
/// A function matches the pattern over the first and answers with the rows of each match and their variables; unnested, measures
/// are aggregates over these.
/// </remarks>
internal sealed class MatchRewriter
{
    private readonly MatchRecognize _match;
    private readonly PatternNames _names;
    private readonly RowExpressions _rows;
    private readonly ImmutableArray<int> _partition;
    private readonly ImmutableArray<(int Column, SortItem Sort)> _order;

    public MatchRewriter(MatchRecognize match, ImmutableArray<ScopeField> fields)
    {
        _match = match;
        _names = new(match, fields);
        new PatternRules(_names).Check(match);
        _rows = new(_names);
        _partition = [.. match.PartitionBy.Select(Column)];
        _order = [.. match.OrderBy.Select(sort => (Column(sort.Key), sort))];
    }

    private bool IsAll => _match.Rows is not (null or RowsPerMatch.One);

    public Query Rewrite(Func<ImmutableArray<ScopeField>, Relation> input)
    {
        var conditions = new PatternConditions(_names, _rows);
        var mask = conditions.Mask(_match);
        var maker = new PatternMeasures(_names, _rows, IsAll);
        var measures = _match.Measures.Select(measure => (Value: maker.Measure(measure.Value), measure.Name)).ToImmutableArray();
        var columns = Enumerable.Range(0, _names.Fields.Length).Select(PatternNames.Column)
            .Concat(_rows.Shifted.Select(item => PatternNames.Own(item.Alias!.Value))).ToImmutableArray();
        var renamed = _names.Fields.Select((field, i) => new ScopeField(PatternNames.Column(i).Name.Value, [], field.Value)).ToImmutableArray();
        var numbered = Numbered(input(renamed), mask);
        var matched = Matched(Grouped(numbered, columns, conditions.Dependent), columns);
        return IsAll ? AllRows(matched, measures) : OneRow(matched, measures);
    }

    private int Column(Expression expression) => _names.Find(expression) is var (column, variable) && variable is null
        ? column
        : throw new SqlException(SqlErrorCode.InvalidColumnReference, $"Expected column reference. Actual: {Printing.SqlPrinter.Print(expression)}", expression.At);

    private ImmutableArray<Expression> Partition => [.. _partition.Select(PatternNames.Column)];

    /// <summary>Every row with its number in the partition, what it may be, and the values of rows around it.</summary>
    private SubqueryRelation Numbered(Relation input, Expression mask)
    {
        var window = new WindowSpecification
        {
            PartitionBy = Partition,
            OrderBy = [.. _order.Select(item => item.Sort with { Key = PatternNames.Column(item.Column) })],
        };
        var number = new FunctionCall(new([new("row_number")]), []) { Over = Named(RowExpressions.Window) };
        return Nested(new Select
        {
            Items =
            [
                .. Enumerable.Range(0, _names.Fields.Length).Select(i => Item(PatternNames.Column(i), PatternNames.Column(i).Name.Value)),
                Item(number, "$n"), Item(mask, "$d"), .. _rows.Shifted,
            ],
            From = [input],
            Windows = [new(new(RowExpressions.Window, Quoted: true), window)],
        });
    }

    /// <summary>One row a partition: its matches and its rows.</summary>
    private SubqueryRelation Grouped(Relation numbered, ImmutableArray<NameExpression> columns, DependentConditions dependent)
    {
        var masks = List(PatternNames.Own("$d"));
        var rows = List(new RowConstructor([PatternNames.Own("$n"), .. columns]));
        return Nested(new Select
        {
            Items =
            [
                Item(Matches(masks, dependent), "$e"),
                Item(rows, "$rows"),
            ],
            From = [numbered],
            GroupBy = Partition.IsEmpty ? null : GroupBy(Partition),
        });
    }

    private PatternMatches Matches(Expression masks, DependentConditions dependent) => new(masks, PatternText.Of(_match, _names))
    {
        At = _match.At,
        Conditions = dependent.Conditions,
        Values = [.. dependent.Values.Select(value => value with { Value = value.Value is null ? null : List(value.Value) })],
        Variables = [.. _names.Variables.Select(PatternNames.Shown)],
    };

    /// <summary>One row for every row of a match: the match's number, its place, its variable, whether it is hidden, its columns.</summary>
    private SubqueryRelation Matched(Relation grouped, ImmutableArray<NameExpression> columns)
    {
        Expression Part(long index) => new Subscript(PatternNames.Own("$k"), new LongLiteral(index));
        var row = new Subscript(PatternNames.Own("$rows"), Part(2));
        var labels = new Case(
            Part(4), [.. _names.Variables.Select((variable, i) => new WhenClause(new LongLiteral(i), new StringLiteral(PatternNames.Shown(variable))))], null);
        var number = new FunctionCall(new([new("nullif")]), [Part(1), new LongLiteral(-1)]);
        return Nested(new Select
        {
            Items =
            [
                Item(number, "$m"), Item(Part(3), "$s"), Item(Part(4), "$v"), Item(Part(5), "$h"), Item(new Cast(labels, new TypeSyntax("varchar", []), false), "$l"),
                .. columns.Select((column, i) => Item(new Subscript(row, new LongLiteral(i + 2)), column.Name.Value)),
            ],
            From = [grouped, new AliasedRelation(new Unnest([PatternNames.Own("$e")], false), new("$u", Quoted: true), [new("$k", Quoted: true)])],
        });
    }

    private Query OneRow(Relation matched, ImmutableArray<(Expression Value, Identifier Name)> measures)
    {
        ImmutableArray<SelectItem> items = [.. _partition.Select(Shown), .. measures.Select(measure => new SelectExpression(measure.Value, measure.Name))];
        return items.IsEmpty
            ? throw new SqlException(SqlErrorCode.TableHasNoColumns, "pattern recognition output table has no columns", _match.Input.At)
            : new(new Select { Items = items, From = [matched], GroupBy = GroupBy([.. Partition, PatternNames.Own("$m")]) });
    }

    private Query AllRows(Relation matched, ImmutableArray<(Expression Value, Identifier Name)> measures)
    {
        var first = _partition.Concat(_order.Select(item => item.Column)).Distinct().ToImmutableArray();
        var rest = Enumerable.Range(0, _names.Fields.Length).Where(column => !first.Contains(column));
        var items = first.Select(Shown)
            .Concat(measures.Select(measure => new SelectExpression(Matching(measure.Value), measure.Name)))
            .Concat(rest.Select(Shown)).ToImmutableArray();
        WindowSpecification Window(FrameBoundKind end) => new()
        {
            PartitionBy = [.. Partition, PatternNames.Own("$m")],
            OrderBy = [new(PatternNames.Own("$s"), false, null)],
            Frame = new(FrameUnit.Rows, new(FrameBoundKind.UnboundedPreceding, null), new(end, null)),
        };
        var shown = Nested(new Select
        {
            Items =
            [
                .. items.Select((item, i) => Item(item.Expression, string.Create(CultureInfo.InvariantCulture, $"$o{i}"))),
                Item(PatternNames.Own("$h"), "$h"),
            ],
            From = [matched],
            Windows =
            [
                new(new(PatternMeasures.Running, Quoted: true), Window(FrameBoundKind.CurrentRow)),
                new(new(PatternMeasures.Final, Quoted: true), Window(FrameBoundKind.UnboundedFollowing)),
            ],
        });
        return new(new Select
        {
            Items = [.. items.Select((item, i) => new SelectExpression(PatternNames.Own(string.Create(CultureInfo.InvariantCulture, $"$o{i}")), item.Alias))],
            From = [shown],
            Where = new Comparison(ComparisonOperator.Equal, PatternNames.Own("$h"), new LongLiteral(0)),
        });
    }

    /// <summary>A row outside every match has no measures.</summary>
    private Expression Matching(Expression measure) => _match.Rows == RowsPerMatch.AllWithUnmatched
        ? new Case(null, [new(new IsNull(PatternNames.Own("$m"), true), measure)], null)
        : measure;

    private SelectExpression Shown(int column) => new(PatternNames.Column(column), new(_names.Fields[column].Name ?? "", Quoted: true));

    private static FunctionCall List(Expression value) =>
        new(new([new("array_agg")]), [value]) { OrderBy = [new(PatternNames.Own("$n"), false, null)] };

    private static GroupBy GroupBy(ImmutableArray<Expression> keys) => new(false, [.. keys.Select(key => new GroupingElement(GroupingKind.Simple, [[key]]))]);

    private static WindowName Named(string name) => new(new(name, Quoted: true));

    private static SelectExpression Item(Expression value, string name) => new(value, new(name, Quoted: true));

    private static SubqueryRelation Nested(Select select) => new(new Query(select));
}
