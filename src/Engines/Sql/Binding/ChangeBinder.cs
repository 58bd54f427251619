using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Binds DELETE, UPDATE and MERGE to one query: what happens to a row, where it lies, and its new values.</summary>
/// <remarks>The catalog gives tables whose rows can be changed two hidden columns: the file's number and the row's place in it.</remarks>
internal sealed class ChangeBinder(BindContext context)
{
    private readonly QueryBinder _queries = new(context);
    private readonly Conversions _conversions = new(context);

    public (BoundQuery Query, SqlTable Table) Bind(Statement change) => change switch
    {
        Delete delete => Delete(delete),
        Update update => Update(update),
        Merge merge => Merge(merge),
        _ => throw new SqlException(SqlErrorCode.NotSupported, $"{change.GetType().Name} does not change rows", change.At),
    };

    private (BoundQuery Query, SqlTable Table) Delete(Delete delete)
    {
        var target = Find(delete.Table, delete.Alias, delete.At);
        var where = delete.Where is null ? null : Where(delete.Where, target.Fields, "WHERE clause");
        return (Query(target, target.Scan, where, Action(ChangeAction.Delete), [.. target.Columns.Select(column => Conversions.Null(column.Symbol.Type))]), target.Scan.Table);
    }

    private (BoundQuery Query, SqlTable Table) Update(Update update)
    {
        var target = Find(update.Table, update.Alias, update.At);
        var where = update.Where is null ? null : Where(update.Where, target.Fields, "WHERE clause");
        var values = Assigned(target, update.Assignments, target.Fields, "UPDATE", "SET expressions");
        return (Query(target, target.Scan, where, Action(ChangeAction.Update), values), target.Scan.Table);
    }

    private (BoundQuery Query, SqlTable Table) Merge(Merge merge)
    {
        var target = Find(merge.Table, merge.Alias, merge.At);
        var (source, sourceFields) = new RelationBinder(context, _queries, null).Bind(merge.Source, []);
        var both = target.Fields.AddRange(sourceFields);
        var on = Where(merge.On, both, "MERGE ON clause");
        var inserts = merge.Cases.Any(part => part is MergeInsert);
        var join = new BoundJoin(inserts ? JoinKind.Left : JoinKind.Inner, source, target.Scan, on);
        var isMatched = ExpressionBinder.Not(new BoundCall("is null", SqlType.Boolean, "({0} IS NULL)", [target.Position]));
        var isNew = new BoundCall("is null", SqlType.Boolean, "({0} IS NULL)", [target.Position]);
        var cases = merge.Cases.Select(part => Case(part, target, both, sourceFields, part is MergeInsert ? isNew : isMatched)).ToArray();
        var action = new BoundCase(SqlType.Integer, [.. cases.Select(part => (part.When, part.Action))], null);
        var values = target.Columns.Select((column, at) => (BoundExpression)new BoundCase(
            column.Symbol.Type, [.. cases.Select(part => (part.When, part.Values[at]))], null));
        var taken = cases is [var only] ? only.When : new BoundCall("or", SqlType.Boolean, "({* OR })", [.. cases.Select(part => part.When)]);
        return (Query(target, join, taken, action, [.. values]), target.Scan.Table);
    }

    private (BoundExpression When, BoundExpression Action, ImmutableArray<BoundExpression> Values) Case(
        MergeCase part, Target target, ImmutableArray<ScopeField> both, ImmutableArray<ScopeField> source, BoundExpression matched)
    {
        var visible = part is MergeInsert ? source : both;
        var when = part.Condition is null
            ? matched
            : new BoundCall("and", SqlType.Boolean, "({* AND })", [matched, Where(part.Condition, visible, "MERGE WHEN clause")]);
        return part switch
        {
            MergeUpdate update => (when, Action(ChangeAction.Update), Assigned(target, update.Assignments, both, "MERGE", "SET expressions")),
            MergeDelete => (when, Action(ChangeAction.Delete), [.. target.Columns.Select(column => Conversions.Null(column.Symbol.Type))]),
            MergeInsert insert => (when, Action(ChangeAction.Insert), Inserted(target, insert, source)),
            _ => throw new SqlException(SqlErrorCode.NotSupported, $"{part.GetType().Name} is not supported", part.At),
        };
    }

