using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>The schema <c>information_schema</c>: what the catalog holds, as tables. Rows are made when a scan is printed, only of what it can use.</summary>
internal static class InformationSchema
{
    public const string Name = "information_schema";

    private static readonly ImmutableArray<(string Table, ImmutableArray<SqlColumn> Columns)> Tables =
    [
        ("columns",
        [
            Text("table_catalog"), Text("table_schema"), Text("table_name"), Text("column_name"), new("ordinal_position", SqlType.BigInt),
            Text("column_default"), Text("is_nullable"), Text("data_type"), Implicit("comment"), Implicit("extra_info"), Implicit("column_comment"),
        ]),
        ("schemata", [Text("catalog_name"), Text("schema_name")]),
        ("table_privileges",
        [
            Text("grantor"), Text("grantor_type"), Text("grantee"), Text("grantee_type"), Text("table_catalog"), Text("table_schema"),
            Text("table_name"), Text("privilege_type"), Text("is_grantable"), Text("with_hierarchy"),
        ]),
        ("tables", [Text("table_catalog"), Text("table_schema"), Text("table_name"), Text("table_type"), Implicit("table_comment")]),
        ("views", [Text("table_catalog"), Text("table_schema"), Text("table_name"), Text("view_definition")]),
    ];

    public static SqlTable? Find(ISqlCatalog catalog, SqlTableName name) =>
        Tables.FirstOrDefault(table => table.Table == name.Table) is { Table: not null } found
            ? new SqlTable { Name = name, Columns = found.Columns, Handle = new InformationTable(catalog, name, found.Columns) }
            : null;

    private static SqlColumn Text(string name) => new(name, SqlType.Varchar);

    /// <summary>Not of the standard: Trino has these for who names them.</summary>
    private static SqlColumn Implicit(string name) => Text(name) with { IsImplicit = true };

    /// <summary>One of its tables, ready to be scanned.</summary>
    internal sealed class InformationTable(ISqlCatalog catalog, SqlTableName name, ImmutableArray<SqlColumn> columns)
    {
        /// <summary>The relation in DuckDB's text.</summary>
        public string Text(ColumnFilter filter)
        {
            var names = string.Join(", ", columns.Select(column => DuckText.Name(column.Name)));
            var rows = Rows(filter).Select(row => $"({string.Join(", ", row)})").ToList();
            return rows.Count > 0
                ? $"(VALUES {string.Join(", ", rows)}) AS i({names})"
                : $"(SELECT * FROM (VALUES ({string.Join(", ", columns.Select(_ => "NULL"))})) AS i({names}) WHERE false) AS i";
        }

        private IEnumerable<string[]> Rows(ColumnFilter filter)
        {
            var owner = DuckText.Literal(name.Catalog);
            var schemas = Allowed(filter, name.Table == "schemata" ? "schema_name" : "table_schema");
            var all = catalog.ListSchemas().Append(Name).Distinct(StringComparer.Ordinal)
                .Where(schema => schemas?.Contains(schema) != false).Order(StringComparer.Ordinal);
            if (name.Table == "schemata")
            {
                return all.Select(schema => (string[])[owner, DuckText.Literal(schema)]);
            }

            return name.Table == "table_privileges" ? [] : all.SelectMany(schema => Of(schema, Allowed(filter, "table_name"))).SelectMany(table => Rows(table, owner));
        }

        private IEnumerable<string[]> Rows(SqlTable table, string owner)
        {
            var (schema, of) = (DuckText.Literal(table.Name.Schema), DuckText.Literal(table.Name.Table));
            return name.Table switch
            {
                "tables" => [[owner, schema, of, table.ViewText is null ? "'BASE TABLE'" : "'VIEW'", Or(table.Comment)]],
                "views" => table.ViewText is null ? [] : [[owner, schema, of, DuckText.Literal(table.ViewText)]],
                _ => table.Columns.Where(column => column is { IsHidden: false, IsImplicit: false }).Select((column, at) => (string[])
                [
                    owner, schema, of, DuckText.Literal(column.Name), (at + 1).ToString(CultureInfo.InvariantCulture), "NULL", "'YES'",
                    DuckText.Literal(column.Type.ToString()), Or(column.Comment), column.IsPartition ? "'partition key'" : "NULL", Or(column.Comment),
                ]),
            };
        }

        private static string Or(string? text) => text is null ? "NULL" : DuckText.Literal(text);

        private IEnumerable<SqlTable> Of(string schema, HashSet<string>? names)
        {
            var own = Tables.Select(table => new SqlTable { Name = name with { Schema = schema, Table = table.Table }, Columns = table.Columns });
            if (schema == Name)
            {
                return own.Where(table => names?.Contains(table.Name.Table) != false);
            }

            return names is { Count: <= 20 }
                ? names.Order(StringComparer.Ordinal).Select(table => catalog.FindTable(name with { Schema = schema, Table = table })).OfType<SqlTable>()
                : catalog.ListTables(name.Catalog, schema).Where(table => names?.Contains(table.Name.Table) != false);
        }

        /// <summary>The values a condition leaves a column; null when all may be.</summary>
        private static HashSet<string>? Allowed(ColumnFilter filter, string column)
        {
            switch (filter)
            {
                case ColumnTest { Kind: ColumnTestKind.Equal or ColumnTestKind.In } test when test.Column.Name == column && test.Values.All(value => value is string):
                    return [.. test.Values.Cast<string>()];
                case AllOfFilter all:
                    var parts = all.Terms.Select(term => Allowed(term, column)).OfType<HashSet<string>>().ToList();
                    return parts.Count == 0 ? null : parts.Aggregate((left, right) => [.. left.Intersect(right)]);
                case AnyOfFilter any:
                    var sides = any.Terms.Select(term => Allowed(term, column)).ToList();
                    return sides.Count == 0 || sides.Contains(null) ? null : [.. sides.SelectMany(side => side!)];
                default:
                    return null;
            }
        }
    }
}
