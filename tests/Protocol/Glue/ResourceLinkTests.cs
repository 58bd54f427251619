using Weir.Protocol.Tests.Athena;

namespace Weir.Protocol.Tests.Glue;

/// <summary>Names of the catalog that mean a table or a database elsewhere, through boto3.</summary>
public sealed class ResourceLinkTests(WeirFixture weir)
{
    private const string Setup = AthenaScripts.Helpers + """
        from botocore.exceptions import ClientError
        glue = client("glue")
        def refused(call, code, part="", **request):
            try:
                call(**request)
            except ClientError as error:
                assert error.response["Error"]["Code"] == code and part in error.response["Error"]["Message"], error
                return
            raise AssertionError(f"not refused: {request}")
        def failure(sql, bucket, database=None):
            status = over(start(sql, bucket, database))["Status"]
            assert status["State"] == "FAILED", status
            return status["StateChangeReason"]
        def link(database, name, target, **more): glue.create_table(DatabaseName=database, TableInput={"Name": name, "TargetTable": {**{"CatalogId": me, "DatabaseName": target[0], "Name": target[1]}, **more}})
        def database_link(name, target, **more): glue.create_database(DatabaseInput={"Name": name, "TargetDatabase": {"CatalogId": me, "DatabaseName": target, **more}})

        """;

