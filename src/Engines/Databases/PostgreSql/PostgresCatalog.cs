using System.Runtime.CompilerServices;

namespace Weir.Engines.Databases.PostgreSql;

/// <summary>What PostgreSQL's catalog is asked, and what its rows mean.</summary>
internal static class PostgresCatalog
{
    public const string Databases =
        "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate AND has_database_privilege(oid, 'CONNECT') ORDER BY datname COLLATE \"C\"";

    /// <summary>A row for each column of what the user may read; domains are followed to the type they are of.</summary>
    public const string Columns = """
        WITH RECURSIVE domains AS (
            SELECT oid AS domain, typbasetype AS type, typtypmod AS modifier FROM pg_type WHERE typtype = 'd'
            UNION ALL
            SELECT domains.domain, inner_type.typbasetype, CASE WHEN inner_type.typtypmod >= 0 THEN inner_type.typtypmod ELSE domains.modifier END
            FROM domains JOIN pg_type inner_type ON inner_type.oid = domains.type AND inner_type.typtype = 'd')
        SELECT space.nspname, class.relname, class.relkind, class.relispartition, obj_description(class.oid, 'pg_class'),
            attribute.attname, format_type(attribute.atttypid, attribute.atttypmod), format_type(base.oid, coalesce(domains.modifier, attribute.atttypmod)),
            coalesce(element.typtype, base.typtype), attribute.attnotnull, col_description(class.oid, attribute.attnum)
        FROM pg_class class
        JOIN pg_namespace space ON space.oid = class.relnamespace
        LEFT JOIN pg_attribute attribute ON attribute.attrelid = class.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
        LEFT JOIN domains ON domains.domain = attribute.atttypid
            AND NOT EXISTS (SELECT FROM pg_type deeper WHERE deeper.oid = domains.type AND deeper.typtype = 'd')
        LEFT JOIN pg_type base ON base.oid = coalesce(domains.type, attribute.atttypid)
        LEFT JOIN pg_type element ON element.oid = base.typelem AND base.typcategory = 'A'
        WHERE class.relkind IN ('r', 'v', 'm', 'f', 'p')
            AND space.nspname NOT IN ('pg_catalog', 'information_schema') AND space.nspname !~ '^pg_(toast|temp)'
            AND has_schema_privilege(space.oid, 'USAGE')
            AND (has_table_privilege(class.oid, 'SELECT') OR has_any_column_privilege(class.oid, 'SELECT'))
        ORDER BY space.nspname COLLATE "C", class.relname COLLATE "C", attribute.attnum
        """;

    public static async IAsyncEnumerable<DatabaseTable> Tables(
        string catalog, IAsyncEnumerable<IReadOnlyList<string?>> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DatabaseTable? table = null;
        var columns = new List<DatabaseColumn>();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (table is null || table.Schema != row[0] || table.Name != row[1])
            {
                if (table is not null)
                {
                    yield return table;
                }

                columns = [];
                table = new()
                {
                    Catalog = catalog,
                    Schema = row[0],
                    Name = row[1]!,
                    Kind = row[3] == "t" ? RelationKind.Partition : row[2] switch
                    {
                        "v" => RelationKind.View,
                        "m" => RelationKind.MaterializedView,
                        "f" => RelationKind.ForeignTable,
                        "p" => RelationKind.PartitionedTable,
                        _ => RelationKind.Table,
                    },
                    Comment = row[4],
                    Columns = columns,
                };
            }

            if (row[5] is { } name)
            {
                columns.Add(new(name, row[6] ?? "unknown")
                {
                    BaseType = row[7] ?? row[6] ?? "unknown",
                    Class = row[8] switch { "e" => TypeClass.Enum, "c" => TypeClass.Composite, "r" or "m" => TypeClass.Range, _ => TypeClass.Plain },
                    IsNullable = row[9] != "t",
                    Comment = row[10],
                });
            }
        }

        if (table is not null)
        {
            yield return table;
        }
    }
}
