using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Trino's own table functions: <c>sequence</c> and <c>exclude_columns</c>.</summary>
internal sealed class TableFunctionBinder(BindContext context, QueryBinder queries, RelationBinder relations)
{
    public (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Bind(TableFunction call) => call.Name.Lower switch
    {
        "sequence" or "system.builtin.sequence" or "builtin.sequence" => Sequence(call),
        "exclude_columns" or "system.builtin.exclude_columns" or "builtin.exclude_columns" => ExcludeColumns(call),
        var name => throw new SqlException(SqlErrorCode.FunctionNotFound, $"Table function '{name}' not registered", call.Name.Parts[0].At),
    };

    private (BoundRelation Relation, ImmutableArray<ScopeField> Fields) Sequence(TableFunction call)
    {
        var given = Arguments(call, "START", "STOP", "STEP");
        var (start, step) = (Number(given[0], "START", 0, call), Number(given[2], "STEP", 1, call));
        var stop = given[1] is null ? throw Missing("STOP", call) : Number(given[1], "STOP", 0, call);
        if ((start < stop && step <= 0) || (start > stop && step >= 0))
        {
            throw new SqlException(
                SqlErrorCode.InvalidFunctionArgument, $"Step must be {(start < stop ? "positive" : "negative")} for sequence [{start}, {stop}]");
        }

        var column = context.Symbol("sequential_number", SqlType.BigInt);
        var values = new BoundCall(
            "sequence", SqlType.Array(SqlType.BigInt), "generate_series({0}, {1}, {2})",
            [Literals.Long(start), Literals.Long(stop), Literals.Long(step == 0 ? 1 : step)]);
        var numbers = values with { Template = "generate_series(CAST({0} AS BIGINT), CAST({1} AS BIGINT), CAST({2} AS BIGINT))" };
        return (new BoundUnnest([(numbers, [column])], null), [new(column.Name, [], new BoundColumn(column))]);
    }

    private (BoundRelation Relation, ImmutableArray<ScopeField> Fields) ExcludeColumns(TableFunction call)
    {
        var given = Arguments(call, "INPUT", "COLUMNS");
        if (given[0]?.Value is not Relation input)
        {
            throw given[0] is null ? Missing("INPUT", call) : Wrong("INPUT", "table", given[0]!);
        }

        if (given[1]?.Value is not Descriptor columns)
        {
            throw given[1] is null ? Missing("COLUMNS", call) : Wrong("COLUMNS", "descriptor", given[1]!);
        }

        var (relation, fields) = relations.Bind(input, []);
        var excluded = columns.Columns.Select(column => column.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = excluded.Where(name => !fields.Any(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))).ToArray();
        if (unknown.Length > 0)
        {
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"Excluded columns: [{string.Join(", ", unknown)}] not present in the table");
        }

        ImmutableArray<ScopeField> kept = [.. fields.Where(field => field.Name is null || !excluded.Contains(field.Name)).Select(field => field with { Relation = [] })];
        return kept.IsEmpty
            ? throw new SqlException(SqlErrorCode.InvalidFunctionArgument, "All columns are excluded")
            : (relation, kept);
    }

    /// <summary>The arguments in the order of the names, by name or by place; null for those not given.</summary>
    private static TableArgument?[] Arguments(TableFunction call, params string[] names)
    {
        var given = new TableArgument?[names.Length];
        if (call.Arguments.Length > names.Length)
        {
            throw new SqlException(
                SqlErrorCode.InvalidArguments, $"Too many arguments. Expected at most {names.Length} arguments, got {call.Arguments.Length} arguments", call.At);
        }

        if (call.Arguments.Any(argument => argument.Name is null) && call.Arguments.Any(argument => argument.Name is not null))
        {
            throw new SqlException(SqlErrorCode.InvalidArguments, "All arguments must be passed by name or all must be passed positionally", call.At);
        }

        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var argument = call.Arguments[i];
            var place = argument.Name is null ? i : Array.FindIndex(names, name => string.Equals(name, argument.Name.Value, StringComparison.OrdinalIgnoreCase));
            if (place < 0)
            {
                throw new SqlException(SqlErrorCode.InvalidArguments, $"Unexpected argument name: {argument.Name!.Value.ToUpperInvariant()}", argument.At);
            }

            given[place] = given[place] is null
                ? argument
                : throw new SqlException(SqlErrorCode.InvalidArguments, $"Duplicate argument name: {names[place]}", argument.At);
        }

        return given;
    }

    private long Number(TableArgument? argument, string name, long otherwise, TableFunction call)
    {
        if (argument is null)
        {
            return otherwise;
        }

        if (argument.Value is not Expression expression)
        {
            throw Wrong(name, "scalar", argument);
        }

        return new ExpressionBinder(context, queries, new([], null)) { ScalarOnly = call.Name.Lower }.Bind(expression) switch
        {
            BoundLiteral { Value: long value } => value,
            BoundLiteral { IsNull: true } => throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"{name[..1]}{Rest(name)} is null"),
            var value when value.Type.IsInteger => throw new SqlException(
                SqlErrorCode.NotSupported, "Arguments of table functions must be plain constants", argument.At),
            var value => throw new SqlException(SqlErrorCode.TypeMismatch, $"Cannot cast type {value.Type} to bigint", expression.At),
        };
    }

#pragma warning disable CA1308 // the argument's name in a sentence
    private static string Rest(string name) => name[1..].ToLowerInvariant();
#pragma warning restore CA1308

    private static SqlException Missing(string name, TableFunction call) => new(SqlErrorCode.MissingArgument, $"Missing argument: {name}", call.At);

    private static SqlException Wrong(string name, string kind, TableArgument argument) => new(
        SqlErrorCode.InvalidFunctionArgument, $"Invalid argument {name}. Expected {kind}, got {(argument.Value is Relation ? "table" : argument.Value is Descriptor ? "descriptor" : "expression")}",
        argument.At);
}
