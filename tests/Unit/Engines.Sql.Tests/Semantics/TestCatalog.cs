using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Tests.Semantics;

/// <summary>A table <c>t</c> partitioned by <c>dt</c>, a view <c>v</c> over it, and a planner that remembers what it was asked.</summary>
internal sealed class TestCatalog : ISqlCatalog, IScanPlanner
{
    private const string Rows =
        "(VALUES (1,'x',1.5,[1,2],map(['k'],[7]),{'x':1,'y':'p'},TIMESTAMP '2024-01-02 03:04:05.678',10.25,'2024-01-01'),"
        + "(2,'y',-2.5,[3],map(['k'],[8]),{'x':2,'y':'q'},TIMESTAMP '2024-02-02 03:04:05',-1.5,'2024-01-02'),"
        + "(NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2024-01-02')) AS z(a,b,d,arr,m,r,ts,\"dec\",dt)";

    private static readonly string[] Listed = ["t", "v"];

    private static readonly SqlColumn[] Columns =
    [
        Column("a", "int"), Column("b", "string"), Column("d", "double"), Column("arr", "array<int>"), Column("m", "map<string,int>"),
        Column("r", "struct<x:int,y:string>"), Column("ts", "timestamp"), Column("dec", "decimal(10,2)"), Column("dt", "string", true),
    ];

    public static SqlSession Session { get; } = new()
    {
        Catalog = "awsdatacatalog",
        Schema = "default",
        Now = new DateTimeOffset(2024, 5, 6, 7, 8, 9, 123, TimeSpan.Zero),
    };

    public List<ScanRequest> Scans { get; } = [];

    public SqlTable? FindTable(SqlTableName name) => (name.Schema, name.Table) switch
    {
        ("default", "t") => new SqlTable { Name = name, Columns = [.. Columns] },
        ("default", "v") => new SqlTable
        {
            Name = name,
            Columns = [Column("a", "int"), Column("n", "bigint")],
            ViewText = "SELECT a, count(*) AS n FROM default.t GROUP BY a",
        },
        ("default", "loop") => new SqlTable { Name = name, Columns = [Column("a", "int")], ViewText = "SELECT a FROM loop" },
        ("default", "broken") => new SqlTable { Name = name, Columns = [Column("a", "int")], ViewText = "SELECT zz FROM t" },
        _ => null,
    };

    public IEnumerable<string> ListSchemas() => ["default"];

    public IEnumerable<SqlTable> ListTables(string catalog, string schema) =>
        Listed.Select(name => FindTable(new(catalog, schema, name))!);

    public bool CatalogExists(string catalog) => catalog == "awsdatacatalog";

    public bool SchemaExists(string catalog, string schema) => schema == "default";

    public string Plan(ScanRequest request)
    {
        Scans.Add(request);
        return Rows;
    }

    private static SqlColumn Column(string name, string type, bool partition = false) => new(name, SqlTypes.Parse(type), partition);
}
