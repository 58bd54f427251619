using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Weir.Contracts;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Orc;
using Weir.Kernel.Core;
using Weir.Services.Firehose.Model;

namespace Weir.Services.Firehose.Tests;

public sealed class PipelineTests
{
    private const string Hour = "2026/01/02/03/";

    [Fact]
    public async Task Zero_buffering_delivers_as_soon_as_there_is_a_record()
    {
        await using var firehose = new FirehoseHarness();
        await firehose.CreateAsync(FirehoseHarness.Destination());
        await firehose.StartAsync();

        await firehose.PutAsync("a", "b");
        await firehose.Objects.WaitForPutsAsync(1);

        var (key, content) = Assert.Single(firehose.Objects.Content);
        Assert.Matches($"^lake/{Hour}s-1-2026-01-02-03-04-05-[0-9a-f-]{{36}}$", key);
        Assert.Equal("ab", Encoding.UTF8.GetString(content));
    }

    [Fact]
    public async Task The_interval_gathers_records_into_one_object()
    {
        await using var firehose = new FirehoseHarness();
        await firehose.CreateAsync(FirehoseHarness.Destination(60) with { ProcessingConfiguration = Delimiter() });
        await firehose.StartAsync();
        await firehose.PutAsync("a", "b");
        Assert.Empty(firehose.Objects.Puts);

        await PassTimeUntilAsync(firehose, () => firehose.Objects.Puts.Count > 0);

        Assert.Equal("a\nb\n", firehose.Objects.Text(Assert.Single(firehose.Objects.Puts)));
    }

    [Fact]
    public async Task The_size_delivers_before_the_interval()
    {
        await using var firehose = new FirehoseHarness();
        await firehose.CreateAsync(FirehoseHarness.Destination(900));
        await firehose.StartAsync();

        await firehose.PutAsync(new string('x', 1_000_000));
        await firehose.PutAsync(new string('y', 1_000_000));
        await firehose.Objects.WaitForPutsAsync(1);

        Assert.Equal(2_000_000, firehose.Objects.Content.Values.Single().Length);
    }

    [Fact]
    public async Task A_crash_before_the_put_delivers_to_the_key_that_was_planned()
    {
        await using var firehose = new FirehoseHarness();
        await firehose.CreateAsync(FirehoseHarness.Destination());
        var tried = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        firehose.Objects.BeforePut = key =>
        {
            tried.TrySetResult(key);
            throw new IOException("S3 is away");
        };
        await firehose.StartAsync();
        await firehose.PutAsync("a");
        var planned = await tried.Task;

        firehose.Objects.BeforePut = null;
        await firehose.RestartAsync();
        await firehose.Objects.WaitForPutsAsync(1);

        Assert.Equal([$"lake/{planned}"], firehose.Objects.Puts);
        await firehose.WaitForProgressAsync(1);
    }

    [Fact]
    public async Task A_crash_between_the_put_and_the_checkpoint_makes_no_second_object()
    {
        await using var firehose = new FirehoseHarness();
        await firehose.CreateAsync(FirehoseHarness.Destination());
        firehose.Objects.AfterPut = _ => throw new IOException("the answer is lost");
        await firehose.StartAsync();
        await firehose.PutAsync("a");
        while (firehose.Objects.Content.IsEmpty)
        {
            await Task.Delay(5);
        }

        firehose.Objects.AfterPut = null;
        await firehose.RestartAsync();
        await firehose.WaitForProgressAsync(1);
        await firehose.PutAsync("b");
        await firehose.WaitForProgressAsync(2);

        Assert.Equal(["a", "b"], firehose.Objects.Puts.Select(firehose.Objects.Text));
    }

