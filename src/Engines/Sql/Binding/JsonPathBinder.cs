using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary><c>json_value</c>, <c>json_query</c> and <c>json_exists</c> with simple paths.</summary>
internal sealed class JsonPathBinder(ExpressionBinder binder)
{
    public BoundExpression Bind(JsonPathCall call)
    {
        var input = binder.Coerced(binder.Bind(call.Input), SqlType.Varchar, "JSON input", call.Input.At);
        var path = TemplateText.Escape(DuckText.Literal(JsonPaths.ToDuck(call.Path, call.At)));
        if (call.OnError is not (null or "NULL" or "FALSE") || call.OnEmpty is not (null or "NULL" or "DEFAULT") || call.Wrapper is "WITH CONDITIONAL")
        {
            throw new SqlException(
                SqlErrorCode.NotSupported, $"{call.Name} with this ON EMPTY, ON ERROR or WRAPPER clause is not supported", call.At);
        }

        switch (call.Name)
        {
            case "JSON_EXISTS":
                return new BoundCall(call.Name, SqlType.Boolean, $"(CASE WHEN {{0}} IS NULL THEN NULL WHEN json_valid({{0}}) THEN json_exists({{0}}, {path}) ELSE false END)", [input]);
            case "JSON_QUERY":
                var wrapped = call.Wrapper == "WITH UNCONDITIONAL" ? $"json_array(json_extract({{0}}, {path}))" : $"json_extract({{0}}, {path})";
                return new BoundCall(call.Name, SqlType.Varchar, $"(CASE WHEN json_valid({{0}}) THEN CAST({wrapped} AS VARCHAR) END)", [input]);
            default:
                BoundExpression value = new BoundCall(call.Name, SqlType.Varchar, $"(CASE WHEN json_valid({{0}}) THEN weir_json_scalar({{0}}, {path}) END)", [input]);
                var type = call.Returning is null ? SqlType.Varchar : SqlTypes.Resolve(call.Returning);
                value = new BoundCall("try", type, "TRY({0})", [binder.Conversions.Cast(value, type, call.At)]);
                return call.EmptyDefault is null
                    ? value
                    : new BoundCall("coalesce", type, "coalesce({*})", [value, binder.Coerced(binder.Bind(call.EmptyDefault), type, "DEFAULT", call.At)]);
        }
    }
}
