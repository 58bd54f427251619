namespace Weir.Protocol.Tests.Glue;

/// <summary>What clients of the catalog rely on beside the API's reference: what is read back, and the words of errors.</summary>
public sealed class ClientTests(WeirFixture weir)
{
    private const string Prelude = """
        from botocore.exceptions import ClientError
        glue, iam, s3 = client("glue"), client("iam"), client("s3")
        account = os.environ["AWS_ACCESS_KEY_ID"]
        def refused(code, part, call, **request):
            try:
                call(**request)
            except ClientError as error:
                assert error.response["Error"]["Code"] == code and part in error.response["Error"]["Message"], error
                return
            raise AssertionError(f"not refused: {request}")

        """;

    /// <summary>Sources: AWS CLI examples (glue get-tables); terraform-provider-aws: catalog_table_test.go (full), catalog_database.go.</summary>
    [Fact, Trait("feature", "glue.catalog")]
    public async Task Tables_and_databases_come_back_as_they_were_set_with_the_defaults_of_AWS()
    {
        const string Script = Prelude + """
            glue.create_database(DatabaseInput={"Name": "plain"})
            everybody = [{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]}]
            assert glue.get_database(Name="plain")["Database"]["CreateTableDefaultPermissions"] == everybody
            glue.create_database(DatabaseInput={"Name": "closed", "CreateTableDefaultPermissions": []})
            assert glue.get_database(Name="closed")["Database"]["CreateTableDefaultPermissions"] == []
            glue.update_database(Name="closed", DatabaseInput={"Name": "CLOSED", "Description": "now described"})
            changed = glue.get_database(Name="closed")["Database"]
            assert (changed["Description"], changed["CreateTableDefaultPermissions"]) == ("now described", []), changed
            refused("InvalidInputException", "Database cannot be renamed", glue.update_database, Name="closed", DatabaseInput={"Name": "open"})

            glue.create_table(DatabaseName="plain", TableInput={"Name": "bare"})
            assert "StorageDescriptor" not in glue.get_table(DatabaseName="plain", Name="bare")["Table"]
            stated = {"Columns": [{"Name": "reading", "Type": "double"}], "Location": "s3://sensors/raw/"}
            glue.create_table(DatabaseName="plain", TableInput={"Name": "small", "PartitionKeys": [{"Name": "day", "Type": "string"}], "StorageDescriptor": stated})
            defaults = {"Compressed": False, "NumberOfBuckets": 0, "SortColumns": [], "StoredAsSubDirectories": False}
            assert glue.get_table(DatabaseName="plain", Name="small")["Table"]["StorageDescriptor"] == {**stated, **defaults}
            glue.create_partition(DatabaseName="plain", TableName="small", PartitionInput={"Values": ["d"], "StorageDescriptor": {"Location": "s3://sensors/raw/d/"}})
            assert glue.get_partition(DatabaseName="plain", TableName="small", PartitionValues=["d"])["Partition"]["StorageDescriptor"] == {"Location": "s3://sensors/raw/d/", **defaults}

            # A key may be called like a column, and a column like another: the catalog keeps them, and no engine reads them.
            twice = {"Name": "twice", "Owner": "me", "Retention": 3, "TableType": "EXTERNAL_TABLE", "Parameters": {"a": "b"}, "PartitionKeys": [{"Name": "kind", "Type": "string", "Comment": "k"}],
                "StorageDescriptor": {"Columns": [{"Name": "kind", "Type": "int", "Comment": "c", "Parameters": {"p": "q"}}, {"Name": "v", "Type": "int"}], "AdditionalLocations": ["s3://sensors/more/"],
                    "Location": f"s3://twice-{account}/", "InputFormat": "org.apache.hadoop.mapred.TextInputFormat", "Compressed": True, "NumberOfBuckets": 2, "BucketColumns": ["v"],
                    "SortColumns": [{"Column": "v", "SortOrder": 1}], "Parameters": {"x": "y"}, "StoredAsSubDirectories": True, "SerdeInfo": {"Name": "s", "SerializationLibrary": "l", "Parameters": {"f": "g"}},
                    "SkewedInfo": {"SkewedColumnNames": ["v"], "SkewedColumnValues": ["1"], "SkewedColumnValueLocationMaps": {"v": "s3://sensors/skew/"}}}}
            glue.create_table(DatabaseName="plain", TableInput=twice)
            found = glue.get_table(DatabaseName="plain", Name="twice")["Table"]
            assert {key: found.get(key) for key in twice} == twice, found
            athena, out = client("athena"), f"twice-{account}"
            s3.create_bucket(Bucket=out)
            id = athena.start_query_execution(QueryString="SELECT v FROM plain.twice", ResultConfiguration={"OutputLocation": f"s3://{out}/"})["QueryExecutionId"]
            import time
            for _ in range(600):
                status = athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]
                if status["State"] not in ("QUEUED", "RUNNING"): break
                time.sleep(0.02)
            assert "HIVE_INVALID_METADATA: Hive metadata for table twice is invalid: Table descriptor contains duplicate columns" in status["StateChangeReason"], status
            """;

        (await weir.ClientsOf("100000000181").PythonAsync(Script)).Ok();
    }