    [Fact]
    public async Task A_crash_between_the_puts_loses_no_record_that_is_judged_otherwise_the_second_time()
    {
        await using var firehose = new FirehoseHarness();
        await firehose.CreateAsync(FirehoseHarness.Destination() with { ProcessingConfiguration = FirehoseHarness.Lambda() });
        var isMoody = true;
        firehose.Functions.Answer = payload => Answer(
            payload, (id, data) => [data == "a" == isMoody ? Record(id, "ProcessingFailed", data) : Record(id, "Ok", data)]);
        var put = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        firehose.Objects.AfterPut = _ =>
        {
            put.TrySetResult();
            throw new IOException("the answer is lost");
        };
        await firehose.PutAsync("a", "b");
        await firehose.StartAsync();
        await put.Task;

        isMoody = false;
        firehose.Objects.AfterPut = null;
        await firehose.RestartAsync();
        await firehose.WaitForProgressAsync(2);

        Assert.Equal(["a"], firehose.Objects.Content.Keys.Where(key => !key.Contains("failed")).Select(firehose.Objects.Text));
        var failed = firehose.Objects.Text(firehose.Objects.Content.Keys.Single(key => key.Contains("processing-failed/")));
        Assert.Equal("b"u8.ToArray(), JsonDocument.Parse(failed).RootElement.GetProperty("rawData").GetBytesFromBase64());
    }

    [Fact]
    public async Task Delivery_is_tried_again_until_it_succeeds_and_the_owner_is_told()
    {
        await using var firehose = new FirehoseHarness();
        await firehose.CreateAsync(FirehoseHarness.Destination() with
        {
            CloudWatchLoggingOptions = new() { Enabled = true, LogGroupName = "g", LogStreamName = "l" },
        });
        var failures = 3;
        firehose.Objects.BeforePut = _ =>
        {
            if (failures-- > 0)
            {
                throw new ServiceException("NoSuchBucket", "The specified bucket does not exist", 404);
            }
        };
        await firehose.StartAsync();
        await firehose.PutAsync("a");
        await PassTimeUntilAsync(firehose, () => firehose.Objects.Puts.Count > 0);

        Assert.Equal("a", firehose.Objects.Text(Assert.Single(firehose.Objects.Puts)));
        Assert.Contains(firehose.Logs.Lines, line => line.Contains("S3.NoSuchBucket"));
    }

    [Fact]
    public async Task A_function_may_change_drop_and_fail_records()
    {
        await using var firehose = new FirehoseHarness();
        await firehose.CreateAsync(FirehoseHarness.Destination() with
        {
            ProcessingConfiguration = FirehoseHarness.Lambda(),
            ErrorOutputPrefix = "err/!{firehose:error-output-type}/",
        });
        firehose.Functions.Answer = payload => Answer(payload, (id, data) => data switch
        {
            "ok" => [Record(id, "Ok", "OK!")],
            "drop" => [Record(id, "Dropped", null)],
            "fail" => [Record(id, "ProcessingFailed", "x")],
            "twice" => [Record(id, "Ok", "1"), Record(id, "Ok", "2")],
            "nodata" => [Record(id, "Ok", null)],
            "odd" => [Record(id, "Maybe", "x")],
            _ => [],
        });
        await firehose.PutAsync("ok", "drop", "fail", "missing", "twice", "nodata", "odd");
        await firehose.StartAsync();
        await firehose.Objects.WaitForPutsAsync(2);

        var objects = firehose.Objects.Content.ToDictionary(pair => pair.Key, pair => Encoding.UTF8.GetString(pair.Value));
        Assert.Equal("OK!", objects.Single(pair => pair.Key.StartsWith($"lake/{Hour}")).Value);
        var failed = objects.Single(pair => pair.Key.StartsWith("lake/err/processing-failed/s-1-")).Value
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["fail", "missing", "twice", "nodata", "odd"],
            failed.Select(line => Encoding.UTF8.GetString(line.GetProperty("rawData").GetBytesFromBase64())));
        Assert.Equal(
            ["Lambda.ProcessingFailedStatus", "Lambda.MissingRecordId", "Lambda.DuplicatedRecordId", "Lambda.JsonProcessingException", "Lambda.JsonProcessingException"],
            failed.Select(line => line.GetProperty("errorCode").GetString()));
        Assert.All(failed, line => Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:f", line.GetProperty("lambdaArn").GetString()));
    }

