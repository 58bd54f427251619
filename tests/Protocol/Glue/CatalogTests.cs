namespace Weir.Protocol.Tests.Glue;

public sealed class CatalogTests(WeirFixture weir)
{
    [Fact]
    [Trait("feature", "glue.catalog")]
    public async Task Boto3_indexes_partitions_and_keeps_column_statistics()
    {
        (await weir.ClientsOf("100000000051").PythonAsync("""
            import time
            glue = client("glue")
            glue.create_database(DatabaseInput={"Name": "lake"})
            keys = [{"Name": "day", "Type": "string"}, {"Name": "hour", "Type": "int"}]
            glue.create_table(DatabaseName="lake", TableInput={"Name": "t", "PartitionKeys": keys, "StorageDescriptor": {"Columns": [{"Name": "v", "Type": "bigint"}]}})
            for day in range(1, 5):
                glue.batch_create_partition(DatabaseName="lake", TableName="t", PartitionInputList=[{"Values": [f"2026-01-0{day}", str(hour)]} for hour in range(24)])
            glue.create_partition_index(DatabaseName="lake", TableName="t", PartitionIndex={"IndexName": "by_hour", "Keys": ["hour"]})
            for _ in range(100):
                index = glue.get_partition_indexes(DatabaseName="lake", TableName="t")["PartitionIndexDescriptorList"][0]
                if index["IndexStatus"] == "ACTIVE": break
                time.sleep(0.05)
            assert index["IndexStatus"] == "ACTIVE" and index["Keys"] == [{"Name": "hour", "Type": "int"}], index
            def days(expression):
                pages = glue.get_paginator("get_partitions").paginate(DatabaseName="lake", TableName="t", Expression=expression, PaginationConfig={"PageSize": 3})
                return [p["Values"] for page in pages for p in page["Partitions"]]
            assert days("hour = 7") == [[f"2026-01-0{d}", "7"] for d in range(1, 5)]
            glue.delete_partition(DatabaseName="lake", TableName="t", PartitionValues=["2026-01-02", "7"])
            glue.create_partition(DatabaseName="lake", TableName="t", PartitionInput={"Values": ["2026-02-01", "07"]})
            assert days("hour = 7") == [["2026-01-01", "7"], ["2026-01-03", "7"], ["2026-01-04", "7"], ["2026-02-01", "07"]], days("hour = 7")
            assert days("hour IN (7) AND day > '2026-01-03'") == [["2026-01-04", "7"], ["2026-02-01", "07"]]
            for wrong, error in (({"IndexName": "x", "Keys": ["v"]}, glue.exceptions.InvalidInputException), ({"IndexName": "by_hour", "Keys": ["day"]}, glue.exceptions.AlreadyExistsException)):
                try:
                    glue.create_partition_index(DatabaseName="lake", TableName="t", PartitionIndex=wrong)
                    raise AssertionError(wrong)
                except error:
                    pass
            glue.delete_partition_index(DatabaseName="lake", TableName="t", IndexName="by_hour")
            assert glue.get_partition_indexes(DatabaseName="lake", TableName="t")["PartitionIndexDescriptorList"] == []

            import datetime
            def stats(column, **data): return {"ColumnName": column, "ColumnType": "bigint", "AnalyzedTime": datetime.datetime(2026, 1, 1), "StatisticsData": data}
            long = {"MinimumValue": 1, "MaximumValue": 9, "NumberOfNulls": 2, "NumberOfDistinctValues": 7}
            assert glue.update_column_statistics_for_table(DatabaseName="lake", TableName="t", ColumnStatisticsList=[stats("V", Type="LONG", LongColumnStatisticsData=long)]).get("Errors") in (None, [])
            errors = glue.update_column_statistics_for_table(DatabaseName="lake", TableName="t", ColumnStatisticsList=[stats("nope", Type="LONG", LongColumnStatisticsData=long)])["Errors"]
            assert errors[0]["Error"]["ErrorCode"] == "EntityNotFoundException", errors
            found = glue.get_column_statistics_for_table(DatabaseName="lake", TableName="t", ColumnNames=["v", "w"])
            assert found["ColumnStatisticsList"][0]["StatisticsData"]["LongColumnStatisticsData"] == long and found["Errors"][0]["ColumnName"] == "w", found
            values = ["2026-01-01", "7"]
            glue.update_column_statistics_for_partition(DatabaseName="lake", TableName="t", PartitionValues=values, ColumnStatisticsList=[stats("v", Type="LONG", LongColumnStatisticsData=long)])
            assert glue.get_column_statistics_for_partition(DatabaseName="lake", TableName="t", PartitionValues=values, ColumnNames=["v"])["ColumnStatisticsList"]
            glue.delete_partition(DatabaseName="lake", TableName="t", PartitionValues=values)
            glue.create_partition(DatabaseName="lake", TableName="t", PartitionInput={"Values": values})
            assert glue.get_column_statistics_for_partition(DatabaseName="lake", TableName="t", PartitionValues=values, ColumnNames=["v"])["ColumnStatisticsList"] == []
            glue.delete_column_statistics_for_table(DatabaseName="lake", TableName="t", ColumnName="v")
            glue.delete_column_statistics_for_table(DatabaseName="lake", TableName="t", ColumnName="v")
            gone = glue.get_column_statistics_for_table(DatabaseName="lake", TableName="t", ColumnNames=["v"])
            assert gone["ColumnStatisticsList"] == [] and gone["Errors"][0]["Error"] == {"ErrorCode": "EntityNotFoundException", "ErrorMessage": "Statistics do not exist for this column"}, gone
            """)).Ok();
    }

