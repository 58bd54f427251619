using Weir.Tests.Support.Databases;

namespace Weir.Protocol.Tests.Glue;

/// <summary>Crawls of a real MariaDB.</summary>
public sealed class MariaDbCrawlerTests(WeirFixture weir, RealMariaDb mariaDb) : IClassFixture<RealMariaDb>
{
    private string[] Arguments => [$"{mariaDb.Port}", RealDatabase.Password, mariaDb.RootPem];

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public async Task Every_type_of_MariaDB_becomes_the_type_a_careful_person_would_choose()
    {
        Make("types");
        mariaDb.Run(
            """
            CREATE TABLE everything (
                tiny tinyint, utiny tinyint unsigned, flag tinyint(1), yes boolean, small smallint, usmall smallint unsigned, medium mediumint, umedium mediumint unsigned,
                whole int, uwhole int unsigned, filled int(5) zerofill, large bigint, ularge bigint unsigned, half float, full_ double, exact decimal(10,2), huge decimal(60,5),
                standard decimal, one bit, many bit(8), day date, moment datetime(3), stamp timestamp NULL, clock time, y year, fixed char(3), short varchar(20) CHARACTER SET euckr,
                words longtext, bytes varbinary(9), body blob, mood enum('calm (very)','it''s, busy'), tags set('a','b'), doc json, id uuid, address inet6, spot point,
                `이름` text, `With Space` int);
            """,
            "types");
        (await weir.ClientsOf("100000000091").PythonAsync(
            JdbcScripts.Prelude + """
            connect("my", "mysql", "types")
            make("c", "my", "types/%", {"EnableAdditionalMetadata": ["RAWTYPES"]})
            crawled("c")
            assert tables() == ["types_everything"], tables()
            expected = dict(tiny="tinyint", utiny="smallint", flag="boolean", yes="boolean", small="smallint", usmall="int", medium="int", umedium="int",
                whole="int", uwhole="bigint", filled="bigint", large="bigint", ularge="decimal(20,0)", half="float", full_="double", exact="decimal(10,2)", huge="string",
                standard="decimal(10,0)", one="boolean", many="binary", day="date", moment="timestamp", stamp="timestamp", clock="string", y="int", fixed="string", short="string",
                words="string", bytes="binary", body="binary", mood="string", tags="string", doc="string", id="string", address="string", spot="binary")
            expected["이름"], expected["with space"] = "string", "int"
            found = columns("types_everything")
            assert found == expected, [(k, found.get(k), v) for k, v in expected.items() if found.get(k) != v]
            assert list(found) == list(expected), list(found)
            raw = {c["Name"]: c["Parameters"]["rawType"] for c in table("types_everything")["StorageDescriptor"]["Columns"]}
            assert raw["ularge"].endswith("unsigned") and raw["short"] == "varchar(20)" and raw["mood"].startswith("enum("), raw
            """,
            Arguments)).Ok();
    }

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public async Task Tables_views_and_databases_are_found_by_path_and_described()
    {
        Make("shop");
        Make("Shop");
        mariaDb.Run(
            """
            CREATE TABLE orders (id int unsigned COMMENT '번호', note text) COMMENT '주문';
            CREATE VIEW recent AS SELECT id FROM orders; CREATE VIEW dead AS SELECT id FROM orders; CREATE SEQUENCE numbers;
            CREATE TABLE `주문 목록` (`번호` int); CREATE TABLE tmp_1 (a int); CREATE TABLE Orders (other int);
            CREATE TABLE events (id int, day date) PARTITION BY RANGE (YEAR(day)) (PARTITION p25 VALUES LESS THAN (2026), PARTITION p26 VALUES LESS THAN (2027));
            """,
            "shop");
        mariaDb.Run("CREATE TABLE other (a int)", "Shop");
        (await weir.ClientsOf("100000000092").PythonAsync(
            JdbcScripts.Prelude + """
            connect("my", "mariadb", "shop")
            make("c", "my", "shop/%", {"Exclusions": ["tmp_?", "dead"], "EnableAdditionalMetadata": ["COMMENTS"]})
            metrics = crawled("c")
            twin = [name for name in tables() if name.startswith("shop_orders_")]
            assert [name for name in tables() if name not in twin] == ["shop_events", "shop_orders", "shop_recent", "shop_주문_목록"] and len(twin) == 1, tables()
            assert metrics["TablesCreated"] == 5, metrics
            orders = next(t for t in (table("shop_orders"), table(twin[0])) if t["StorageDescriptor"]["Location"] == "shop.orders")
            assert orders["Description"] == "주문" and orders["StorageDescriptor"]["Columns"][0]["Comment"] == "번호" and orders["StorageDescriptor"]["Columns"][0]["Type"] == "bigint", orders
            assert orders["Parameters"]["classification"] == "mysql" and orders["Parameters"]["typeOfData"] == "table" and orders["Parameters"]["connectionName"] == "my"
            view = table("shop_recent")
            assert view["Parameters"]["typeOfData"] == "view" and "Description" not in view, view
            assert "partitioned table" in table("shop_events")["Parameters"]["weir.crawler.reason"]
            assert any("MariaDB" in line and "is open" in line for line in lines("c"))
            again = crawled("c")
            assert (again["TablesCreated"], again["TablesUpdated"], again["TablesDeleted"]) == (0, 0, 0), again
            make("both", "my", "%hop/o%", TablePrefix="b_")
            crawled("both")
            assert sorted(t["StorageDescriptor"]["Location"] for t in (table(n) for n in tables() if n.startswith("b_"))) == ["Shop.other", "shop.orders"], tables()
            make("three", "my", "shop/x/%")
            assert "which MySQL does not have" in failed("three")
            make("gone", "my", "gone/%")
            assert "There is no database gone" in failed("gone")
            """,
            Arguments)).Ok();
    }

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public async Task Failures_lose_nothing_and_dropped_tables_are_deprecated()
    {
        Make("change");
        mariaDb.Run("CREATE TABLE a (id int); CREATE TABLE b (id int)", "change");
        var clients = weir.ClientsOf("100000000093");
        (await clients.PythonAsync(
            JdbcScripts.Prelude + """
            connect("my", "mysql", "change")
            make("c", "my", "change")
            assert crawled("c")["TablesCreated"] == 2
            def tried(**more): return ask("TestConnection", TestConnectionInput={"ConnectionType": "JDBC", "ConnectionProperties": properties("mysql", "change", **more)})
            assert tried() == {}
            assert "Access denied" in tried(PASSWORD="x")["message"] and "Access denied" in tried(USERNAME="ghost")["message"]
            assert "Unknown database" in tried(JDBC_CONNECTION_URL=f"jdbc:mysql://127.0.0.1:{port}/gone")["message"] or "Access denied" in tried(JDBC_CONNECTION_URL=f"jdbc:mysql://127.0.0.1:{port}/gone")["message"]
            assert "Connection refused" in tried(JDBC_CONNECTION_URL="jdbc:mysql://127.0.0.1:1/change")["message"]
            assert "message" in tried(host="localhost", JDBC_ENFORCE_SSL="true")
            s3.create_bucket(Bucket=f"certs-{account}")
            s3.put_object(Bucket=f"certs-{account}", Key="root.pem", Body=root)
            own = {"CUSTOM_JDBC_CERT": f"s3://certs-{account}/root.pem", "JDBC_ENFORCE_SSL": "true"}
            assert tried(host="localhost", **own) == {}, tried(host="localhost", **own)
            assert "message" in tried(host="127.0.0.1", **own)
            before = {name: table(name) for name in tables()}
            glue.update_connection(Name="my", ConnectionInput={"Name": "my", "ConnectionType": "JDBC", "ConnectionProperties": properties("mysql", "change", PASSWORD="x")})
            assert "Access denied" in failed("c") and {name: table(name) for name in tables()} == before
            glue.update_connection(Name="my", ConnectionInput={"Name": "my", "ConnectionType": "JDBC", "ConnectionProperties": properties("mysql", "change")})
            """,
            Arguments)).Ok();
        mariaDb.Run("DROP TABLE b; ALTER TABLE a MODIFY id bigint unsigned", "change");
        (await clients.PythonAsync(
            JdbcScripts.Again + """
            metrics = crawled("c")
            assert (metrics["TablesCreated"], metrics["TablesUpdated"], metrics["TablesDeleted"]) == (0, 2, 0), metrics
            assert columns("change_a") == {"id": "decimal(20,0)"} and "DEPRECATED_BY_CRAWLER" in table("change_b")["Parameters"]
            crawls = glue.list_crawls(CrawlerName="c")["Crawls"]
            assert [c["State"] for c in crawls] == ["COMPLETED", "FAILED", "COMPLETED"], crawls
            assert json.loads(json.loads(crawls[0]["Summary"])["TABLE"])["UPDATE"]["Count"] == 2, crawls
            """,
            Arguments)).Ok();
    }

    private void Make(string database)
    {
        mariaDb.Require();
        mariaDb.Run($"CREATE DATABASE `{database}`; GRANT ALL ON `{database}`.* TO {RealDatabase.User}");
    }
}