    [Theory]
    [InlineData("nonsense", null, "Lambda.JsonProcessingException")]
    [InlineData("{}", null, "Lambda.JsonProcessingException")]
    [InlineData("{\"errorMessage\":\"boom\"}", "Unhandled", "Lambda.FunctionError")]
    [InlineData("{\"errorMessage\":\"Task timed out after 3.00 seconds\"}", "Unhandled", "Lambda.FunctionTimedOut")]
    public async Task A_function_that_fails_is_tried_again_and_its_records_then_go_to_the_error_prefix(string answer, string? error, string code)
    {
        await using var firehose = new FirehoseHarness();
        await firehose.CreateAsync(FirehoseHarness.Destination() with { ProcessingConfiguration = FirehoseHarness.Lambda(retries: 2) });
        firehose.Functions.Answer = _ => new(Encoding.UTF8.GetBytes(answer), error, null);
        await firehose.PutAsync("r");
        await firehose.StartAsync();
        await PassTimeUntilAsync(firehose, () => firehose.Objects.Puts.Count > 0);

        Assert.Equal(3, firehose.Functions.Calls);
        var key = Assert.Single(firehose.Objects.Puts);
        Assert.StartsWith($"lake/processing-failed/{Hour}", key);
        var line = JsonDocument.Parse(firehose.Objects.Text(key)).RootElement;
        Assert.Equal((code, 3), (line.GetProperty("errorCode").GetString(), line.GetProperty("attemptsMade").GetInt32()));
    }

