namespace Weir.Protocol.Tests.Athena;

/// <summary>Workgroups: what their settings do to the queries that run in them.</summary>
public sealed class AthenaWorkGroupTests(WeirFixture weir)
{
    private const string Setup = AthenaScripts.Helpers + AthenaScripts.Refusals + """
        def begin(group, sql="SELECT 1 AS one", **more):
            return athena.start_query_execution(QueryString=sql, WorkGroup=group, **more)["QueryExecutionId"]
        def ended(group, sql="SELECT 1 AS one", **more):
            return over(begin(group, sql, **more))
        def at(location, **more):
            return {"OutputLocation": location, **more}

        """;

    [Fact, Trait("feature", "athena.workgroups")]
    public async Task Settings_that_are_enforced_override_the_callers_and_others_stand_in_for_them()
    {
        const string Script = Setup + """
            for bucket in ("wg-group", "wg-caller"):
                s3.create_bucket(Bucket=bucket)
            athena.create_work_group(Name="strict", Description="monthly reports", Configuration={
                "ResultConfiguration": at("s3://wg-group/strict", EncryptionConfiguration={"EncryptionOption": "SSE_S3"}, ExpectedBucketOwner="200000000001"),
                "EnforceWorkGroupConfiguration": True}, Tags=[{"Key": "team", "Value": "sales"}])
            athena.create_work_group(Name="loose", Configuration={"ResultConfiguration": at("s3://wg-group/loose/"), "EnforceWorkGroupConfiguration": False})
            athena.create_work_group(Name="placeless")

            made = athena.get_work_group(WorkGroup="strict")["WorkGroup"]
            assert (made["Name"], made["State"], made["Description"]) == ("strict", "ENABLED", "monthly reports"), made
            assert made["Configuration"]["EnforceWorkGroupConfiguration"] and made["Configuration"]["PublishCloudWatchMetricsEnabled"], made
            assert not made["Configuration"]["RequesterPaysEnabled"] and "BytesScannedCutoffPerQuery" not in made["Configuration"], made
            assert made["Configuration"]["EngineVersion"] == {"SelectedEngineVersion": "AUTO", "EffectiveEngineVersion": "Athena engine version 3"}, made
            assert made["Configuration"]["ResultConfiguration"] == at("s3://wg-group/strict", EncryptionConfiguration={"EncryptionOption": "SSE_S3"}, ExpectedBucketOwner="200000000001"), made

            # Enforced: whatever the caller says, place, encryption and owner are the workgroup's.
            done = ended("strict", ResultConfiguration=at("s3://wg-caller/mine/", ExpectedBucketOwner="999999999999"))
            id = done["QueryExecutionId"]
            assert done["Status"]["State"] == "SUCCEEDED" and done["WorkGroup"] == "strict", done
            assert done["ResultConfiguration"] == at(f"s3://wg-group/strict/{id}.csv", EncryptionConfiguration={"EncryptionOption": "SSE_S3"}, ExpectedBucketOwner="200000000001"), done
            assert s3.head_object(Bucket="wg-group", Key=f"strict/{id}.csv")["ServerSideEncryption"] == "AES256"
            assert s3.list_objects_v2(Bucket="wg-caller")["KeyCount"] == 0
            external = ended("strict", "CREATE TABLE default.elsewhere WITH (external_location = 's3://wg-caller/t/') AS SELECT 1 AS one")["Status"]
            assert external["State"] == "FAILED" and "submitted with an 'external_location' property to an Athena Workgroup that enforces a centralized output location" in external["StateChangeReason"], external
            made = ended("strict", "CREATE TABLE default.inside WITH (format = 'PARQUET') AS SELECT 1 AS one")
            assert made["Status"]["State"] == "SUCCEEDED", made["Status"]
            location = client("glue").get_table(DatabaseName="default", Name="inside")["Table"]["StorageDescriptor"]["Location"]
            assert location.startswith("s3://wg-group/strict/tables/"), location

            # Not enforced: the caller's word first, then the workgroup's.
            mine = ended("loose", ResultConfiguration=at("s3://wg-caller/mine/", AclConfiguration={"S3AclOption": "BUCKET_OWNER_FULL_CONTROL"}))
            assert mine["ResultConfiguration"]["OutputLocation"].startswith("s3://wg-caller/mine/"), mine
            assert mine["ResultConfiguration"]["AclConfiguration"] == {"S3AclOption": "BUCKET_OWNER_FULL_CONTROL"}, mine
            theirs = ended("loose")
            assert theirs["ResultConfiguration"] == at(f"s3://wg-group/loose/{theirs['QueryExecutionId']}.csv"), theirs
            refused(athena.start_query_execution, "No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.",
                QueryString="SELECT 1", WorkGroup="placeless")

            # A bucket that is another's than expected is not written to, whoever says so.
            refused(athena.start_query_execution, "Unable to verify/create output bucket wg-caller", QueryString="SELECT 1", WorkGroup="loose",
                ResultConfiguration=at("s3://wg-caller/", ExpectedBucketOwner="999999999999"))
            athena.update_work_group(WorkGroup="loose", ConfigurationUpdates={"ResultConfigurationUpdates": {"ExpectedBucketOwner": "999999999999"}})
            refused(athena.start_query_execution, "Unable to verify/create output bucket wg-group", QueryString="SELECT 1", WorkGroup="loose")
            athena.update_work_group(WorkGroup="loose", ConfigurationUpdates={"ResultConfigurationUpdates": {"RemoveExpectedBucketOwner": True}})
            assert ended("loose")["Status"]["State"] == "SUCCEEDED"

            athena.update_work_group(WorkGroup="loose", ConfigurationUpdates={"ResultConfigurationUpdates": {"RemoveOutputLocation": True}})
            refused(athena.start_query_execution, "No output location provided", QueryString="SELECT 1", WorkGroup="loose")
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000001").PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.workgroups"), Trait("feature", "athena.scan-cost")]
    public async Task A_query_that_would_read_more_than_its_workgroup_allows_is_cancelled()
    {
        const string Script = Setup + """
            s3.create_bucket(Bucket="wg-limits")
            s3.put_object(Bucket="wg-limits", Key="big/a.csv", Body=b"0123456789\n" * 1_000_000)
            s3.put_object(Bucket="wg-limits", Key="small/a.csv", Body=b"1\n2\n")
            athena.create_work_group(Name="careful", Configuration={"ResultConfiguration": at("s3://wg-limits/out/"), "BytesScannedCutoffPerQuery": 10_000_000})
            for name in ("big", "small"):
                assert ended("careful", f"CREATE EXTERNAL TABLE default.{name} (n string) LOCATION 's3://wg-limits/{name}/'")["Status"]["State"] == "SUCCEEDED"

            stopped = ended("careful", "SELECT count(*) FROM big")
            assert stopped["Status"]["State"] == "CANCELLED", stopped["Status"]
            assert "Bytes scanned limit was exceeded" in stopped["Status"]["StateChangeReason"], stopped["Status"]
            refused(athena.get_query_results, "Query did not finish successfully. Final query state: CANCELLED", QueryExecutionId=stopped["QueryExecutionId"])
            assert ended("careful", "SELECT count(*) FROM small")["Statistics"]["DataScannedInBytes"] == 4
            written = ended("careful", "CREATE TABLE default.copied AS SELECT * FROM big")
            assert written["Status"]["State"] == "CANCELLED", written["Status"]
            assert ended("careful", "SELECT * FROM copied")["Status"]["StateChangeReason"].startswith("TABLE_NOT_FOUND"), "a cancelled CREATE TABLE AS leaves nothing"

            athena.update_work_group(WorkGroup="careful", ConfigurationUpdates={"BytesScannedCutoffPerQuery": 20_000_000})
            whole = ended("careful", "SELECT count(*) FROM big")
            assert whole["Status"]["State"] == "SUCCEEDED" and whole["Statistics"]["DataScannedInBytes"] == 11_000_000, whole
            athena.update_work_group(WorkGroup="careful", ConfigurationUpdates={"RemoveBytesScannedCutoffPerQuery": True})
            assert "BytesScannedCutoffPerQuery" not in athena.get_work_group(WorkGroup="careful")["WorkGroup"]["Configuration"]
            refused(unchecked.update_work_group, "BytesScannedCutoffPerQuery must be at least 10000000", WorkGroup="careful", ConfigurationUpdates={"BytesScannedCutoffPerQuery": 9_999_999})
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000002").PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.workgroups")]
    public async Task Workgroups_are_listed_tagged_switched_off_and_deleted_with_what_they_hold()
    {
        const string Script = Setup + """
            s3.create_bucket(Bucket="wg-life")
            for at_ in range(7):
                athena.create_work_group(Name=f"group-{at_}", Description=f"number {at_}", Configuration={"ResultConfiguration": at("s3://wg-life/out/"), "EngineVersion": {"SelectedEngineVersion": "Athena engine version 3"}})
            names, token = [], {}
            while True:
                page = athena.list_work_groups(MaxResults=3, **token)
                assert len(page["WorkGroups"]) <= 3
                names += [g["Name"] for g in page["WorkGroups"]]
                if "NextToken" not in page:
                    break
                token = {"NextToken": page["NextToken"]}
            assert names == [f"group-{at_}" for at_ in range(7)] + ["primary"], names
            summary = athena.list_work_groups()["WorkGroups"][1]
            assert (summary["State"], summary["Description"], summary["EngineVersion"]["SelectedEngineVersion"]) == ("ENABLED", "number 1", "Athena engine version 3"), summary
            assert {v["EffectiveEngineVersion"] for v in athena.list_engine_versions()["EngineVersions"]} == {"Athena engine version 3"}

            # Mistakes.
            refused(athena.create_work_group, "WorkGroup is already created", Name="group-1")
            refused(athena.create_work_group, "is invalid", Name="not a name")
            refused(athena.create_work_group, "Invalid engine version: Athena engine version 99", Name="new", Configuration={"EngineVersion": {"SelectedEngineVersion": "Athena engine version 99"}})
            refused(athena.create_work_group, "outputLocation is not a valid S3 path: ftp://x/", Name="new", Configuration={"ResultConfiguration": at("ftp://x/")})
            refused(athena.create_work_group, "Value 'ROT13' at 'encryptionOption' failed to satisfy constraint: Member must satisfy enum value set", Name="new",
                Configuration={"ResultConfiguration": at("s3://wg-life/", EncryptionConfiguration={"EncryptionOption": "ROT13"})})
            refused(unchecked.create_work_group, "NOT_SUPPORTED: CustomerContentEncryptionConfiguration", Name="new", Configuration={"CustomerContentEncryptionConfiguration": {"KmsKey": "k"}})
            refused(athena.get_work_group, "WorkGroup new is not found.", WorkGroup="new")
            refused(athena.update_work_group, "WorkGroup new is not found.", WorkGroup="new", Description="x")
            refused(athena.update_work_group, "Value 'SLEEPING' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [DISABLED, ENABLED]", WorkGroup="group-1", State="SLEEPING")
            refused(athena.start_query_execution, "WorkGroup new is not found.", QueryString="SELECT 1", WorkGroup="new")
            refused(unchecked.list_work_groups, "Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50", MaxResults=51)
            refused(unchecked.list_work_groups, "Member must have value greater than or equal to 1", MaxResults=0)
            refused(athena.list_work_groups, "Invalid NextToken", NextToken="%%%")

            # Tags, by the workgroup's ARN.
            arn = "arn:aws:athena:us-east-1:200000000003:workgroup/group-1"
            athena.tag_resource(ResourceARN=arn, Tags=[{"Key": "team", "Value": "a"}, {"Key": "cost", "Value": "1"}])
            athena.tag_resource(ResourceARN=arn, Tags=[{"Key": "team", "Value": "b"}])
            athena.untag_resource(ResourceARN=arn, TagKeys=["cost"])
            assert athena.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "team", "Value": "b"}]
            refused(athena.tag_resource, "at most 50 tags", ResourceARN=arn, Tags=[{"Key": f"k{n}", "Value": ""} for n in range(50)])
            refused(athena.list_tags_for_resource, "was not found", "ResourceNotFoundException", ResourceARN="arn:aws:athena:us-east-1:200000000003:datacatalog/none")

            # Switched off, it takes no queries but can be read; on again it goes on.
            before = ended("group-1")["QueryExecutionId"]
            athena.update_work_group(WorkGroup="group-1", State="DISABLED", Description="resting")
            refused(athena.start_query_execution, "WorkGroup group-1 is disabled.", QueryString="SELECT 1", WorkGroup="group-1")
            off = athena.get_work_group(WorkGroup="group-1")["WorkGroup"]
            assert (off["State"], off["Description"]) == ("DISABLED", "resting"), off
            assert athena.get_query_results(QueryExecutionId=before)["ResultSet"]["Rows"][1]["Data"] == [{"VarCharValue": "1"}]
            athena.update_work_group(WorkGroup="group-1", State="ENABLED")
            after = ended("group-1")["QueryExecutionId"]

            # Its executions, newest first, in pages; those of others are not among them.
            ended("group-2")
            third = ended("group-1")["QueryExecutionId"]
            pages = list(athena.get_paginator("list_query_executions").paginate(WorkGroup="group-1", PaginationConfig={"PageSize": 2}))
            assert [page["QueryExecutionIds"] for page in pages] == [[third, after], [before]], pages
            refused(athena.list_query_executions, "Invalid NextToken", WorkGroup="group-2", NextToken=pages[0]["NextToken"])

            # Measured for each workgroup, unless it publishes no metrics.
            import urllib.request
            athena.update_work_group(WorkGroup="group-3", ConfigurationUpdates={"PublishCloudWatchMetricsEnabled": False})
            ended("group-3")
            metrics = urllib.request.urlopen(os.environ["WEIR_ENDPOINT"] + "/_weir/metrics").read().decode()
            assert 'weir_hop_records_total{hop="athena",resource="group-1",direction="in"} 3\n' in metrics, [line for line in metrics.splitlines() if "athena" in line and "hop" in line]
            assert 'resource="group-3"' not in metrics

            # Deleted only when empty, or with all it holds.
            query = athena.create_named_query(Name="n", Database="default", QueryString="SELECT 1", WorkGroup="group-1")["NamedQueryId"]
            athena.create_prepared_statement(StatementName="held", WorkGroup="group-1", QueryStatement="SELECT ?")
            refused(athena.delete_work_group, "WorkGroup group-1 is not empty", WorkGroup="group-1")
            long = begin("group-1", "SELECT count(*) FROM unnest(sequence(1, 10000)) AS a(x), unnest(sequence(1, 10000)) AS b(y), unnest(sequence(1, 10000)) AS c(z) WHERE (x * y) % 7919 = z % 31")
            athena.delete_work_group(WorkGroup="group-1", RecursiveDeleteOption=True)
            for id in (before, long):
                refused(athena.get_query_execution, f"QueryExecution {id} was not found", QueryExecutionId=id)
            refused(athena.get_named_query, f"NamedQuery {query} was not found", NamedQueryId=query)
            refused(athena.get_prepared_statement, "PreparedStatement held was not found in workGroup group-1", "ResourceNotFoundException", StatementName="held", WorkGroup="group-1")
            athena.delete_work_group(WorkGroup="group-6")
            refused(athena.delete_work_group, "WorkGroup group-6 is not found.", WorkGroup="group-6")
            refused(athena.delete_work_group, "Cannot delete the primary WorkGroup", WorkGroup="primary", RecursiveDeleteOption=True)
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000003").PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.workgroups"), Trait("feature", "athena.results")]
    public async Task Who_may_use_one_workgroup_sees_nothing_of_another()
    {
        const string Script = Setup + """
            s3.create_bucket(Bucket="wg-people")
            iam = client("iam")
            for name in ("ours", "theirs"):
                athena.create_work_group(Name=name, Configuration={"ResultConfiguration": at(f"s3://wg-people/{name}/")})
            iam.create_user(UserName="ann")
            iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "athena:*", "Resource": "arn:aws:athena:us-east-1:200000000004:workgroup/ours"},
                {"Effect": "Allow", "Action": ["s3:*", "glue:*"], "Resource": "*"}]}))
            key = iam.create_access_key(UserName="ann")["AccessKey"]
            ann = client("athena", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])

            theirs = ended("theirs")["QueryExecutionId"]
            hidden = athena.create_named_query(Name="secret", Database="default", QueryString="SELECT 42", WorkGroup="theirs")["NamedQueryId"]
            ours = ann.start_query_execution(QueryString="SELECT 1", WorkGroup="ours")["QueryExecutionId"]
            saved = ann.create_named_query(Name="plain", Database="default", QueryString="SELECT 1", WorkGroup="ours")["NamedQueryId"]
            assert over(ours)["Status"]["State"] == "SUCCEEDED"

            for call, request in (
                    (ann.start_query_execution, {"QueryString": "SELECT 1", "WorkGroup": "theirs"}), (ann.start_query_execution, {"QueryString": "SELECT 1"}),
                    (ann.get_query_execution, {"QueryExecutionId": theirs}), (ann.get_query_results, {"QueryExecutionId": theirs}), (ann.stop_query_execution, {"QueryExecutionId": theirs}),
                    (ann.get_query_runtime_statistics, {"QueryExecutionId": theirs}), (ann.list_query_executions, {"WorkGroup": "theirs"}),
                    (ann.get_named_query, {"NamedQueryId": hidden}), (ann.list_named_queries, {"WorkGroup": "theirs"}), (ann.delete_named_query, {"NamedQueryId": hidden}),
                    (ann.get_work_group, {"WorkGroup": "theirs"}), (ann.update_work_group, {"WorkGroup": "theirs", "State": "DISABLED"}), (ann.delete_work_group, {"WorkGroup": "theirs"}),
                    (ann.create_prepared_statement, {"StatementName": "p1", "WorkGroup": "theirs", "QueryStatement": "SELECT 1"}),
                    (ann.batch_get_query_execution, {"QueryExecutionIds": [theirs]}), (ann.batch_get_named_query, {"NamedQueryIds": [hidden]})):
                refused(call, "is not authorized to perform: athena:", "AccessDeniedException", **request)

            # Several at once: hers, and the names of those she may not see.
            executions = ann.batch_get_query_execution(QueryExecutionIds=[theirs, ours, "nowhere"])
            assert [e["QueryExecutionId"] for e in executions["QueryExecutions"]] == [ours], executions
            assert [(u["QueryExecutionId"], u["ErrorCode"]) for u in executions["UnprocessedQueryExecutionIds"]] == [(theirs, "ACCESS_DENIED"), ("nowhere", "INVALID_INPUT")], executions
            queries = ann.batch_get_named_query(NamedQueryIds=[hidden, saved])
            assert [q["Name"] for q in queries["NamedQueries"]] == ["plain"] and "SELECT 42" not in json.dumps(queries["UnprocessedNamedQueryIds"]), queries
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000004").PythonAsync(Script)).Ok().Trim());
    }
}
