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
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private ColumnSymbol _cells = null!;
    private JsonPlanBinder _plans = null!;
    private ImmutableArray<JsonArgument> _passed = [];

    public (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Bind(JsonTable table)
    {
        var row = SqlType.Array(SqlType.Varchar);
        _passed = table.Passing;
        _cells = context.Symbol("", row);
        var rows = new BoundCall(
            "json_table", SqlType.Array(row), "weir_json_table({*})",
            [Clause("JSON_TABLE input expression", () => _json.Input(table.Input, table.InputFormat)), Literals.Text(Specification(table)), Clause("JSON_TABLE path parameter", () => _json.Variables(table.Passing, table.At))]);
        return (new BoundUnnest([(rows, [_cells])], null), [.. _fields]);
    }

    private T Clause<T>(string clause, Func<T> bind)
    {
        binder.ScalarOnly = clause;
        var bound = bind();
        binder.ScalarOnly = "default expression for JSON_TABLE column";
        return bound;
    }

    private string Specification(JsonTable table)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            Unique(table.PathName);
            writer.WriteString("path", Path(table.Path, table.PathAt));
            writer.WriteBoolean("fail", table.OnError == "ERROR");
            _plans = new(table);
            Columns(table.Columns, _plans.Root(), writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
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
                var type = JsonPathBinder.ValueType(value.Type, value.At);
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
                Unique(nested.PathName);
                writer.WriteString("path", Path(nested.Path, nested.PathAt));
                Columns(nested.Columns, plan, writer);
                break;
        }
    }

    private void Unique(Identifier? name)
    {
        if (name is not null && !_names.Add(name.Canonical))
        {
            throw new SqlException(SqlErrorCode.DuplicateColumnOrPathName, "All column and path names in JSON_TABLE invocation must be unique", name.At);
        }
    }

    private void Add(Identifier name, Func<BoundExpression, BoundExpression> value)
    {
        Unique(name);
        var place = string.Create(CultureInfo.InvariantCulture, $"({{0}})[{_fields.Count + 1}]");
        _fields.Add(new(name.Value, [], value(new BoundCall("cell", SqlType.Varchar, place, [new BoundColumn(_cells)]))));
    }

    private string PathOf(JsonValueColumn column) =>
        Path(column.Path ?? $"lax $.\"{column.Name.Canonical.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", column.At);

    private string Path(string path, SourcePosition at) => (string)JsonPathBinder.Path(path, _passed, at).Value!;
}
