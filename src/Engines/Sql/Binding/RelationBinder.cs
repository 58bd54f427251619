using System.Collections.Immutable;
using Weir.Engines.Sql.Binding.Patterns;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Binds what stands after FROM: tables by the catalog and the permission hook, views, joins, UNNEST.</summary>
internal sealed class RelationBinder(BindContext context, QueryBinder queries, Scope? outer)
{
    public (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Bind(Relation relation, ImmutableArray<ScopeField> left) =>
        Bind(relation, new Scope(left, outer));

    /// <param name="left">What LATERAL, UNNEST and JSON_TABLE see.</param>
    private (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Bind(Relation relation, Scope left)
    {
        switch (relation)
        {
            case TableRelation table:
                return Table(table);
            case AliasedRelation { Relation: Unnest unnest } named:
                var (unnested, names) = Unnest(unnest, left, named.Columns.Length);
                return (unnested, Aliased(named, names));
            case AliasedRelation aliased:
                var (inner, fields) = Bind(aliased.Relation, left);
                return (inner, Aliased(aliased, fields));
            case Join join:
                return Join(join, left.Fields);
            case SubqueryRelation subquery:
                return Derived(queries.Bind(subquery.Query, outer), false, []);
            case Lateral lateral:
                return Derived(queries.Bind(lateral.Query, left), true, []);
            case Unnest unnest:
                return Unnest(unnest, left, aliases: 0);
            case TableFunction call:
                return new TableFunctionBinder(context, queries, this).Bind(call);
            case JsonTable table:
                var arguments = new ExpressionBinder(context, queries, left) { ScalarOnly = "JSON_TABLE" };
                return new JsonTableBinder(context, arguments).Bind(table);
            case Sampled sampled:
                var (source, all) = Bind(sampled.Relation, left);
                return (new BoundSample(source, sampled.IsSystem, Percentage(sampled.Percentage)), all);
            case BoundInput input:
                return (input.Bound, input.Fields);
            case MatchRecognize match:
                var (matched, rowFields) = Bind(match.Input, left);
                var query = new MatchRewriter(match, Scope.Shown(rowFields)).Rewrite(renamed => new BoundInput(matched, renamed));
                return Derived(queries.Bind(query, outer), false, []);
            default:
                throw new SqlException(SqlErrorCode.NotSupported, $"{relation.GetType().Name} is not supported", relation.At);
        }
    }

    private double Percentage(Expression written)
    {
        if (SyntaxTree.All(written).Any(part => part is NameExpression or Dereference))
        {
            throw new SqlException(SqlErrorCode.ExpressionNotConstant, "Sample percentage cannot contain column references", written.At);
        }

        var value = new ExpressionBinder(context, queries, new([], null)) { ScalarOnly = "Sample percentage" }.Bind(written);
        if (!value.Type.IsNumeric && value.Type.Kind != SqlTypeKind.Unknown)
        {
            throw new SqlException(SqlErrorCode.TypeMismatch, "Sample percentage should be a numeric expression", written.At);
        }

        var constant = value is BoundCall { Name: "cast", Arguments: [BoundLiteral inner] } ? inner : value;
        var number = constant switch
        {
            BoundLiteral { IsNull: true } => throw new SqlException(SqlErrorCode.InvalidArguments, "Sample percentage cannot be NULL", written.At),
            BoundLiteral { Value: long whole } => whole,
            BoundLiteral { Value: double part } => part,
            BoundLiteral { Value: string text } when double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var part) => part,
            _ => throw new SqlException(SqlErrorCode.NotSupported, "A sample percentage that is computed is not supported", written.At),
        };
        return number < 0 ? throw new SqlException(SqlErrorCode.NumericValueOutOfRange, "Sample percentage must be greater than or equal to 0", written.At)
            : number > 100 ? throw new SqlException(SqlErrorCode.NumericValueOutOfRange, "Sample percentage must be less than or equal to 100", written.At)
            : number;
    }

    private static (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Derived(BoundQuery query, bool lateral, ImmutableArray<string> name) =>
        (new BoundDerived(query, lateral),
            [.. query.Columns.Select(column => new ScopeField(column.Name.Length == 0 ? null : column.Name, name, new BoundColumn(column)))]);

    private static ImmutableArray<ScopeField> Aliased(AliasedRelation aliased, ImmutableArray<ScopeField> fields)
    {
        if (!aliased.Columns.IsEmpty)
        {
            // Whoever names the columns names those he sees; the others have no name then.
            fields = Scope.Shown(fields);
        }

        if (!aliased.Columns.IsEmpty && aliased.Columns.Length != fields.Length)
        {
            throw new SqlException(
                SqlErrorCode.MismatchedColumnAliases,
                $"Column alias list has {aliased.Columns.Length} entries but '{aliased.Alias.Value}' has {fields.Length} columns available", aliased.At);
        }

        return [.. fields.Select((field, i) => field with { Name = aliased.Columns.IsEmpty ? field.Name : aliased.Columns[i].Value, Relation = [aliased.Alias.Value] })];
    }

#pragma warning disable CA1308 // catalog names are lower case
    private (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Table(TableRelation table)
    {
        if (table.Name.Parts is [var only] && queries.FindCte(only.Value) is { } cte)
        {
            var columns = cte.Columns.Select((column, i) =>
                context.Symbol(cte.ColumnNames.IsEmpty ? column.Name : cte.ColumnNames[i], column.Type)).ToImmutableArray();
            return (new BoundCteReference(cte, columns),
                [.. columns.Select(column => new ScopeField(column.Name.Length == 0 ? null : column.Name, [cte.Name], new BoundColumn(column)))]);
        }

        var parts = table.Name.Parts.Select(part => part.Value.ToLowerInvariant()).ToArray();
        var name = parts.Length switch
        {
            1 => new SqlTableName(context.Session.Catalog, context.Session.Schema, parts[0]),
            2 => new SqlTableName(context.Session.Catalog, parts[0], parts[1]),
            3 => new SqlTableName(parts[0], parts[1], parts[2]),
            _ => throw new SqlException(SqlErrorCode.SyntaxError, $"Too many dots in table name: {table.Name.Lower}", table.At),
        };
        if (name.Schema == InformationSchema.Name && table.AsOf is null && context.Catalog.CatalogExists(name.Catalog))
        {
            return InformationSchema.Find(context.Catalog, name) is { } information
                ? Scan(information, TableGrant.Everything)
                : throw new SqlException(SqlErrorCode.TableNotFound, $"Table '{name.Shown}' does not exist", table.At);
        }

        var found = table.AsOf is null ? context.Catalog.FindTable(name) : context.Catalog.FindTable(name, Version(table, table.AsOf));
        if (found is null)
        {
            if (!context.Catalog.CatalogExists(name.Catalog))
            {
                throw new SqlException(SqlErrorCode.CatalogNotFound, $"Catalog '{name.Catalog}' not found", table.At);
            }

            throw context.Catalog.SchemaExists(name.Catalog, name.Schema)
                ? new SqlException(SqlErrorCode.TableNotFound, $"Table '{name.Shown}' does not exist", table.At)
                : new SqlException(SqlErrorCode.SchemaNotFound, $"Schema '{name.Schema}' does not exist", table.At);
        }

        var grant = context.Access.Read(found);
        return found.ViewText is null ? Scan(found, grant) : View(found, grant, table.At);
    }
#pragma warning restore CA1308

    private SqlTableVersion Version(TableRelation table, Expression asOf)
    {
        var value = new ExpressionBinder(context, queries, new([], null)) { ScalarOnly = "FOR VERSION or TIMESTAMP clause" }.Bind(asOf);
        if (value.Type.Kind == SqlTypeKind.Unknown)
        {
            throw new SqlException(SqlErrorCode.InvalidArguments, "Pointer value cannot be NULL", asOf.At);
        }

        var fits = table.AsOfVersion
            ? value.Type.IsInteger || value.Type.IsText
            : value.Type.Kind is SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned;
        return fits
            ? new(!table.AsOfVersion, value.Type, Lowering.ExpressionText.Of(value), asOf.At)
            : throw new SqlException(
                SqlErrorCode.TypeMismatch,
                $"Type {value.Type} invalid. " + (table.AsOfVersion
                    ? "Supported table version types are bigint and varchar"
                    : "Temporal pointers must be of type Timestamp, Timestamp with Time Zone, or Date."), asOf.At);
    }

    private (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Scan(SqlTable table, TableGrant grant)
    {
        var columns = table.Columns.Select(column => (Symbol: context.Symbol(column.Name, column.Type), Column: column)).ToImmutableArray();
        ImmutableArray<string> name = [table.Name.Catalog, table.Name.Schema, table.Name.Table];
        BoundExpression? filter = null;
        if (grant.RowFilter is { } text)
        {
            var all = columns.Select(column => new ScopeField(column.Column.Name, name, new BoundColumn(column.Symbol))).ToImmutableArray();
            filter = new ExpressionBinder(context, new QueryBinder(context), new(all, null)) { ScalarOnly = "Row filter" }
                .Boolean(SqlParser.ParseExpression(text), "Row filter");
        }

        var visible = columns.Where(column => !column.Column.IsHidden && grant.Columns?.Contains(column.Column.Name) != false)
            .Select(column => new ScopeField(column.Column.Name, name, new BoundColumn(column.Symbol)) { IsImplicit = column.Column.IsImplicit });
        return (new BoundScan(context.NextId(), table, columns) { RowFilter = filter }, [.. visible]);
    }

    private (BoundRelation Relation, ImmutableArray<ScopeField> Fields) View(SqlTable view, TableGrant grant, SourcePosition at)
    {
        if (!context.OpenViews.Add(view.Name))
        {
            throw new SqlException(SqlErrorCode.ViewIsRecursive, "View is recursive", at);
        }

        BoundQuery query;
        try
        {
            query = context.In(view.ViewSchema, () => new QueryBinder(context).Bind(SqlParser.ParseQuery(view.ViewText!), null));
        }
        catch (SqlException problem) when (problem.Code != SqlErrorCode.PermissionDenied && problem.Code != SqlErrorCode.InvalidView)
        {
            throw new SqlException(
                SqlErrorCode.InvalidView, $"Failed analyzing stored view '{view.Name}': {problem.Message}", at);
        }
        finally
        {
            context.OpenViews.Remove(view.Name);
        }

        if (view.Columns.Length != query.Columns.Length)
        {
            throw new SqlException(
                SqlErrorCode.ViewIsStale, $"View '{view.Name}' is stale or in invalid state: stored view column count ({view.Columns.Length}) does not match column count derived from the view query analysis ({query.Columns.Length})", at);
        }

        query = Stored(view, query, at);
        ImmutableArray<string> name = [view.Name.Catalog, view.Name.Schema, view.Name.Table];
        var (relation, fields) = Derived(query, false, name);
        var named = fields.Select((field, i) => field with { Name = view.Columns[i].Name }).ToImmutableArray();
        if (grant.RowFilter is { } text)
        {
            var filter = new ExpressionBinder(context, new QueryBinder(context), new(named, null)) { ScalarOnly = "Row filter" }
                .Boolean(SqlParser.ParseExpression(text), "Row filter");
            var items = query.Columns.Select(column => (BoundExpression)new BoundColumn(column)).ToImmutableArray();
            var symbols = query.Columns.Select((column, i) => context.Symbol(view.Columns[i].Name, column.Type)).ToImmutableArray();
            relation = new BoundDerived(new(new BoundSelect(symbols, items) { From = relation, Where = filter }), false);
            named = [.. symbols.Select(symbol => new ScopeField(symbol.Name, name, new BoundColumn(symbol)))];
        }

        return (relation, [.. named.Where(field => grant.Columns?.Contains(field.Name!) != false)]);
    }

    /// <summary>The view's columns as its definition says they are.</summary>
    private static BoundQuery Stored(SqlTable view, BoundQuery query, SourcePosition at)
    {
        for (var i = 0; i < query.Columns.Length; i++)
        {
            var (made, stored) = (query.Columns[i], view.Columns[i]);
            if (!Coercion.CanStore(made.Type, stored.Type))
            {
                throw new SqlException(
                    SqlErrorCode.ViewIsStale,
                    $"View '{view.Name}' is stale or in invalid state: column [{made.Name}] of type {made.Type} projected from query view at position {i} cannot be coerced to column [{stored.Name}] of type {stored.Type} stored in view definition", at);
            }
        }

        return query;
    }

    private (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Join(Join join, ImmutableArray<ScopeField> before)
    {
        if (join.IsNatural)
        {
            throw new SqlException(SqlErrorCode.NotSupported, "Natural join not supported", join.At);
        }

        var (left, leftFields) = Bind(join.Left, before);
        if (Beside(join.Right) is { } lateral)
        {
            return Beside(join, left, leftFields, before, lateral);
        }

        var (right, rightFields) = Bind(join.Right, before.AddRange(leftFields));
        var fields = leftFields.AddRange(rightFields);
        if (!join.Using.IsEmpty)
        {
            return Using(join, left, leftFields, right, rightFields);
        }

        if (join.On is null)
        {
            return (new BoundJoin(join.Kind, left, right, null), fields);
        }

        var scope = new Scope(fields, outer) { IsClosed = join.Kind != JoinKind.Inner };
        var on = new ExpressionBinder(context, queries, scope) { ScalarOnly = "JOIN clause" }.Boolean(join.On, "JOIN ON clause");
        return (join.Kind == JoinKind.Inner ? new(join.Kind, left, right, on) : new OuterJoinBinder(context).Bind(join.Kind, left, right, on, join.On.At), fields);
    }

    /// <summary>A relation that sees the columns to its left: LATERAL, UNNEST or JSON_TABLE.</summary>
    private static Relation? Beside(Relation relation) => relation switch
    {
        Lateral or Syntax.Unnest or JsonTable => relation,
        AliasedRelation aliased => Beside(aliased.Relation),
        _ => null,
    };

    private (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Beside(
        Join join, BoundRelation left, ImmutableArray<ScopeField> leftFields, ImmutableArray<ScopeField> before, Relation lateral)
    {
        var visible = new Scope(before.AddRange(leftFields), outer);
        var (right, rightFields) = Bind(join.Right, visible);
        if (join.Kind is JoinKind.Right or JoinKind.Full && visible.Taken is { } taken)
        {
            throw new SqlException(
                SqlErrorCode.InvalidColumnReference, $"LATERAL reference not allowed in {join.Kind.ToString().ToUpperInvariant()} JOIN", taken);
        }

        var isTrue = join is { On: BooleanLiteral { Value: true }, Using.IsEmpty: true };
        if (join.Kind != JoinKind.Cross && !isTrue && (lateral is not Lateral || join.Kind == JoinKind.Full))
        {
            throw new SqlException(
                SqlErrorCode.NotSupported,
                lateral is Lateral
                    ? "FULL JOIN involving LATERAL relation is only supported with condition ON TRUE"
                    : $"{join.Kind.ToString().ToUpperInvariant()} JOIN involving {(lateral is JsonTable ? "JSON_TABLE" : "UNNEST")} is only supported with condition ON TRUE",
                join.On?.At ?? join.At);
        }

        if (!join.Using.IsEmpty)
        {
            return Using(join, left, leftFields, right, rightFields);
        }

        var fields = leftFields.AddRange(rightFields);
        if (join.On is null)
        {
            return (new BoundJoin(join.Kind, left, right, null), fields);
        }

        var scope = new Scope(fields, outer) { IsClosed = join.Kind != JoinKind.Inner };
        var on = new ExpressionBinder(context, queries, scope) { ScalarOnly = "JOIN clause" }.Boolean(join.On, "JOIN ON clause");
        return join.Kind switch
        {
            JoinKind.Right => Crossed(left, right, leftFields.Select(field => Where(on, field)).Concat(rightFields)),
            JoinKind.Left when HasOneRow(right) => isTrue
                ? (new BoundJoin(JoinKind.Cross, left, right, null), fields)
                : Crossed(left, right, leftFields.Concat(rightFields.Select(field => Where(on, field)))),
            JoinKind.Full => (new BoundJoin(JoinKind.Left, left, right, on), fields),
            _ => (new BoundJoin(join.Kind, left, right, on), fields),
        };
    }

    /// <summary>
    /// Trino joins what is LATERAL to each row of the left side alone: of a RIGHT JOIN the rows on the right stay once for each, without
    /// the left row's columns where the condition does not hold. A right side that always has one row is joined so too: of a LEFT JOIN
    /// DuckDB would make NULLs of that row's constants where nothing was aggregated.
    /// </summary>
    private (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Crossed(BoundRelation left, BoundRelation right, IEnumerable<ScopeField> fields)
    {
        var all = fields.ToImmutableArray();
        var columns = all.Select(field => context.Symbol("", field.Value.Type)).ToImmutableArray();
        var body = new BoundSelect(columns, [.. all.Select(field => field.Value)]) { From = new BoundJoin(JoinKind.Cross, left, right, null) };
        return (new BoundDerived(new(body), IsLateral: false), [.. all.Select((field, i) => field with { Value = new BoundColumn(columns[i]) })]);
    }

    /// <summary>The field, or NULL where the join's condition does not hold.</summary>
    private static ScopeField Where(BoundExpression on, ScopeField field) =>
        field with { Value = new BoundCase(field.Value.Type, [(on, field.Value)], Conversions.Null(field.Value.Type)) };

    private static bool HasOneRow(BoundRelation relation) =>
        relation is BoundDerived { Query: { Body: BoundSelect { IsAggregate: true, GroupingSets: null, Having: null }, Limit: null, Offset: null } };

    private (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Using(
        Join join, BoundRelation left, ImmutableArray<ScopeField> leftFields, BoundRelation right, ImmutableArray<ScopeField> rightFields)
    {
        var operators = new Operators(queries.Conversions);
        var terms = ImmutableArray.CreateBuilder<BoundExpression>();
        var merged = ImmutableArray.CreateBuilder<ScopeField>();
        var gone = new HashSet<ScopeField>(ReferenceEqualityComparer.Instance);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in join.Using)
        {
            if (!seen.Add(name.Value))
            {
                throw new SqlException(SqlErrorCode.DuplicateColumnName, $"Column '{name.Value}' appears multiple times in USING clause", name.At);
            }

            var a = Side(leftFields, name, "left");
            var b = Side(rightFields, name, "right");
            terms.Add(operators.Compare("=", a.Value, b.Value, name.At));
            var type = Coercion.Common(a.Value.Type, b.Value.Type)!;
            var (x, y) = (queries.Conversions.Coerce(a.Value, type, name.At), queries.Conversions.Coerce(b.Value, type, name.At));
            merged.Add(new(a.Name, [], join.Kind switch
            {
                JoinKind.Right => y,
                JoinKind.Full => new BoundCall("coalesce", type, "coalesce({*})", [x, y]),
                _ => x,
            }));
            gone.Add(a);
            gone.Add(b);
        }

        merged.AddRange(leftFields.Concat(rightFields).Where(field => !gone.Contains(field)));
        return (new BoundJoin(join.Kind, left, right, new BoundCall("and", SqlType.Boolean, "({* AND })", terms.ToImmutable())), merged.ToImmutable());
    }

    private static ScopeField Side(ImmutableArray<ScopeField> fields, Identifier name, string side) =>
        new Scope(fields, null).Find([name], name.At)
        ?? throw new SqlException(SqlErrorCode.ColumnNotFound, $"Column '{name.Value}' is missing from {side} side of join", name.At);

    /// <param name="aliases">
    /// How many names its columns get. An array of rows makes a column of each field; where the names are just enough for whole rows it
    /// makes a column of rows instead, as Athena does (its guide unnests arrays of structs so, everywhere).
    /// </param>
    private (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Unnest(Unnest unnest, Scope left, int aliases)
    {
        var binder = new ExpressionBinder(context, queries, left) { ScalarOnly = "UNNEST" };
        var values = unnest.Arguments.Select(argument => binder.Bind(argument)).ToArray();
        int Columns(bool wholeRows) => (unnest.WithOrdinality ? 1 : 0) + values.Sum(value => value.Type.Kind switch
        {
            SqlTypeKind.Map => 2,
            SqlTypeKind.Array when value.Type.Element.Kind == SqlTypeKind.Row && !wholeRows => value.Type.Element.Fields.Length,
            _ => 1,
        });
        var wholeRows = aliases > 0 && aliases != Columns(wholeRows: false) && aliases == Columns(wholeRows: true);
        var arguments = ImmutableArray.CreateBuilder<(BoundExpression, ImmutableArray<ColumnSymbol>)>();
        var fields = ImmutableArray.CreateBuilder<ScopeField>();
        foreach (var (value, argument) in values.Zip(unnest.Arguments))
        {
            ImmutableArray<ColumnSymbol> columns = value.Type.Kind switch
            {
                SqlTypeKind.Array when value.Type.Element.Kind == SqlTypeKind.Row && !wholeRows =>
                    [.. value.Type.Element.Fields.Select(field => context.Symbol(field.Name ?? "", field.Type))],
                SqlTypeKind.Array => [context.Symbol("", value.Type.Element)],
                SqlTypeKind.Map => [context.Symbol("", value.Type.Key), context.Symbol("", value.Type.Value)],
                _ => throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"Cannot unnest type: {value.Type}", argument.At),
            };
            arguments.Add((value, columns));
            fields.AddRange(columns.Select(column => new ScopeField(column.Name.Length == 0 ? null : column.Name, [], new BoundColumn(column))));
        }

        var ordinality = unnest.WithOrdinality ? context.Symbol("ordinality", SqlType.BigInt) : null;
        if (ordinality is not null)
        {
            fields.Add(new("ordinality", [], new BoundColumn(ordinality)));
        }

        return (new BoundUnnest(arguments.ToImmutable(), ordinality, wholeRows), fields.ToImmutable());
    }
}
