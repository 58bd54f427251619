using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Tests.Conformance;

/// <summary>The tables the conformance statements read; their rows stand in <see cref="Tables"/> for whoever writes a case.</summary>
internal sealed class ConformanceCatalog : ISqlCatalog, IScanPlanner
{
    private static readonly Dictionary<string, (string Columns, string Rows)> Tables = new(StringComparer.Ordinal)
    {
        ["t"] = (
            "a int, b string, d double, arr array<int>, m map<string,int>, r struct<x:int,y:string>, ts timestamp, dec decimal(10,2), dt string",
            """
            (1, 'x', 1.5, [1, 2], MAP(['k'], [7]), {'x': 1, 'y': 'p'}, TIMESTAMP '2024-01-02 03:04:05.678', 10.25, '2024-01-01'),
            (2, 'y', -2.5, [3], MAP(['k'], [8]), {'x': 2, 'y': 'q'}, TIMESTAMP '2024-02-02 03:04:05', -1.5, '2024-01-02'),
            (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2024-01-02')
            """),
        ["nums"] = ("n int", "(1), (2), (3), (4), (5), (6), (7), (8), (9), (10)"),
        ["emp"] = (
            "id int, name string, dept string, salary int, manager int, hired date",
            """
            (1, 'Ann', 'eng', 120, NULL, DATE '2019-01-15'),
            (2, 'Bob', 'eng', 100, 1, DATE '2020-03-01'),
            (3, 'Cid', 'eng', 100, 1, DATE '2021-06-30'),
            (4, 'Dee', 'ops', 80, 1, DATE '2018-11-11'),
            (5, 'Eve', 'ops', 90, 4, DATE '2022-02-28'),
            (6, 'Fay', 'law', 150, 1, DATE '2020-03-01'),
            (7, 'Gus', NULL, NULL, 4, NULL)
            """),
        ["dept"] = ("code string, title string, floor int", "('eng', 'Engineering', 3), ('ops', 'Operations', 1), ('law', 'Legal', 3), ('art', 'Design', NULL)"),
        ["sales"] = (
            "region string, product string, qty int, price decimal(10,2), sold date",
            """
            ('north', 'pen', 10, 1.50, DATE '2024-01-05'),
            ('north', 'ink', 3, 7.25, DATE '2024-01-20'),
            ('south', 'pen', 7, 1.40, DATE '2024-02-02'),
            ('south', 'ink', NULL, 7.00, DATE '2024-02-14'),
            ('south', 'pad', 4, 3.99, DATE '2024-03-01'),
            (NULL, 'pen', 1, NULL, DATE '2024-03-31')
            """),
        ["pts"] = (
            "g string, x double, y double",
            "('a', 1, 2), ('a', 2, 4), ('a', 3, 6), ('b', 1, 1), ('b', 4, NULL), ('c', NULL, NULL)"),
        ["pairs"] = ("k int, v string", "(1, 'a'), (1, 'b'), (2, 'c'), (2, NULL), (NULL, 'd')"),
        ["empty_t"] = ("a int, b string", "(NULL, NULL)"),
    };

    public static SqlSession Session { get; } = new()
    {
        Catalog = "awsdatacatalog",
        Schema = "default",
        Now = new DateTimeOffset(2024, 5, 6, 7, 8, 9, 123, TimeSpan.Zero),
    };

    public SqlTable? FindTable(SqlTableName name) =>
        name.Schema != "default" ? null
        : name.Table == "v" ? View(name)
        : !Tables.TryGetValue(name.Table, out var table) ? null
        : new SqlTable
        {
            Name = name,
            Columns = [.. ColumnsOf(table.Columns).Select(column => column with { IsPartition = name.Table == "t" && column.Name == "dt" })],
        };

    public bool SchemaExists(string catalog, string schema) => schema == "default";

    public string Plan(ScanRequest request)
    {
        var (columns, rows) = Tables[request.Table.Name.Table];
        var names = string.Join(", ", ColumnsOf(columns).Select(column => $"\"{column.Name}\""));
        var filter = request.Table.Name.Table == "empty_t" ? " WHERE false" : "";
        return $"(SELECT * FROM (VALUES {rows}) AS z({names}){filter}) AS z";
    }

    private static SqlTable View(SqlTableName name) => new()
    {
        Name = name,
        Columns = [new("a", SqlType.Integer), new("n", SqlType.BigInt)],
        ViewText = "SELECT a, count(*) AS n FROM default.t GROUP BY a",
    };

    private static IEnumerable<SqlColumn> ColumnsOf(string text) =>
        SqlTypes.Parse($"struct<{string.Join(',', Split(text))}>").Fields.Select(field => new SqlColumn(field.Name!, field.Type));

    /// <summary><c>a int, m map&lt;string,int&gt;</c> as <c>a:int</c> and <c>m:map&lt;string,int&gt;</c>.</summary>
    private static IEnumerable<string> Split(string text) => text.Split(", ").Select(part =>
    {
        var space = part.IndexOf(' ', StringComparison.Ordinal);
        return $"{part[..space]}:{part[(space + 1)..]}";
    });
}