    /// <summary>Sources: issues of floci-io/floci that record AWS's answers (1203, 1229, 1311, 1312, 1319); aws-sdk-java issue 1549; moto: test_datacatalog.py.</summary>
    [Fact, Trait("feature", "glue.catalog")]
    public async Task Errors_and_empty_lists_are_those_that_clients_know()
    {
        const string Script = Prelude + """
            glue.create_database(DatabaseInput={"Name": "d"})
            glue.create_table(DatabaseName="d", TableInput={"Name": "t", "PartitionKeys": [{"Name": "k", "Type": "int"}], "StorageDescriptor": {"Columns": [{"Name": "v", "Type": "bigint"}]}})
            place = {"DatabaseName": "d", "TableName": "t"}
            assert glue.batch_create_partition(PartitionInputList=[{"Values": ["1"]}, {"Values": ["2"]}], **place)["Errors"] == []
            assert glue.batch_update_partition(Entries=[{"PartitionValueList": ["1"], "PartitionInput": {"Values": ["1"]}}], **place)["Errors"] == []
            assert "Errors" not in glue.batch_delete_partition(PartitionsToDelete=[{"Values": ["1"]}], **place)
            again = glue.batch_create_partition(PartitionInputList=[{"Values": ["2"]}, {"Values": ["3"]}], **place)["Errors"]
            assert [(e["PartitionValues"], e["ErrorDetail"]["ErrorCode"]) for e in again] == [(["2"], "AlreadyExistsException")], again
            gone = glue.batch_delete_table(DatabaseName="d", TablesToDelete=["absent"])["Errors"]
            assert gone == [{"TableName": "absent", "ErrorDetail": {"ErrorCode": "EntityNotFoundException", "ErrorMessage": "Table absent not found"}}], gone
            refused("EntityNotFoundException", "Table absent not found.", glue.delete_table, DatabaseName="d", Name="absent")
            refused("EntityNotFoundException", "Crawler entry with name absent does not exist", glue.get_crawler, Name="absent")
            refused("EntityNotFoundException", "Crawler with name absent does not exist", glue.start_crawler, Name="absent")
            refused("EntityNotFoundException", "Crawler entry with name absent does not exist", glue.list_crawls, CrawlerName="absent")
            unchecked = client("glue", config=Config(parameter_validation=False, retries={"max_attempts": 1}))
            for call, request, part in (
                (unchecked.get_tables, {"DatabaseName": "d", "MaxResults": 101}, "at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100"),
                (unchecked.batch_delete_partition, {"PartitionsToDelete": [{"Values": [str(n)]} for n in range(26)], **place}, "length less than or equal to 25"),
                (unchecked.batch_create_partition, {"PartitionInputList": [{"Values": [str(n)]} for n in range(101)], **place}, "length less than or equal to 100")):
                refused("ValidationException", part, call, **request)
            """;

        (await weir.ClientsOf("100000000182").PythonAsync(Script)).Ok();
    }

