using Weir.Tests.Support.Databases;

namespace Weir.Protocol.Tests.Glue;

/// <summary>Crawls of a real PostgreSQL.</summary>
public sealed class PostgresCrawlerTests(WeirFixture weir, RealPostgres postgres) : IClassFixture<RealPostgres>
{
    private string[] Arguments => [$"{postgres.Port}", RealDatabase.Password, postgres.RootPem];

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public async Task Every_type_of_PostgreSQL_becomes_the_type_a_careful_person_would_choose()
    {
        Make("types");
        postgres.Run(
            """
            CREATE TYPE mood AS ENUM ('calm', 'busy');
            CREATE TYPE place AS (x int, y int);
            CREATE DOMAIN euro AS numeric(12,2);
            CREATE DOMAIN price AS euro CHECK (VALUE > 0);
            CREATE TABLE everything (
                small smallint, whole integer, large bigint, serial bigserial, object oid, half real, full_ double precision,
                exact numeric(10,2), loose numeric, huge numeric(60,5), hundreds numeric(5,-2), tiny numeric(3,5), price price, cash money,
                yes boolean, one bit(1), many bit(8), day date, moment timestamp, moment3 timestamp(3), zoned timestamptz, clock time, span interval,
                words text, short varchar(20), fixed char(3), id uuid, doc json, docb jsonb, tree xml, bytes bytea, address inet, whole_range int4range,
                feeling mood, spot place, numbers int[], matrix bigint[][], prices numeric(8,3)[], moods mood[], docs jsonb[], "Größe" int, "이름" text, "With Space" int);
            """,
            "types");
        (await weir.ClientsOf("100000000081").PythonAsync(
            JdbcScripts.Prelude + """
            connect("pg", "postgresql", "types")
            make("c", "pg", "types/%", {"EnableAdditionalMetadata": ["COMMENTS", "RAWTYPES"]})
            crawled("c")
            assert tables() == ["types_public_everything"], tables()
            expected = dict(small="smallint", whole="int", large="bigint", serial="bigint", object="bigint", half="float", full_="double",
                exact="decimal(10,2)", loose="decimal(38,18)", huge="string", hundreds="decimal(7,0)", tiny="decimal(5,5)", price="decimal(12,2)", cash="decimal(19,2)",
                yes="boolean", one="boolean", many="string", day="date", moment="timestamp", moment3="timestamp", zoned="timestamp", clock="string", span="string",
                words="string", short="string", fixed="string", id="string", doc="string", docb="string", tree="string", bytes="binary", address="string", whole_range="string",
                feeling="string", spot="string", numbers="array<int>", matrix="array<bigint>", prices="array<decimal(8,3)>", moods="array<string>", docs="array<string>")
            expected["größe"], expected["이름"], expected["with space"] = "int", "string", "int"
            found = columns("types_public_everything")
            assert found == expected, [(k, found.get(k), v) for k, v in expected.items() if found.get(k) != v]
            assert list(found) == list(expected), list(found)
            raw = {c["Name"]: c["Parameters"]["rawType"] for c in table("types_public_everything")["StorageDescriptor"]["Columns"]}
            assert raw["moment3"] == "timestamp(3) without time zone" and raw["short"] == "character varying(20)" and raw["price"] == "public.price" and raw["moods"] == "public.mood[]", raw
            assert any("Why types_public_everything.loose is decimal(38,18)" in line for line in lines("c"))
            """,
            Arguments)).Ok();
    }

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public async Task Tables_views_and_partitions_are_named_and_described_as_Glue_does()
    {
        Make("Shop");
        postgres.Run(
            """
            CREATE SCHEMA sales; CREATE SCHEMA secret; GRANT USAGE ON SCHEMA sales TO keeper;
            CREATE TABLE sales.orders (id bigint, day date, note text); COMMENT ON TABLE sales.orders IS 'what was sold'; COMMENT ON COLUMN sales.orders.note IS '비고';
            CREATE VIEW sales.recent AS SELECT id FROM sales.orders; CREATE MATERIALIZED VIEW sales.daily AS SELECT day, count(*) AS orders FROM sales.orders GROUP BY day;
            CREATE TABLE sales.events (id bigint, day date) PARTITION BY RANGE (day);
            CREATE TABLE sales.events_2025 PARTITION OF sales.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE sales.events_2026 PARTITION OF sales.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE TABLE sales."주문 목록" ("번호" int); CREATE TABLE sales."Orders" (other int); CREATE TABLE sales.tmp_1 (a int); CREATE TABLE sales.nothing ();
            CREATE TABLE secret.hidden (a int); CREATE TABLE public.plain (a int); CREATE TABLE sales.forbidden (a int);
            GRANT SELECT ON ALL TABLES IN SCHEMA sales, public TO keeper; REVOKE ALL ON sales.forbidden FROM keeper;
            """,
            "Shop");
        (await weir.ClientsOf("100000000082").PythonAsync(
            JdbcScripts.Prelude + """
            connect("pg", "postgresql", "Shop")
            make("c", "pg", "Shop/sales/%", {"Exclusions": ["tmp_*"], "EnableAdditionalMetadata": ["COMMENTS"]})
            metrics = crawled("c")
            twin = [name for name in tables() if name.startswith("shop_sales_orders_")]
            assert [name for name in tables() if name not in twin] == ["shop_sales_daily", "shop_sales_events", "shop_sales_orders", "shop_sales_recent", "shop_sales_주문_목록"], tables()
            assert len(twin) == 1 and metrics["TablesCreated"] == 6, (twin, metrics)
            orders = [table(name) for name in ("shop_sales_orders", twin[0])]
            orders = next(t for t in orders if t["StorageDescriptor"]["Location"] == "Shop.sales.orders")
            assert orders["TableType"] == "EXTERNAL_TABLE" and orders["Description"] == "what was sold" and orders["PartitionKeys"] == [], orders
            parameters = {k: v for k, v in orders["Parameters"].items() if not k.startswith("weir.")}
            assert parameters == {"classification": "postgresql", "compressionType": "none", "connectionName": "pg", "typeOfData": "table", "UPDATED_BY_CRAWLER": "c",
                "CrawlerSchemaDeserializerVersion": "1.0", "CrawlerSchemaSerializerVersion": "1.0"}, parameters
            storage = orders["StorageDescriptor"]
            assert "InputFormat" not in storage and "SerializationLibrary" not in storage["SerdeInfo"] and storage["Parameters"] == parameters, storage
            assert {c["Name"]: c.get("Comment") for c in storage["Columns"]} == {"id": None, "day": None, "note": "비고"}, storage
            assert table("shop_sales_recent")["Parameters"]["typeOfData"] == "view" and table("shop_sales_daily")["Parameters"]["typeOfData"] == "view"
            assert columns("shop_sales_주문_목록") == {"번호": "int"} and columns("shop_sales_events") == {"id": "bigint", "day": "date"}
            assert "partitioned table" in table("shop_sales_events")["Parameters"]["weir.crawler.reason"]
            log = lines("c")
            assert any("1 more are excluded, 2 are parts of tables" in line for line in log) and any("Shop.sales.nothing is left out" in line for line in log), log
            make("exact", "pg", "Shop/sales/events_2026", TablePrefix="x_")
            crawled("exact")
            assert [t for t in tables() if t.startswith("x_")] == ["x_shop_sales_events_2026"], tables()
            make("any", "pg", "%", {"Exclusions": ["{postgres,types*,change*,tls*}/**", "sales/**"]}, TablePrefix="any_")
            crawled("any")
            assert [t for t in tables() if t.startswith("any_")] == ["any_shop_public_plain"], tables()
            make("some", "pg", "Shop/s%/%ent%", TablePrefix="some_")
            crawled("some")
            assert [t for t in tables() if t.startswith("some_")] == ["some_shop_sales_events", "some_shop_sales_recent"], tables()
            """,
            Arguments)).Ok();
    }

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public async Task Changes_of_a_database_follow_the_policies_and_failures_lose_nothing()
    {
        Make("change");
        postgres.Run("CREATE TABLE a (id int, v text); CREATE TABLE b (id int); GRANT SELECT ON ALL TABLES IN SCHEMA public TO keeper;", "change");
        var clients = weir.ClientsOf("100000000083");
        (await clients.PythonAsync(
            JdbcScripts.Prelude + """
            connect("pg", "postgresql", "change")
            make("update", "pg", "change/public/%", SchemaChangePolicy={"UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "DELETE_FROM_DATABASE"})
            make("careful", "pg", "change/public/%", TablePrefix="c_", SchemaChangePolicy={"UpdateBehavior": "LOG", "DeleteBehavior": "DEPRECATE_IN_DATABASE"})
            make("merging", "pg", "change/public/%", TablePrefix="m_", SchemaChangePolicy={"UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "LOG"},
                Configuration=json.dumps({"Version": 1.0, "CrawlerOutput": {"Tables": {"AddOrUpdateBehavior": "MergeNewColumns"}}}))
            for name in ("update", "careful", "merging"):
                assert crawled(name)["TablesCreated"] == 2
                metrics = crawled(name)
                assert (metrics["TablesCreated"], metrics["TablesUpdated"], metrics["TablesDeleted"]) == (0, 0, 0), metrics
            assert table("change_public_a")["VersionId"] == table("m_change_public_a")["VersionId"]
            note = table("change_public_a")
            glue.update_table(DatabaseName="lake", TableInput={k: v for k, v in note.items() if k in ("Name", "StorageDescriptor", "PartitionKeys", "TableType", "Parameters")} | {"Description": "mine"})
            glue.create_table(DatabaseName="lake", TableInput={"Name": "mine", "StorageDescriptor": {"Location": "change.public.zzz"}})
            """,
            Arguments)).Ok();
        postgres.Run("ALTER TABLE a ALTER COLUMN id TYPE bigint; ALTER TABLE a DROP COLUMN v; ALTER TABLE a ADD COLUMN w date; DROP TABLE b; CREATE TABLE n (x int); GRANT SELECT ON n TO keeper;", "change");
        (await clients.PythonAsync(
            JdbcScripts.Again + """
            before = {name: table(name) for name in tables()}
            # Nothing of a failure is taken for an empty database.
            def broken(name, message, **changes):
                glue.update_connection(Name="pg", ConnectionInput={"Name": "pg", "ConnectionType": "JDBC", "ConnectionProperties": dict(properties("postgresql", "change"), **changes)})
                error = failed(name)
                assert message in error and password not in error, error
                assert {name: table(name) for name in tables()} == before
            broken("update", "password authentication failed", PASSWORD="wrong")
            broken("update", "Connection refused", JDBC_CONNECTION_URL="jdbc:postgresql://127.0.0.1:1/change")
            broken("update", "kind oracle are not supported", JDBC_CONNECTION_URL="jdbc:oracle://127.0.0.1:1/change")
            glue.update_connection(Name="pg", ConnectionInput={"Name": "pg", "ConnectionType": "JDBC", "ConnectionProperties": properties("postgresql", "change")})
            make("nowhere", "pg", "gone/public/%")
            assert 'database "gone" does not exist' in failed("nowhere")
            make("nobody", "none", "change/%")
            assert failed("nobody") == "Connection none not found."
            assert {name: table(name) for name in tables()} == before

            metrics = crawled("update")
            assert (metrics["TablesCreated"], metrics["TablesUpdated"], metrics["TablesDeleted"]) == (1, 1, 1), metrics
            assert columns("change_public_a") == {"id": "bigint", "w": "date"} and table("change_public_a")["Description"] == "mine"
            assert "change_public_b" not in tables() and "mine" in tables() and columns("change_public_n") == {"x": "int"}
            old = glue.get_table_version(DatabaseName="lake", TableName="change_public_a", VersionId=before["change_public_a"]["VersionId"])["TableVersion"]["Table"]
            assert [c["Type"] for c in old["StorageDescriptor"]["Columns"]] == ["int", "string"], old
            metrics = crawled("careful")
            assert (metrics["TablesCreated"], metrics["TablesUpdated"], metrics["TablesDeleted"]) == (1, 1, 0), metrics
            assert columns("c_change_public_a") == {"id": "int", "v": "string"} and "DEPRECATED_BY_CRAWLER" in table("c_change_public_b")["Parameters"]
            assert any("column id from int to bigint" in line and "policy is to log it" in line for line in lines("careful", "policy is to log it"))
            crawled("merging")
            assert columns("m_change_public_a") == {"id": "int", "v": "string", "w": "date"} and "DEPRECATED_BY_CRAWLER" not in table("m_change_public_b")["Parameters"]
            make("few", "pg", "change/%", TablePrefix="f_", Configuration=json.dumps({"Version": 1.0, "CrawlerOutput": {"Tables": {"TableThreshold": 1}}}))
            assert "greater than the table threshold value 1" in failed("few") and not [t for t in tables() if t.startswith("f_")]
            """,
            Arguments)).Ok();
    }

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public async Task Connections_are_kept_hidden_tested_and_opened_with_TLS()
    {
        Make("tls");
        (await weir.ClientsOf("100000000084").PythonAsync(
            JdbcScripts.Prelude + """
            connect("pg", "postgresql", "tls")
            shown = glue.get_connection(Name="pg")["Connection"]["ConnectionProperties"]
            assert shown == properties("postgresql", "tls"), shown
            for hidden in (glue.get_connection(Name="pg", HidePassword=True)["Connection"], glue.get_connections(HidePassword=True, Filter={"ConnectionType": "JDBC"})["ConnectionList"][0]):
                assert set(hidden["ConnectionProperties"]) == {"JDBC_CONNECTION_URL", "USERNAME"}, hidden
            assert ask("TestConnection", ConnectionName="pg") == {}
            assert ask("TestConnection", TestConnectionInput={"ConnectionType": "JDBC", "ConnectionProperties": properties("postgresql", "tls")}) == {}
            wrong = ask("TestConnection", TestConnectionInput={"ConnectionType": "JDBC", "ConnectionProperties": properties("postgresql", "tls", PASSWORD="x")})
            assert wrong["__type"].endswith("InvalidInputException") and "password authentication failed" in wrong["message"], wrong
            assert ask("TestConnection", ConnectionName="none")["__type"].endswith("EntityNotFoundException")
            assert ask("TestConnection")["__type"].endswith("InvalidInputException")
            try:
                connect("secret", "postgresql", "tls", SECRET_ID="x")
                raise AssertionError("a secret nobody keeps was accepted")
            except glue.exceptions.ClientError as error:
                assert "SECRET_ID" in str(error) and error.response["ResponseMetadata"]["HTTPStatusCode"] == 501, error
            # With TLS enforced the certificate must be of that host, and of a root that is trusted.
            def tried(host, **more): return ask("TestConnection", TestConnectionInput={"ConnectionType": "JDBC", "ConnectionProperties": properties("postgresql", "tls", host=host, JDBC_ENFORCE_SSL="true", **more)})
            assert "message" in tried("localhost")
            s3.create_bucket(Bucket=f"certs-{account}")
            s3.put_object(Bucket=f"certs-{account}", Key="root.pem", Body=root)
            own = {"CUSTOM_JDBC_CERT": f"s3://certs-{account}/root.pem"}
            assert tried("localhost", **own) == {}, tried("localhost", **own)
            assert "message" in tried("127.0.0.1", **own)
            glue.update_connection(Name="pg", ConnectionInput={"Name": "pg", "ConnectionType": "JDBC", "ConnectionProperties": properties("postgresql", "tls", host="localhost", JDBC_ENFORCE_SSL="true", **own)})
            make("c", "pg", "tls/%")
            crawled("c")
            assert glue.batch_delete_connection(ConnectionNameList=["pg", "none"])["Succeeded"] == ["pg"]
            assert failed("c") == "Connection pg not found."
            for target in ({"Path": "tls/%"}, {"ConnectionName": "pg"}, {"ConnectionName": "pg", "Path": "a/b/c/d"}, {"ConnectionName": "pg", "Path": "a/%", "EnableAdditionalMetadata": ["ALL"]}):
                try:
                    glue.create_crawler(Name="bad", Role=role, DatabaseName="lake", Targets={"JdbcTargets": [target]})
                    raise AssertionError(target)
                except glue.exceptions.InvalidInputException:
                    pass
            allow("s3:*", "glue:GetDatabase")
            connect("pg", "postgresql", "tls")
            assert "glue:GetConnection" in failed("c")
            """,
            Arguments)).Ok();
    }

    private void Make(string database)
    {
        postgres.Require();
        postgres.Run($"CREATE DATABASE \"{database}\" OWNER {RealDatabase.User}");
        postgres.Run($"ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {RealDatabase.User}", database);
    }
}
