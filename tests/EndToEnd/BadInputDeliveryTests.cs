using Weir.Tests.Support;

namespace Weir.EndToEnd.Tests;

/// <summary>A transform that misbehaves and records that do not fit end under the error prefix, whole; delivery goes on.</summary>
[Collection(BadInputCollection.Name)]
public sealed class BadInputDeliveryTests(BadInputPlatform weir)
{
    [Fact, Trait("feature", "firehose.transform")]
    public Task Whatever_a_transform_does_wrong_its_records_are_under_processing_failed_and_later_ones_arrive() => weir.Clients.RunBadInputAsync("""
        client("s3").create_bucket(Bucket="transform")
        code = '''
        import base64, json, os, time
        def handler(event, context):
            answer = []
            for record in event["records"]:
                ok = {"recordId": record["recordId"], "result": "Ok", "data": record["data"]}
                do = json.loads(base64.b64decode(record["data"]))["do"]
                if do == "throw": raise ValueError("broken reading")
                if do == "sleep": time.sleep(30)
                if do == "exit": os._exit(3)
                if do == "text": return "not what was asked"
                if do == "no records": return {"rows": []}
                if do == "number": answer.append(7)
                elif do == "missing": pass
                elif do == "wrong id": answer.append({**ok, "recordId": "of-somebody-else"})
                elif do == "double": answer += [ok, ok]
                elif do == "bad result": answer.append({**ok, "result": "Maybe"})
                elif do == "no base64": answer.append({**ok, "data": "***"})
                elif do == "failed": answer.append({**ok, "result": "ProcessingFailed"})
                elif do == "dropped": answer.append({**ok, "result": "Dropped"})
                else: answer.append(ok)
            return {"records": answer}
        '''
        expected = {"throw": "FunctionError", "sleep": "FunctionTimedOut", "exit": "FunctionError", "text": "JsonProcessingException",
            "no records": "JsonProcessingException", "number": "JsonProcessingException", "missing": "MissingRecordId", "wrong id": "MissingRecordId",
            "double": "DuplicatedRecordId", "bad result": "JsonProcessingException", "no base64": "JsonProcessingException", "failed": "ProcessingFailedStatus"}
        transform = role("transform")
        target = function("transform", code, transform, Timeout=1)
        delivery("transform", "transform", transform, ProcessingConfiguration={"Enabled": True, "Processors": [{"Type": "Lambda", "Parameters": [
            {"ParameterName": "LambdaArn", "ParameterValue": target}, {"ParameterName": "NumberOfRetries", "ParameterValue": "0"}]}]})
        firehose = client("firehose")
        def put(do):
            raw = json.dumps({"do": do}).encode()
            firehose.put_record(DeliveryStreamName="transform", Record={"Data": raw})
            return raw
        for do, code in expected.items():
            raw = put(do)
            found = lambda: [line for line in lines("transform", "bad/processing-failed/") if base64.b64decode(line["rawData"]) == raw]
            line = until(found, do)[0]
            assert line["errorCode"] == f"Lambda.{code}" and line["attemptsMade"] == 1 and line["lambdaArn"] == target, line
            assert line["errorMessage"] and "Weir." not in line["errorMessage"] and line["arrivalTimestamp"] <= line["attemptEndingTimestamp"], line
        put("dropped")
        last = put("ok")
        until(lambda: last in b"".join(objects("transform", "good/").values()), "good data after the bad")
        assert b"".join(objects("transform", "good/").values()) == last
        assert len(lines("transform", "bad/")) == len(expected)
        """);

    [Fact, Trait("feature", "firehose.convert")]
    public Task Values_that_do_not_fit_the_schema_are_under_format_conversion_failed_and_the_rest_is_queryable() => weir.Clients.RunBadInputAsync("""
        client("s3").create_bucket(Bucket="schema")
        glue, firehose, athena, schema = client("glue"), client("firehose"), client("athena"), role("schema")
        glue.create_database(DatabaseInput={"Name": "misfits"})
        columns = {"id": "bigint", "temp": "double", "at": "timestamp", "tags": "array<string>", "place": "struct<x:int>", "small": "tinyint", "ok": "boolean"}
        parquet = "org.apache.hadoop.hive.ql.io.parquet"
        glue.create_table(DatabaseName="misfits", TableInput={"Name": "readings", "TableType": "EXTERNAL_TABLE", "StorageDescriptor": {
            "Columns": [{"Name": name, "Type": type} for name, type in columns.items()], "Location": "s3://schema/good/",
            "InputFormat": f"{parquet}.MapredParquetInputFormat", "OutputFormat": f"{parquet}.MapredParquetOutputFormat",
            "SerdeInfo": {"SerializationLibrary": f"{parquet}.serde.ParquetHiveSerDe"}}})
        delivery("schema", "schema", schema, DataFormatConversionConfiguration={"Enabled": True,
            "InputFormatConfiguration": {"Deserializer": {"OpenXJsonSerDe": {}}}, "OutputFormatConfiguration": {"Serializer": {"ParquetSerDe": {}}},
            "SchemaConfiguration": {"RoleARN": schema, "DatabaseName": "misfits", "TableName": "readings", "Region": "us-east-1", "VersionId": "LATEST"}})
        malformed = [b'{"id":4', b"[1]", b'"x"', b"\xff\xfe"]
        misfit = [b'{"id":"abc"}', b'{"id":3,"temp":"warm"}', b'{"id":5,"at":"yesterday"}', b'{"id":6,"tags":"x"}', b'{"id":7,"place":3}', b'{"id":8,"small":300}',
            b'{"id":1.5}', b'{"id":99999999999999999999}', b'{"id":9,"ok":"maybe"}', b'{"id":10,"temp":{"a":1}}']
        good = [b'{"id":1,"temp":20.5,"at":"2024-01-01 00:00:00","tags":["a"],"place":{"x":1}}', b'{"id":2,"unknown":{"deep":[1,2]}}']
        records = [good[0], *malformed, *misfit, good[1]]
        assert firehose.put_record_batch(DeliveryStreamName="schema", Records=[{"Data": data} for data in records])["FailedPutCount"] == 0
        failed = lambda: lines("schema", "bad/format-conversion-failed/")
        until(lambda: len(failed()) == len(malformed) + len(misfit), "all that is bad")
        codes = {base64.b64decode(line["rawData"]): line["lastErrorCode"] for line in failed()}
        assert codes == {**{data: "DataFormatConversion.ParseError" for data in malformed}, **{data: "DataFormatConversion.MalformedData" for data in misfit}}, codes
        for line in failed():
            assert line["dataCatalogTable"]["tableName"] == "readings" and line["lastErrorMessage"], line
        assert any("temp" in line["lastErrorMessage"] and "warm" in line["lastErrorMessage"] for line in failed())
        id = athena.start_query_execution(QueryString="SELECT id FROM misfits.readings ORDER BY id",
            ResultConfiguration={"OutputLocation": "s3://schema/results/"})["QueryExecutionId"]
        over = lambda: athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]
        until(lambda: over()["State"] not in ("QUEUED", "RUNNING"), "the query's end")
        assert over()["State"] == "SUCCEEDED", over()
        assert [row["Data"][0]["VarCharValue"] for row in athena.get_query_results(QueryExecutionId=id)["ResultSet"]["Rows"]] == ["id", "1", "2"]
        """);
}
