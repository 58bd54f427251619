namespace Weir.Protocol.Tests.Glue;

public sealed class GlueTests(WeirFixture weir)
{
    [Fact]
    [Trait("feature", "glue.catalog")]
    public async Task The_CLI_makes_a_database_a_table_and_partitions_and_asks_for_some()
    {
        var glue = weir.ClientsOf("100000000005");
        (await glue.AwsAsync("glue", "create-database", "--database-input", """{"Name":"Lake","Description":"raw"}""")).Ok();
        (await glue.AwsAsync("glue", "create-table", "--database-name", "lake", "--table-input", """
            {"Name":"Sensors","TableType":"EXTERNAL_TABLE","Parameters":{"classification":"json"},
             "StorageDescriptor":{"Location":"s3://lake/sensors/","Columns":[{"Name":"temp","Type":"double"}],
             "SerdeInfo":{"SerializationLibrary":"org.openx.data.jsonserde.JsonSerDe"}},
             "PartitionKeys":[{"Name":"day","Type":"string"},{"Name":"hour","Type":"int"}]}
            """)).Ok();
        for (var hour = 8; hour < 12; hour++)
        {
            (await glue.AwsAsync(
                "glue", "create-partition", "--database-name", "lake", "--table-name", "sensors", "--partition-input",
                $$"""{"Values":["2026-01-01","{{hour}}"],"StorageDescriptor":{"Location":"s3://lake/sensors/{{hour}}/"} }""")).Ok();
        }

        var found = (await glue.AwsAsync(
            "glue", "get-partitions", "--database-name", "lake", "--table-name", "sensors",
            "--expression", "day = '2026-01-01' AND hour BETWEEN 9 AND 10", "--query", "Partitions[].Values[1]", "--output", "text")).Ok();
        Assert.Equal("10\t9", found.Trim());
        var table = (await glue.AwsAsync(
            "glue", "get-table", "--database-name", "LAKE", "--name", "SENSORS",
            "--query", "Table.[Name,VersionId,StorageDescriptor.Columns[0].Type]", "--output", "text")).Ok();
        Assert.Equal("sensors\t0\tdouble", table.Trim());
        var missing = await glue.AwsAsync("glue", "get-table", "--database-name", "lake", "--name", "none");
        Assert.Contains("(EntityNotFoundException) when calling the GetTable operation", missing.Error, StringComparison.Ordinal);
        Assert.EndsWith(": Table none not found.", missing.Error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("feature", "glue.catalog")]
    public async Task Boto3_pages_through_partitions_and_updates_with_versions()
    {
        (await weir.ClientsOf("100000000006").PythonAsync("""
            glue = client("glue")
            glue.create_database(DatabaseInput={"Name": "lake"}, Tags={"team": "lake"})
            assert glue.get_tags(ResourceArn="arn:aws:glue:us-east-1:100000000006:database/lake")["Tags"] == {"team": "lake"}
            table = {"Name": "t", "PartitionKeys": [{"Name": "day", "Type": "date"}], "StorageDescriptor": {"Columns": [{"Name": "v", "Type": "int"}]}}
            glue.create_table(DatabaseName="lake", TableInput=table)
            days = [f"2026-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 29)]
            for start in range(0, len(days), 50):
                glue.batch_create_partition(DatabaseName="lake", TableName="t", PartitionInputList=[{"Values": [day]} for day in days[start:start + 50]])
            pages = glue.get_paginator("get_partitions").paginate(DatabaseName="lake", TableName="t", Expression="day >= '2026-02-01' AND day < '2026-03-01'", PaginationConfig={"PageSize": 9})
            assert [p["Values"][0] for page in pages for p in page["Partitions"]] == [d for d in days if d.startswith("2026-02")]
            errors = glue.batch_create_partition(DatabaseName="lake", TableName="t", PartitionInputList=[{"Values": [days[0]]}, {"Values": ["2027-01-01"]}])["Errors"]
            assert [e["ErrorDetail"]["ErrorCode"] for e in errors] == ["AlreadyExistsException"], errors
            glue.update_table(DatabaseName="lake", TableInput=dict(table, Description="second"), VersionId="0")
            try:
                glue.update_table(DatabaseName="lake", TableInput=dict(table, Description="lost"), VersionId="0")
                raise AssertionError("a stale update succeeded")
            except glue.exceptions.ConcurrentModificationException:
                pass
            versions = glue.get_table_versions(DatabaseName="lake", TableName="t")["TableVersions"]
            assert [v["VersionId"] for v in versions] == ["1", "0"] and versions[0]["Table"]["Description"] == "second"
            try:
                glue.get_partitions(DatabaseName="lake", TableName="t", Expression="month = 1")
                raise AssertionError("an unknown key was accepted")
            except glue.exceptions.InvalidInputException as error:
                assert error.response["Error"]["Message"] == "Invalid partition expression!", error
            glue.delete_database(Name="lake")
            try:
                glue.get_table(DatabaseName="lake", Name="t")
                raise AssertionError("a deleted table was found")
            except glue.exceptions.EntityNotFoundException as error:
                assert error.response["Error"]["Message"] == "Database lake not found.", error
            """)).Ok();
    }
}