    /// <summary>Sources: terraform-provider-aws: crawler.go, crawler_test.go, classifier_test.go; moto: test_datacatalog.py (filters of crawls).</summary>
    [Fact, Trait("feature", "glue.crawlers")]
    public async Task Crawlers_come_back_without_drift()
    {
        const string Script = Prelude + """
            trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
            arn = iam.create_role(RoleName="walker", Path="/field/", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
            s3.create_bucket(Bucket=f"walk-{account}")
            empty = {"ConnectionName": "", "EventQueueArn": "", "DlqEventQueueArn": ""}
            targets = {"S3Targets": [{"Path": f"s3://walk-{account}/", "Exclusions": [], **empty}]}
            glue.create_crawler(Name="c", Role=arn, DatabaseName="d", Targets=targets, Tags={}, Schedule="cron(5 4 * * ? *)", TablePrefix="p_", Configuration='{ "Version": 1.0, "CreatePartitionIndex": true }')
            found = glue.get_crawler(Name="c")["Crawler"]
            assert (found["Role"], found["Configuration"]) == ("field/walker", '{ "Version": 1.0, "CreatePartitionIndex": true }'), found
            glue.update_crawler(Name="c", Role="field/walker", DatabaseName="d", Targets=targets, Schedule="", TablePrefix="", Configuration="")
            found = glue.get_crawler(Name="c")["Crawler"]
            assert (found["Role"], found.get("Configuration", ""), found.get("TablePrefix", ""), found.get("Schedule", {}).get("ScheduleExpression", "")) == ("field/walker", "", "", ""), found

            def crawls(code, part, **filter): refused(code, part, glue.list_crawls, CrawlerName="c", Filters=[filter])
            crawls("ValidationException", "at 'filters.1.member.filterOperator' failed to satisfy constraint: Member must satisfy enum value set: [LT, EQ, GT, NE, LE, GE]", FieldName="CRAWL_ID", FilterOperator="LIKE", FieldValue="x")
            crawls("ValidationException", "at 'filters.1.member.fieldName' failed to satisfy constraint: Member must satisfy enum value set: [START_TIME, END_TIME, STATE, CRAWL_ID, DPU_HOUR]", FieldName="COLOUR", FilterOperator="EQ", FieldValue="x")
            crawls("InvalidInputException", "Only EQ or NE operator is allowed for field : STATE", FieldName="STATE", FilterOperator="GT", FieldValue="FAILED")
            crawls("InvalidInputException", "Only EQ or NE operator is allowed for field : CRAWL_ID", FieldName="CRAWL_ID", FilterOperator="LT", FieldValue="x")
            crawls("InvalidInputException", "Invalid Filter Provided: FieldName: CRAWL_ID, FilterOperator: EQ, FieldValue: null", FieldName="CRAWL_ID", FilterOperator="EQ")

            # Classifiers that fit nothing are kept.
            glue.create_classifier(JsonClassifier={"Name": "j", "JsonPath": "rows"})
            glue.create_classifier(GrokClassifier={"Name": "g", "Classification": "x", "GrokPattern": "plain words"})
            assert glue.get_classifier(Name="j")["Classifier"]["JsonClassifier"]["JsonPath"] == "rows"
            """;

        (await weir.ClientsOf("100000000183").PythonAsync(Script)).Ok();
    }

