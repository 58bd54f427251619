using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>JSON_TABLE: a list of rows of cells is made of each document and unnested; columns are taken from the cells.</summary>
internal sealed class JsonTableBinder(BindContext context, ExpressionBinder binder)
{
    private readonly JsonPathBinder _json = new(binder);
    private readonly List<ScopeField> _fields = [];
    private readonly List<Identifier> _paths = [];
    private ColumnSymbol _cells = null!;
    private JsonPlanBinder _plans = null!;

    public (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Bind(JsonTable table)
    {
        var row = SqlType.Array(SqlType.Varchar);
        _cells = context.Symbol("", row);
        var rows = new BoundCall(
            "json_table", SqlType.Array(row), "weir_json_table({*})",
            [_json.Input(table.Input, table.InputFormat), Literals.Text(Specification(table)), _json.Variables(table.Passing)]);
        return (new BoundUnnest([(rows, [_cells])], null), [.. _fields]);
    }

    private string Specification(JsonTable table)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("path", Path(table.Path, table.At));
            writer.WriteBoolean("fail", table.OnError == "ERROR");
            _plans = new(table);
            Columns(table.Columns, _plans.Root(), writer);
            writer.WriteEndObject();
        }

        var names = _fields.Select(field => field.Name!).Concat(_paths.Append(table.PathName!).Where(name => name is not null).Select(name => name.Value));
        var repeated = names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return repeated is null
            ? Encoding.UTF8.GetString(buffer.ToArray())
            : throw new SqlException(SqlErrorCode.DuplicateColumnOrPathName, $"All column and path names in JSON_TABLE invocation must be unique: {repeated.Key}", table.At);
    }

    /// <param name="plan">The plan that begins with the path of these columns.</param>
    private void Columns(ImmutableArray<JsonColumn> columns, JsonPlan? plan, Utf8JsonWriter writer)
    {
        var plans = new Queue<JsonPlan?>(_plans.Write(plan, columns, writer));
        writer.WriteStartArray("columns");
        foreach (var column in columns)
        {
            writer.WriteStartObject();
            Column(column, column is JsonNestedColumns ? plans.Dequeue() : null, writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void Column(JsonColumn column, JsonPlan? plan, Utf8JsonWriter writer)
    {
        switch (column)
        {
            case JsonOrdinality ordinality:
                writer.WriteString("kind", "o");
                Add(ordinality.Name, cell => new BoundCall("cast", SqlType.BigInt, "CAST({0} AS BIGINT)", [cell]));
                break;
            case JsonValueColumn { Format: null } value:
                writer.WriteString("kind", "v");
                writer.WriteString("path", PathOf(value));
                var type = SqlTypes.Resolve(value.Type);
                Add(value.Name, cell => _json.Result(cell, type, value.Behaviour, isJson: false, value.At));
                break;
            case JsonValueColumn query:
                writer.WriteString("kind", "q");
                writer.WriteString("path", PathOf(query));
                writer.WriteString("wrapper", JsonPathBinder.Wrapper(query.Behaviour, query.At));
                writer.WriteBoolean("omit", query.Behaviour.Quotes == "OMIT");
                var text = SqlTypes.Resolve(query.Type);
                Add(query.Name, cell => _json.Result(cell, text, query.Behaviour, isJson: true, query.At));
                break;
            default:
                var nested = (JsonNestedColumns)column;
                writer.WriteString("kind", "n");
                writer.WriteString("path", Path(nested.Path, nested.At));
                _paths.AddRange(nested.PathName is null ? [] : [nested.PathName]);
                Columns(nested.Columns, plan, writer);
                break;
        }
    }

    private void Add(Identifier name, Func<BoundExpression, BoundExpression> value)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"({{0}})[{_fields.Count + 1}]");
        _fields.Add(new(name.Value, [], value(new BoundCall("cell", SqlType.Varchar, place, [new BoundColumn(_cells)]))));
    }

    private static string PathOf(JsonValueColumn column) =>
        Path(column.Path ?? $"lax $.\"{column.Name.Value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", column.At);

    private static string Path(string path, SourcePosition at) => (string)JsonPathBinder.Path(path, at).Value!;
}