    [Fact]
    [Trait("feature", "glue.catalog")]
    public async Task Boto3_keeps_connections_functions_and_classifiers()
    {
        (await weir.ClientsOf("100000000052").PythonAsync("""
            glue = client("glue")
            props = {"JDBC_CONNECTION_URL": "jdbc:postgresql://db/x", "USERNAME": "u", "PASSWORD": "secret"}
            glue.create_connection(ConnectionInput={"Name": "Db", "ConnectionType": "JDBC", "ConnectionProperties": props, "MatchCriteria": ["a"]})
            assert glue.get_connection(Name="Db")["Connection"]["ConnectionProperties"]["PASSWORD"] == "secret"
            assert "PASSWORD" not in glue.get_connection(Name="Db", HidePassword=True)["Connection"]["ConnectionProperties"]
            where = {"SubnetId": "subnet-1", "SecurityGroupIdList": ["sg-1"], "AvailabilityZone": "us-east-1a"}
            glue.create_connection(ConnectionInput={"Name": "net", "ConnectionType": "NETWORK", "ConnectionProperties": {}, "PhysicalConnectionRequirements": where})
            assert [c["Name"] for c in glue.get_connections(Filter={"ConnectionType": "JDBC"}, HidePassword=True)["ConnectionList"]] == ["Db"]
            glue.update_connection(Name="net", ConnectionInput={"Name": "net", "Description": "d", "ConnectionType": "NETWORK", "ConnectionProperties": {}, "PhysicalConnectionRequirements": where})
            assert glue.get_connection(Name="net")["Connection"]["Description"] == "d"
            url, login = {"JDBC_CONNECTION_URL": "jdbc:mysql://db/x"}, {"USERNAME": "u", "PASSWORD": "p"}
            connector = {"CONNECTOR_TYPE": "Jdbc", "CONNECTOR_URL": "s3://b/x.jar", "CONNECTOR_CLASS_NAME": "a.B", "CONNECTION_URL": "jdbc:x://y"}
            for type, properties, part in (
                ("KAFKA", {}, "KAFKA_BOOTSTRAP_SERVERS"), ("KAFKA", {"KAFKA_BOOTSTRAP_SERVERS": "h:9092", "KAFKA_SASL_MECHANISM": "X"}, "KAFKA_SASL_MECHANISM"),
                ("JDBC", login, "JDBC_CONNECTION_URL"), ("JDBC", url, "USERNAME"), ("JDBC", {**url, "USERNAME": "u"}, "PASSWORD"), ("JDBC", {**login, "HOST": "h", "PORT": "1"}, "JDBC_CONNECTION_URL"),
                ("MONGODB", login, "CONNECTION_URL"), ("MONGODB", {"CONNECTION_URL": "mongodb://h/d"}, "USERNAME"), ("NETWORK", {}, "PhysicalConnectionRequirements"),
                ("MARKETPLACE", {"CONNECTOR_TYPE": "Spark"}, "CONNECTOR_URL"), ("MARKETPLACE", connector, "USERNAME"), ("SFTP", {}, "SFTP"), ("TELEX", {}, "enum value set"),
                ("JDBC", {**url, **login, "JDBC_COLOUR": "red"}, "Map keys must satisfy constraint"), ("JDBC", {**url, **login, "INSTANCE_ID": "x" * 1025}, "INSTANCE_ID")):
                for call in (lambda one: glue.create_connection(ConnectionInput=one), lambda one: glue.update_connection(Name="Db", ConnectionInput=one)):
                    try:
                        call({"Name": "Db", "ConnectionType": type, "ConnectionProperties": properties})
                        raise AssertionError((type, properties))
                    except botocore.exceptions.ClientError as error:
                        assert error.response["Error"]["Code"] in ("InvalidInputException", "ValidationException") and part in error.response["Error"]["Message"], error
            assert glue.get_connection(Name="Db")["Connection"]["ConnectionProperties"] == props
            for name, type, properties in (
                ("a", "KAFKA", {"KAFKA_BOOTSTRAP_SERVERS": "h:9092", "KAFKA_SASL_MECHANISM": "AWS_MSK_IAM"}), ("b", "MONGODB", {"CONNECTION_URL": "mongodb://h/d", **login}),
                ("c", "JDBC", {"HOST": "h", "PORT": "5432", "JDBC_ENGINE": "postgresql", **login}), ("d", "MARKETPLACE", {**connector, **login}), ("e", "CUSTOM", {"CONNECTOR_TYPE": "Spark"})):
                glue.create_connection(ConnectionInput={"Name": name, "ConnectionType": type, "ConnectionProperties": properties})
                glue.delete_connection(ConnectionName=name)
            answer = glue.batch_delete_connection(ConnectionNameList=["net", "nowhere"])
            assert answer["Succeeded"] == ["net"] and answer["Errors"]["nowhere"]["ErrorCode"] == "EntityNotFoundException", answer

            glue.create_database(DatabaseInput={"Name": "lake"})
            glue.create_database(DatabaseInput={"Name": "more"})
            for db, name in (("lake", "Trim_All"), ("lake", "other"), ("more", "trim_x")):
                glue.create_user_defined_function(DatabaseName=db, FunctionInput={"FunctionName": name, "ClassName": "a.B", "OwnerName": "o", "OwnerType": "USER", "ResourceUris": [{"ResourceType": "JAR", "Uri": "s3://b/x.jar"}]})
            assert [f["FunctionName"] for f in glue.get_user_defined_functions(DatabaseName="lake", Pattern="trim.*")["UserDefinedFunctions"]] == ["trim_all"]
            pages = glue.get_paginator("get_user_defined_functions").paginate(Pattern="*", PaginationConfig={"PageSize": 1})
            assert [(f["DatabaseName"], f["FunctionName"]) for p in pages for f in p["UserDefinedFunctions"]] == [("lake", "other"), ("lake", "trim_all"), ("more", "trim_x")]
            glue.update_user_defined_function(DatabaseName="lake", FunctionName="other", FunctionInput={"FunctionName": "other", "ClassName": "c.D"})
            assert glue.get_user_defined_function(DatabaseName="lake", FunctionName="OTHER")["UserDefinedFunction"]["ClassName"] == "c.D"
            glue.delete_user_defined_function(DatabaseName="lake", FunctionName="other")
            try:
                glue.get_user_defined_function(DatabaseName="lake", FunctionName="other")
                raise AssertionError("deleted")
            except glue.exceptions.EntityNotFoundException:
                pass

            glue.create_classifier(GrokClassifier={"Classification": "app", "Name": "g", "GrokPattern": "%{WORD:level} %{GREEDYDATA:text}"})
            glue.create_classifier(CsvClassifier={"Name": "c", "Delimiter": "^", "ContainsHeader": "PRESENT"})
            glue.update_classifier(CsvClassifier={"Name": "c", "Delimiter": "~"})
            found = glue.get_classifier(Name="c")["Classifier"]["CsvClassifier"]
            assert (found["Delimiter"], found["ContainsHeader"], found["Version"]) == ("~", "PRESENT", 2), found
            assert len(glue.get_classifiers()["Classifiers"]) == 2
            for wrong in ({"GrokClassifier": {"Classification": "a", "Name": "w", "GrokPattern": "%{NOWHERE:x}"}}, {"XMLClassifier": {"Name": "w", "Classification": "x", "RowTag": ""}}):
                try:
                    glue.create_classifier(**wrong)
                    raise AssertionError(wrong)
                except glue.exceptions.InvalidInputException:
                    pass
            glue.delete_classifier(Name="g")
            try:
                glue.get_classifier(Name="g")
                raise AssertionError("deleted")
            except glue.exceptions.EntityNotFoundException:
                pass
            """)).Ok();
    }