    /// <summary>Sources: AWS Glue Developer Guide, "Creating Iceberg tables"; moto: test_datacatalog.py (open table format input).</summary>
    [Fact, Trait("feature", "glue.catalog")]
    public async Task CreateTable_makes_Iceberg_tables_that_engines_read_and_write()
    {
        const string Script = CrawlerTests.Prelude + """
            from urllib.error import HTTPError
            def make_iceberg(name, columns, version="2", **more):
                table = {"Name": name, "Description": "made by hand", "Parameters": {"team": "data"}, "StorageDescriptor": {"Columns": columns, "Location": f"s3://{bucket}/{name}/"}}
                ask("CreateTable", DatabaseName="lake", TableInput={**table, **more}, OpenTableFormatInput={"IcebergInput": {"MetadataOperation": "CREATE", **({"Version": version} if version else {})}})
            columns = [{"Name": "Id", "Type": "bigint", "Comment": "which"}, {"Name": "at", "Type": "timestamp"}, {"Name": "price", "Type": "decimal(9,2)"}, {"Name": "tags", "Type": "array<string>"},
                {"Name": "spot", "Type": "struct<x:int,names:map<string,array<double>>>"}, {"Name": "short", "Type": "smallint"}]
            make_iceberg("orders", columns)
            found = table("orders")
            assert (found["Parameters"]["table_type"], found["Parameters"]["team"], found["Description"]) == ("ICEBERG", "data", "made by hand"), found
            assert found["Parameters"]["metadata_location"].startswith(f"s3://{bucket}/orders/metadata/"), found
            key = found["Parameters"]["metadata_location"][len(f"s3://{bucket}/"):]
            metadata = json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
            fields = metadata["schemas"][0]["fields"]
            assert metadata["format-version"] == 2 and [(f["name"], f["type"] if isinstance(f["type"], str) else f["type"]["type"]) for f in fields] == [
                ("id", "long"), ("at", "timestamp"), ("price", "decimal(9, 2)"), ("tags", "list"), ("spot", "struct"), ("short", "int")], fields
            id = athena.start_query_execution(QueryString="INSERT INTO orders VALUES (1, timestamp '2026-01-02 03:04:05', 2.5, ARRAY['a'], CAST(ROW(1, MAP(ARRAY['k'], ARRAY[ARRAY[0.5e0]])) AS ROW(x int, names map(varchar, array(double)))), 7)",
                QueryExecutionContext={"Database": "lake"}, ResultConfiguration={"OutputLocation": f"s3://{bucket}-results/"})["QueryExecutionId"]
            for _ in range(600):
                status = athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]
                if status["State"] not in ("QUEUED", "RUNNING"): break
                time.sleep(0.02)
            assert status["State"] == "SUCCEEDED", status
            assert query("SELECT id, price, spot.names['k'][1], short FROM orders") == [["1", "2.50", "0.5", "7"]]

            def refused(code, part, call):
                try:
                    call()
                except HTTPError as error:
                    said = json.load(error)
                    assert said["__type"].endswith(code) and part in (said.get("message") or said.get("Message")), said
                    return
                raise AssertionError(part)
            refused("AlreadyExistsException", "Table already exists.", lambda: make_iceberg("Orders", columns))
            refused("InvalidInputException", "no type for interval", lambda: make_iceberg("x", [{"Name": "a", "Type": "interval"}]))
            refused("InvalidInputException", "needs columns", lambda: make_iceberg("x", []))
            refused("InvalidInputException", "partition keys", lambda: make_iceberg("x", columns, PartitionKeys=[{"Name": "p", "Type": "int"}]))
            refused("InvalidInputException", "format version", lambda: make_iceberg("x", columns, version="9"))
            refused("InvalidInputException", "", lambda: make_iceberg("x", columns, StorageDescriptor={"Columns": columns, "Location": "s3://no-such-bucket-here/x/"}))
            assert tables() == ["orders"], tables()
            """;

        (await weir.ClientsOf("100000000184").PythonAsync(Script)).Ok();
    }
}