    private ImmutableArray<BoundExpression> Inserted(Target target, MergeInsert insert, ImmutableArray<ScopeField> source)
    {
        var names = insert.Columns.IsEmpty ? [.. target.Columns.Select(column => new Identifier(column.Column.Name) { At = insert.At })] : insert.Columns;
        if (names.Length != insert.Values.Length)
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch, $"MERGE column count differs: the table part names {names.Length} columns, VALUES has {insert.Values.Length}", insert.At);
        }

        var assignments = names.Zip(insert.Values).Select(pair => new Assignment(pair.First, pair.Second) { At = pair.First.At });
        return Assigned(target with { KeepsRest = false }, [.. assignments], source, "MERGE", "VALUES");
    }

    /// <summary>A value for each column of the table: the one assigned, else its own, else NULL.</summary>
    private ImmutableArray<BoundExpression> Assigned(
        Target target, ImmutableArray<Assignment> assignments, ImmutableArray<ScopeField> fields, string statement, string what)
    {
        var assigned = new Dictionary<int, BoundExpression>();
        foreach (var assignment in assignments)
        {
            var name = assignment.Column.Value;
            var (symbol, _) = target.Columns.FirstOrDefault(column => string.Equals(column.Column.Name, name, StringComparison.OrdinalIgnoreCase));
            if (symbol is null)
            {
                throw new SqlException(SqlErrorCode.ColumnNotFound, $"The {statement} SET target column {name} doesn't exist", assignment.At);
            }

            var value = new ExpressionBinder(context, _queries, new(fields, null)) { ScalarOnly = $"{statement} SET clause" }.Bind(assignment.Value);
            if (!assigned.TryAdd(symbol.Id, Stored(value, symbol.Type, statement, what, assignment)))
            {
                throw new SqlException(SqlErrorCode.SyntaxError, $"Multiple assignments for column: {name}", assignment.At);
            }
        }

        return [.. target.Columns.Select(column => assigned.GetValueOrDefault(column.Symbol.Id)
            ?? (target.KeepsRest ? new BoundColumn(column.Symbol) : Conversions.Null(column.Symbol.Type)))];
    }

    private BoundExpression Stored(BoundExpression value, SqlType type, string statement, string what, Assignment assignment) =>
        Coercion.CanStore(value.Type, type)
            ? _conversions.Coerce(value, type, assignment.At)
            : throw new SqlException(
                SqlErrorCode.TypeMismatch,
                $"{statement} table column types don't match {what}: Table: [{type}], Expressions: [{value.Type}]", assignment.At);

    private BoundExpression Where(Expression condition, ImmutableArray<ScopeField> fields, string clause) =>
        new ExpressionBinder(context, _queries, new(fields, null)) { ScalarOnly = clause }.Boolean(condition, clause);

    private BoundQuery Query(
        Target target, BoundRelation from, BoundExpression? where, BoundExpression action, ImmutableArray<BoundExpression> values)
    {
        ImmutableArray<BoundExpression> items = [action, new BoundColumn(target.File), target.Position, .. values];
        return new(new BoundSelect([.. items.Select(item => context.Symbol("", item.Type))], items) { From = from, Where = where });
    }

    private static BoundLiteral Action(ChangeAction action) => Literals.Long((int)action);

    private Target Find(QualifiedName name, Identifier? alias, SourcePosition at)
    {
        var (relation, fields) = new RelationBinder(context, _queries, null).Bind(new TableRelation(name) { At = name.At }, []);
        if (relation is not BoundScan { RowFilter: null } scan || scan.Columns.Count(column => column.Column.IsHidden) != 2)
        {
            throw relation is BoundScan
                ? new SqlException(SqlErrorCode.NotSupported, "Modifying Hive table rows is only supported for transactional tables", at)
                : new SqlException(SqlErrorCode.NotSupported, "Updating through a view is not supported", at);
        }

        var named = alias is null ? fields : [.. fields.Select(field => field with { Relation = [alias.Value] })];
        var hidden = scan.Columns.Where(column => column.Column.IsHidden).Select(column => column.Symbol).ToArray();
        return new(scan, named, [.. scan.Columns.Where(column => column.Column is { IsHidden: false, IsImplicit: false })], hidden[0], new BoundColumn(hidden[1]), KeepsRest: true);
    }

    /// <param name="KeepsRest">Columns without an assignment keep their value.</param>
    private sealed record Target(
        BoundScan Scan, ImmutableArray<ScopeField> Fields, ImmutableArray<(ColumnSymbol Symbol, SqlColumn Column)> Columns,
        ColumnSymbol File, BoundColumn Position, bool KeepsRest);
}