    [Fact]
    [Trait("feature", "glue.catalog")]
    public async Task A_policy_on_the_catalog_counts_and_no_encryption_is_promised()
    {
        (await weir.ClientsOf("100000000053").PythonAsync("""
            glue, iam = client("glue"), client("iam")
            glue.create_database(DatabaseInput={"Name": "lake"})
            iam.create_user(UserName="ann")
            key = iam.create_access_key(UserName="ann")["AccessKey"]
            ann = client("glue", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
            def refused(call, **arguments):
                try:
                    call(**arguments)
                    return False
                except botocore.exceptions.ClientError as error:
                    assert error.response["Error"]["Code"] == "AccessDeniedException", error
                    return True
            assert refused(ann.get_database, Name="lake")
            def policy(effect, action): return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": effect, "Principal": {"AWS": "arn:aws:iam::100000000053:user/ann"}, "Action": action, "Resource": "*"}]})
            first = glue.put_resource_policy(PolicyInJson=policy("Allow", "glue:GetDatabase"), PolicyExistsCondition="NOT_EXIST")["PolicyHash"]
            assert ann.get_database(Name="lake")["Database"]["Name"] == "lake"
            assert refused(ann.get_tables, DatabaseName="lake")
            for arguments in ({"PolicyExistsCondition": "NOT_EXIST"}, {"PolicyHashCondition": "other"}):
                try:
                    glue.put_resource_policy(PolicyInJson=policy("Deny", "glue:*"), **arguments)
                    raise AssertionError(arguments)
                except glue.exceptions.ConditionCheckFailureException:
                    pass
            glue.put_resource_policy(PolicyInJson=policy("Deny", "glue:*"), PolicyHashCondition=first)
            assert refused(ann.get_database, Name="lake")
            assert glue.get_resource_policy()["PolicyInJson"] == policy("Deny", "glue:*")
            assert len(glue.get_resource_policies()["GetResourcePoliciesResponseList"]) == 1
            try:
                glue.put_resource_policy(PolicyInJson='{"Version": "2012-10-17"}')
                raise AssertionError("no statement")
            except glue.exceptions.InvalidInputException:
                pass
            glue.delete_resource_policy()
            try:
                glue.get_resource_policy()
                raise AssertionError("deleted")
            except glue.exceptions.EntityNotFoundException:
                pass
            settings = glue.get_data_catalog_encryption_settings()["DataCatalogEncryptionSettings"]
            assert settings["EncryptionAtRest"]["CatalogEncryptionMode"] == "DISABLED", settings
            glue.put_data_catalog_encryption_settings(DataCatalogEncryptionSettings=settings)
            try:
                glue.put_data_catalog_encryption_settings(DataCatalogEncryptionSettings={"EncryptionAtRest": {"CatalogEncryptionMode": "SSE-KMS"}})
                raise AssertionError("a promise nobody keeps")
            except botocore.exceptions.ClientError as error:
                assert error.response["Error"]["Code"] == "NotImplemented", error
            assert glue.get_catalog_import_status()["ImportStatus"]["ImportCompleted"]
            try:
                glue.get_partitions(DatabaseName="lake", TableName="t", QueryAsOfTime=1)
                raise AssertionError("time travel")
            except botocore.exceptions.ClientError as error:
                assert error.response["Error"]["Code"] == "NotImplemented", error
            """)).Ok();
    }