    [Fact]
    public async Task Json_becomes_parquet_and_what_does_not_fit_goes_to_the_error_prefix_with_the_reason()
    {
        await using var firehose = new FirehoseHarness();
        firehose.Catalog.Columns =
            [new("id", "bigint"), new("name", "string"), new("at", "timestamp"), new("tags", "array<string>"), new("pos", "struct<x:double,y:double>")];
        await firehose.CreateAsync(Converted());
        await firehose.PutAsync(
            """{"ID":1,"name":"ünï","at":"2026-01-02 03:04:05.5","tags":["a","b"],"pos":{"x":1.5,"y":2}}""",
            """{"id":2}{"id":"3","name":true}""",
            """{"id":"many"}""",
            "not json");
        await firehose.StartAsync();
        await firehose.Objects.WaitForPutsAsync(2);

        var parquet = firehose.Objects.Content.Single(pair => pair.Key.EndsWith(".parquet"));
        Assert.StartsWith($"lake/{Hour}", parquet.Key);
        Assert.Equal(
            ["1|ünï|2026-01-02 03:04:05.5|[a, b]|{'x': 1.5, 'y': 2.0}", "2||||", "3|true|||"],
            ParquetReading.Rows(firehose.Spool, parquet.Value, "id", "name", "at", "tags", "pos"));
        var failed = firehose.Objects.Text(firehose.Objects.Puts.Single(key => key.Contains("format-conversion-failed/")))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["DataFormatConversion.MalformedData", "DataFormatConversion.ParseError"],
            failed.Select(line => line.GetProperty("lastErrorCode").GetString()));
        Assert.Equal("t", failed[0].GetProperty("dataCatalogTable").GetProperty("tableName").GetString());
        Assert.Equal("not json"u8.ToArray(), failed[1].GetProperty("rawData").GetBytesFromBase64());
    }

    [Theory]
    [InlineData(null, OrcCodec.Snappy)]
    [InlineData("ZLIB", OrcCodec.Zlib)]
    [InlineData("NONE", OrcCodec.None)]
    public async Task Json_becomes_orc_where_that_is_the_serializer(string? compression, OrcCodec codec)
    {
        await using var firehose = new FirehoseHarness();
        firehose.Catalog.Columns =
            [new("id", "bigint"), new("name", "string"), new("at", "timestamp"), new("tags", "array<string>"), new("pos", "struct<x:double,y:double>")];
        await firehose.CreateAsync(Converted(new() { OrcSerDe = new() { Compression = compression, RowIndexStride = 1000 } }));
        await firehose.PutAsync(
            """{"ID":1,"name":"ünï","at":"2026-01-02 03:04:05.5","tags":["a","b"],"pos":{"x":1.5,"y":2}}""", """{"id":2}{"id":"3","name":true}""", "not json");
        await firehose.StartAsync();
        await firehose.Objects.WaitForPutsAsync(2);

        var orc = firehose.Objects.Content.Single(pair => pair.Key.EndsWith(".orc"));
        Assert.Equal(codec, OrcFile.Open(() => new MemoryBytes(orc.Value), new()).Codec);
        Assert.Equal(["1|ünï|2026-01-02 03:04:05.5|[a, b]|{'x': 1.5, 'y': 2.0}", "2||||", "3|true|||"], ParquetReading.OrcRows(orc.Value, "id", "name", "at", "tags", "pos"));
        Assert.Single(firehose.Objects.Puts, key => key.Contains("format-conversion-failed/"));
    }

    [Fact]
    public async Task What_orc_is_not_written_with_is_refused_by_name()
    {
        await using var firehose = new FirehoseHarness();
        var blooms = await Assert.ThrowsAsync<ServiceException>(() => firehose.CreateAsync(Converted(new() { OrcSerDe = new() { BloomFilterColumns = ["id"] } })));
        Assert.Contains("Bloom filters in ORC", blooms.Message);
        var old = await Assert.ThrowsAsync<ServiceException>(() => firehose.CreateAsync(Converted(new() { OrcSerDe = new() { FormatVersion = "V0_11" } })));
        Assert.Contains("version 0.11 of ORC", old.Message);
        await Assert.ThrowsAsync<ServiceException>(() => firehose.CreateAsync(Converted(new() { OrcSerDe = new(), ParquetSerDe = new() })));
        await Assert.ThrowsAsync<ServiceException>(() => firehose.CreateAsync(Converted(new() { OrcSerDe = new() { StripeSizeBytes = 5 } })));
    }

    [Fact]
    public async Task Source_records_are_backed_up_as_they_came()
    {
        await using var firehose = new FirehoseHarness();
        await firehose.CreateAsync(FirehoseHarness.Destination() with
        {
            CompressionFormat = "GZIP",
            S3BackupMode = "Enabled",
            S3BackupConfiguration = new() { RoleARN = FirehoseHarness.Role, BucketARN = "arn:aws:s3:::backup", Prefix = "raw/" },
            ProcessingConfiguration = FirehoseHarness.Lambda(),
        });
        firehose.Functions.Answer = payload => Answer(payload, (id, data) => [Record(id, "Ok", data.ToUpperInvariant())]);
        await firehose.PutAsync("a", "b");
        await firehose.StartAsync();
        await firehose.Objects.WaitForPutsAsync(2);

        Assert.Equal("ab", firehose.Objects.Text(firehose.Objects.Puts.Single(key => key.StartsWith($"backup/raw/{Hour}"))));
        var zipped = firehose.Objects.Content.Single(pair => pair.Key.StartsWith("lake/"));
        Assert.EndsWith(".gz", zipped.Key);
        using var reader = new StreamReader(new GZipStream(new MemoryStream(zipped.Value), CompressionMode.Decompress));
        Assert.Equal("AB", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task A_kinesis_source_begins_at_the_end_and_reads_children_after_their_parent()
    {
        await using var firehose = new FirehoseHarness();
        firehose.Stream.AddShard("shard-0");
        firehose.Stream.Put("shard-0", "old", firehose.Clock.GetUtcNow());
        await firehose.CreateAsync(FirehoseHarness.Destination(), fromKinesis: true);
        firehose.Stream.Put("shard-0", "a", firehose.Clock.GetUtcNow());
        firehose.Stream.AddShard("shard-1", "shard-0");
        firehose.Stream.AddShard("shard-2", "shard-0");
        firehose.Stream.Put("shard-1", "b", firehose.Clock.GetUtcNow());
        firehose.Stream.Put("shard-2", "c", firehose.Clock.GetUtcNow());
        firehose.Stream.Close("shard-0");
        await firehose.StartAsync();
        await firehose.WaitForProgressAsync(1, "shard-1");
        await firehose.WaitForProgressAsync(1, "shard-2");

        var delivered = firehose.Objects.Puts.Select(firehose.Objects.Text).ToList();
        Assert.Equal("a", delivered[0]);
        Assert.Equal("bc", string.Concat(string.Concat(delivered.Skip(1)).Order()));
        await firehose.RestartAsync();
        firehose.Stream.Put("shard-2", "d", firehose.Clock.GetUtcNow());
        await firehose.WaitForProgressAsync(2, "shard-2");
        Assert.Equal("abcd", string.Concat(firehose.Objects.Puts.Select(firehose.Objects.Text).SelectMany(text => text).Order()));
    }

    [Fact]
    public async Task Deleting_a_stream_ends_its_pipeline_and_frees_its_buffer()
    {
        await using var firehose = new FirehoseHarness();
        await firehose.CreateAsync(FirehoseHarness.Destination(900));
        await firehose.StartAsync();
        await firehose.PutAsync("a");

        await firehose.Streams.DeleteAsync(new("000000000000", "us-east-1", "s"), default);

        Assert.Equal("ResourceNotFoundException", (await Assert.ThrowsAsync<ServiceException>(() => firehose.PutAsync("b"))).Code);
        await firehose.StopAsync();
        Assert.Empty(firehose.Objects.Puts);
    }

    private static ExtendedS3DestinationConfiguration Converted(Serializer? serializer = null) => FirehoseHarness.Destination() with
    {
        BufferingHints = new() { SizeInMBs = 64, IntervalInSeconds = 0 },
        DataFormatConversionConfiguration = new()
        {
            Enabled = true,
            SchemaConfiguration = new() { RoleARN = FirehoseHarness.Role, DatabaseName = "d", TableName = "t", Region = "us-east-1" },
            InputFormatConfiguration = new() { Deserializer = new() { OpenXJsonSerDe = new() } },
            OutputFormatConfiguration = new() { Serializer = serializer ?? new() { ParquetSerDe = new() } },
        },
    };

    private static ProcessingConfiguration Delimiter() => new()
    {
        Processors = [new() { Type = "AppendDelimiterToRecord", Parameters = [new() { ParameterName = "Delimiter", ParameterValue = "\\n" }] }],
    };

    /// <summary>Lets time pass, again and again, until something has happened: how often code under test waits is its own affair.</summary>
    private static async Task PassTimeUntilAsync(FirehoseHarness firehose, Func<bool> happened)
    {
        for (var tries = 0; tries < 3000 && !happened(); tries++)
        {
            firehose.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(5);
        }

        Assert.True(happened());
    }

    private static string Record(string id, string result, string? data) => JsonSerializer.Serialize(new Dictionary<string, string?>
    {
        ["recordId"] = id,
        ["result"] = result,
        ["data"] = data is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(data)),
    });

    private static FunctionResult Answer(string payload, Func<string, string, IEnumerable<string>> judge)
    {
        using var document = JsonDocument.Parse(payload);
        var records = document.RootElement.GetProperty("records").EnumerateArray().SelectMany(record => judge(
            record.GetProperty("recordId").GetString()!, Encoding.UTF8.GetString(record.GetProperty("data").GetBytesFromBase64())));
        return new(Encoding.UTF8.GetBytes($"{{\"records\":[{string.Join(',', records)}]}}"), null, null);
    }
}