    [Fact, Trait("feature", "glue.catalog")]
    public async Task A_table_link_shows_changes_and_reads_what_it_leads_to()
    {
        const string Script = Setup + """
            me, bucket = "100000000161", "linked-tables"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE home", bucket)
            run("CREATE DATABASE away", bucket)
            run(f"CREATE EXTERNAL TABLE trips (id bigint, city string) PARTITIONED BY (dt string) STORED AS PARQUET LOCATION 's3://{bucket}/trips/'", bucket, "home")
            link("away", "Journeys", ("HOME", "trips"))
            shown = glue.get_table(DatabaseName="away", Name="journeys")["Table"]
            assert (shown["Name"], shown["DatabaseName"], shown["TargetTable"]["Name"]) == ("journeys", "away", "trips"), shown
            assert [c["Name"] for c in shown["StorageDescriptor"]["Columns"]] == ["id", "city"] and shown["PartitionKeys"][0]["Name"] == "dt", shown
            listed = glue.get_tables(DatabaseName="away")["TableList"]
            assert [(t["Name"], t["TableType"], t["TargetTable"]["DatabaseName"]) for t in listed] == [("journeys", "EXTERNAL_TABLE", "HOME")], listed
            assert rows("SHOW TABLES", bucket, "away") == [["journeys"]]

            run("INSERT INTO away.journeys VALUES (1, 'Oslo', '2024-01-01'), (2, 'Bergen', '2024-01-02')", bucket)
            assert rows("SELECT id, city FROM away.journeys WHERE dt = '2024-01-02'", bucket)[1:] == [["2", "Bergen"]]
            assert rows("SELECT count(*) FROM journeys j JOIN home.trips t ON j.id = t.id", bucket, "away")[1:] == [["2"]]
            values = [p["Values"] for p in glue.get_partitions(DatabaseName="away", TableName="journeys", Expression="dt > '2024-01-01'")["Partitions"]]
            assert values == [["2024-01-02"]], values
            run("ALTER TABLE journeys ADD PARTITION (dt = '2024-01-03')", bucket, "away")
            assert len(glue.get_partitions(DatabaseName="home", TableName="trips")["Partitions"]) == 3
            glue.delete_partition(DatabaseName="away", TableName="journeys", PartitionValues=["2024-01-03"])
            run("ALTER TABLE journeys ADD COLUMNS (more int)", bucket, "away")
            home = glue.get_table(DatabaseName="home", Name="trips")["Table"]
            assert [c["Name"] for c in home["StorageDescriptor"]["Columns"]] == ["id", "city", "more"] and "TargetTable" not in home, home
            assert glue.get_table_version(DatabaseName="away", TableName="journeys")["TableVersion"]["VersionId"] == home["VersionId"]
            wanted = {k: home[k] for k in ("StorageDescriptor", "PartitionKeys", "TableType", "Parameters")}
            glue.update_table(DatabaseName="away", TableInput={"Name": "journeys", "Description": "renamed", **wanted, "TargetTable": shown["TargetTable"]})
            assert glue.get_table(DatabaseName="home", Name="trips")["Table"]["Description"] == "renamed"
            refused(glue.update_table, "InvalidInputException", "lead elsewhere", DatabaseName="away", TableInput={"Name": "journeys", "TargetTable": {"CatalogId": me, "DatabaseName": "home", "Name": "other"}})

            # Only what a link leads to at once is followed, and what is not there is said.
            link("away", "second", ("away", "journeys"))
            link("away", "nowhere", ("home", "gone"))
            link("away", "itself", ("away", "itself"))
            assert "StorageDescriptor" not in glue.get_table(DatabaseName="away", Name="second")["Table"]
            refused(glue.get_partitions, "InvalidInputException", "resource link itself", DatabaseName="away", TableName="second")
            refused(glue.get_partitions, "EntityNotFoundException", "home.gone", DatabaseName="away", TableName="nowhere")
            for name, part in (("second", "is or lies in a resource link itself"), ("itself", "is or lies in a resource link itself"), ("nowhere", f"leads to table home.gone of catalog {me}")):
                reason = failure(f"SELECT * FROM away.{name}", bucket)
                assert reason.startswith("HIVE_METASTORE_ERROR: ") and part in reason, reason
            assert part in failure("INSERT INTO away.nowhere VALUES (1)", bucket) and part in failure("DESCRIBE away.nowhere", bucket)
            assert rows("SHOW TABLES IN away", bucket) == [["itself"], ["journeys"], ["nowhere"], ["second"]]
            refused(glue.create_table, "InvalidInputException", "targetTable", DatabaseName="away", TableInput={"Name": "x", "TargetTable": {"CatalogId": me, "Name": "trips"}})

            for name in ("second", "nowhere", "itself"):
                glue.delete_table(DatabaseName="away", Name=name)
            run("DROP TABLE journeys", bucket, "away")
            assert glue.get_tables(DatabaseName="away")["TableList"] == [] and glue.get_table(DatabaseName="home", Name="trips")
            assert rows("SELECT count(*) FROM home.trips", bucket)[1:] == [["2"]]
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("100000000161").PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.iceberg")]
    public async Task An_Iceberg_table_changes_through_its_link_and_outlives_it()
    {
        const string Script = Setup + """
            me, bucket = "100000000162", "linked-iceberg"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE home", bucket)
            run(f"CREATE TABLE events (id bigint, name string) LOCATION 's3://{bucket}/events/' TBLPROPERTIES ('table_type'='ICEBERG')", bucket, "home")
            database_link("alias", "home")
            run("CREATE DATABASE away", bucket)
            link("away", "e", ("home", "events"))
            run("INSERT INTO away.e VALUES (1, 'a'), (2, 'b')", bucket)
            run("UPDATE alias.events SET name = 'c' WHERE id = 2", bucket)
            assert rows("SELECT name FROM away.e ORDER BY id", bucket)[1:] == [["a"], ["c"]]
            assert rows('SELECT count(*) FROM away."e$snapshots"', bucket)[1:] == [["2"]]
            run("DROP TABLE away.e", bucket)
            run("DROP DATABASE away CASCADE", bucket)
            run("DROP DATABASE alias CASCADE", bucket)
            assert rows("SELECT count(*) FROM home.events", bucket)[1:] == [["2"]]
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("100000000162").PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "glue.catalog")]
    public async Task A_database_link_is_another_name_of_its_database()
    {
        const string Script = Setup + """
            me, bucket = "100000000163", "linked-databases"
            s3.create_bucket(Bucket=bucket)
            glue.create_database(DatabaseInput={"Name": "home", "Description": "the real one", "LocationUri": f"s3://{bucket}/home/"})
            database_link("alias", "home")
            shown = glue.get_database(Name="alias")["Database"]
            assert (shown["Name"], shown["Description"], shown["TargetDatabase"]["DatabaseName"]) == ("alias", "the real one", "home"), shown
            assert [d["Description"] for d in glue.get_databases()["DatabaseList"] if d["Name"] in ("alias", "home")] == ["the real one"] * 2
            run(f"CREATE EXTERNAL TABLE t (id int) ROW FORMAT DELIMITED LOCATION 's3://{bucket}/t/'", bucket, "alias")
            s3.put_object(Bucket=bucket, Key="t/a.csv", Body="1\n2\n")
            assert rows("SELECT count(*) FROM t", bucket, "alias")[1:] == [["2"]] == rows("SELECT count(*) FROM home.t", bucket)[1:]
            assert rows("SHOW TABLES", bucket, "alias") == [["t"]]
            assert glue.get_table(DatabaseName="alias", Name="t")["Table"]["DatabaseName"] == "home"
            run(f"CREATE TABLE copy WITH (external_location = 's3://{bucket}/copy/') AS SELECT * FROM t", bucket, "alias")
            assert rows("SELECT sum(id) FROM home.copy", bucket)[1:] == [["3"]]
            glue.create_user_defined_function(DatabaseName="alias", FunctionInput={"FunctionName": "f", "ClassName": "a.B"})
            assert glue.get_user_defined_function(DatabaseName="home", FunctionName="f")["UserDefinedFunction"]["ClassName"] == "a.B"
            glue.update_database(Name="alias", DatabaseInput={"Name": "alias", "Description": "changed", "TargetDatabase": shown["TargetDatabase"]})
            assert glue.get_database(Name="home")["Database"]["Description"] == "changed" and "TargetDatabase" in glue.get_database(Name="alias")["Database"]
            refused(glue.update_database, "InvalidInputException", "lead elsewhere", Name="alias", DatabaseInput={"Name": "alias", "TargetDatabase": {"CatalogId": me, "DatabaseName": "other"}})

            # Through two links nothing is read or changed.
            link("home", "l", ("home", "t"))
            refused(glue.create_table, "InvalidInputException", "through a database resource link", DatabaseName="alias", TableInput={"Name": "x", "TargetTable": {"CatalogId": me, "DatabaseName": "home", "Name": "t"}})
            assert glue.get_partitions(DatabaseName="alias", TableName="l")["Partitions"] == []
            refused(glue.update_table, "InvalidInputException", "both", DatabaseName="alias", TableInput={"Name": "l"})
            assert "resource link itself" in failure("SELECT * FROM alias.l", bucket)
            database_link("chain", "alias")
            refused(glue.get_tables, "InvalidInputException", "resource link itself", DatabaseName="chain")
            database_link("broken", "gone")
            refused(glue.get_tables, "EntityNotFoundException", "database gone", DatabaseName="broken")
            assert "Description" not in glue.get_database(Name="broken")["Database"]
            assert "gone" in failure("SELECT * FROM broken.t", bucket)

            glue.delete_table(DatabaseName="alias", Name="copy")
            for name in ("alias", "chain", "broken"):
                glue.delete_database(Name=name)
            assert [t["Name"] for t in glue.get_tables(DatabaseName="home")["TableList"]] == ["l", "t"]
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("100000000163").PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "glue.catalog")]
    public async Task A_link_to_another_account_needs_permission_on_both_ends()
    {
        const string Owner = Setup + """
            me, bucket = "100000000164", "linked-owner"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE lake", bucket)
            run(f"CREATE EXTERNAL TABLE t (id int) ROW FORMAT DELIMITED LOCATION 's3://{bucket}/t/'", bucket, "lake")
            s3.put_object(Bucket=bucket, Key="t/a.csv", Body="1\n2\n3\n")
            other = {"AWS": "arn:aws:iam::100000000165:root"}
            s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": other, "Action": "s3:*", "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]}]}))
            """;
        const string Share = """
            client("glue").put_resource_policy(PolicyInJson=json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::100000000165:root"}, "Action": ["glue:GetTable", "glue:GetTables", "glue:GetDatabase", "glue:GetPartitions"], "Resource": "*"}]}))
            """;
        const string Other = Setup + """
            me, bucket, owner = "100000000165", "linked-other", "100000000164"
            if STEP == 1:
                s3.create_bucket(Bucket=bucket)
                run("CREATE DATABASE away", bucket)
                link("away", "t", ("lake", "t"), CatalogId=owner)
                database_link("lake", "lake", CatalogId=owner)
                assert "StorageDescriptor" not in glue.get_table(DatabaseName="away", Name="t")["Table"]
                reason = failure("SELECT * FROM away.t", bucket)
                assert reason.startswith("HIVE_METASTORE_ERROR: ") and "glue:GetTable" in reason, reason
                refused(glue.get_tables, "AccessDeniedException", "glue:GetTables", DatabaseName="lake")
            else:
                assert glue.get_table(DatabaseName="away", Name="t")["Table"]["StorageDescriptor"]["Columns"][0]["Name"] == "id"
                assert rows("SELECT sum(id) FROM away.t", bucket)[1:] == [["6"]] == rows("SELECT sum(id) FROM lake.t", bucket)[1:]
                refused(glue.delete_table, "AccessDeniedException", "glue:DeleteTable", DatabaseName="lake", Name="t")
            print("done")
            """;

        (await weir.ClientsOf("100000000164").PythonAsync(Owner)).Ok();
        Assert.Equal("done", (await weir.ClientsOf("100000000165").PythonAsync(Other.Replace("STEP", "1", StringComparison.Ordinal))).Ok().Trim());
        (await weir.ClientsOf("100000000164").PythonAsync(Share)).Ok();
        Assert.Equal("done", (await weir.ClientsOf("100000000165").PythonAsync(Other.Replace("STEP", "2", StringComparison.Ordinal))).Ok().Trim());
    }
}