    [Fact]
    [Trait("feature", "glue.catalog")]
    public async Task Boto3_reads_tables_and_partitions_as_an_engine_that_filters_itself()
    {
        (await weir.ClientsOf("100000000058").PythonAsync("""
            from botocore.exceptions import ClientError
            glue = client("glue")
            glue.create_database(DatabaseInput={"Name": "lake"})
            glue.create_table(DatabaseName="lake", TableInput={"Name": "T", "PartitionKeys": [{"Name": "day", "Type": "string"}], "StorageDescriptor": {"Columns": [{"Name": "v", "Type": "bigint"}, {"Name": "w", "Type": "string"}]}})
            glue.batch_create_partition(DatabaseName="lake", TableName="t", PartitionInputList=[{"Values": [f"d{n}"]} for n in range(5)])
            place = {"CatalogId": "100000000058", "DatabaseName": "lake", "SupportedPermissionTypes": ["COLUMN_PERMISSION", "CELL_FILTER_PERMISSION"]}
            table = glue.get_unfiltered_table_metadata(Name="t", **place)
            assert table["Table"]["Name"] == "t" and table["AuthorizedColumns"] == ["v", "w", "day"] and table["CellFilters"] == [], table
            assert table["IsRegisteredWithLakeFormation"] is False, table
            assert glue.get_unfiltered_table_metadata(Name="t", AuditContext={"RequestedColumns": ["W"]}, **place)["AuthorizedColumns"] == ["w"]
            one = glue.get_unfiltered_partition_metadata(TableName="t", PartitionValues=["d3"], **place)
            assert one["Partition"]["Values"] == ["d3"] and one["AuthorizedColumns"] == ["v", "w", "day"], one
            found, token = [], None
            while True:
                page = glue.get_unfiltered_partitions_metadata(TableName="t", Expression="day > 'd0'", MaxResults=3, **place, **({"NextToken": token} if token else {}))
                found += [entry["Partition"]["Values"][0] for entry in page["UnfilteredPartitions"]]
                token = page.get("NextToken")
                if not token: break
            assert found == ["d1", "d2", "d3", "d4"], found

            def refused(code, call, **given):
                try:
                    call(**given)
                except ClientError as error:
                    assert error.response["Error"]["Code"] == code, error
                    return
                raise AssertionError(given)
            refused("EntityNotFoundException", glue.get_unfiltered_table_metadata, Name="none", **place)
            refused("EntityNotFoundException", glue.get_unfiltered_partition_metadata, TableName="t", PartitionValues=["none"], **place)
            refused("InvalidInputException", glue.get_unfiltered_table_metadata, Name="t", **{**place, "SupportedPermissionTypes": ["OTHER"]})
            refused("AccessDeniedException", glue.get_unfiltered_table_metadata, Name="t", **{**place, "CatalogId": "100000000059"})
            refused("ValidationException", glue.search_tables, SortCriteria=[{"FieldName": "Name"}, {"FieldName": "Owner"}])
            refused("ValidationException", glue.search_tables, SortCriteria=[{"FieldName": "Name", "Sort": "UP"}])
            policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::100000000058:root"},"Action":"glue:*","Resource":"arn:aws:glue:us-east-1:100000000058:*"}]}'
            refused("ValidationException", glue.put_resource_policy, PolicyInJson=policy, EnableHybrid="YES")
            hash = glue.put_resource_policy(PolicyInJson=policy, EnableHybrid="TRUE")["PolicyHash"]
            assert [entry["PolicyHash"] for entry in glue.get_resource_policies(MaxResults=1)["GetResourcePoliciesResponseList"]] == [hash]
            refused("ConditionCheckFailureException", glue.put_resource_policy, PolicyInJson=policy, PolicyHashCondition="other")
            glue.delete_resource_policy(PolicyHashCondition=hash)
            """)).Ok();
    }
}
