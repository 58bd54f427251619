using System.Net;
using System.Text;

namespace Weir.Protocol.Tests.FrontDoor;

/// <summary>What real clients make of our refusals, in each protocol.</summary>
public sealed class ErrorsToClients(WeirFixture weir)
{
    private const string Tell = """
        def tell(call):
            try:
                call()
                print("no error")
            except botocore.exceptions.ClientError as problem:
                meta = problem.response["ResponseMetadata"]
                print(problem.response["Error"]["Code"], meta["HTTPStatusCode"], "id" if len(meta["RequestId"]) == 36 else "no id")

        """;

    [Theory]
    [InlineData("client('kinesis').list_stream_consumers(StreamARN='arn:aws:kinesis:us-east-1:000000000000:stream/none')")]
    [InlineData("client('dynamodb').list_tables()")]
    [InlineData("client('sns').list_topics()")]
    [InlineData("client('s3').get_bucket_website(Bucket='some-bucket')")]
    [InlineData("client('apigateway').get_rest_apis()")]
    [InlineData("client('iam').list_mfa_devices()")]
    public async Task An_operation_that_is_not_built_says_so_in_the_clients_protocol(string call)
    {
        var result = await weir.Clients.PythonAsync($"{Tell}tell(lambda: {call})");

        Assert.Equal("NotImplemented 501 id", result.Ok().Trim());
    }

    [Theory]
    [InlineData("kinesis", "list_streams", "InvalidSignatureException 400 id")]
    [InlineData("sqs", "list_queues", "SignatureDoesNotMatch 403 id")]
    [InlineData("iam", "list_users", "SignatureDoesNotMatch 403 id")]
    [InlineData("iot", "list_things", "InvalidSignatureException 403 id")]
    [InlineData("s3", "list_buckets", "SignatureDoesNotMatch 403 id")]
    public async Task A_wrong_secret_is_refused_in_the_services_words(string service, string operation, string told)
    {
        var result = await weir.ClientsWith("test", "wrong").PythonAsync(
            $"{Tell}tell(lambda: client('{service}').{operation}())");

        Assert.Equal(told, result.Ok().Trim());
    }

    [Fact]
    public async Task A_missing_member_is_named_to_the_javascript_client()
    {
        var result = await weir.Clients.NodeAsync("""
            import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
            const kinesis = new KinesisClient({ endpoint: process.env.WEIR_ENDPOINT, maxAttempts: 1 });
            try {
              await kinesis.send(new PutRecordsCommand({ StreamName: 's', Records: [{ Data: Buffer.from('x') }] }));
            } catch (problem) {
              console.log(problem.name, problem.message);
            }
            process.exit(0);
            """);

        Assert.StartsWith("ValidationException 1 validation error detected:", result.Ok(), StringComparison.Ordinal);
        Assert.Contains("'records.1.member.partitionKey'", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expect_100_continue_is_answered_before_the_body_comes()
    {
        var endpoint = new Uri(weir.Server.Endpoint);
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, endpoint.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: Kinesis_20131202.ListStreams\r\n"
            + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n"));

        var interim = new byte["HTTP/1.1 100 Continue\r\n\r\n".Length];
        await stream.ReadExactlyAsync(interim);
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", Encoding.ASCII.GetString(interim));

        await stream.WriteAsync("{}"u8.ToArray());
        var status = new byte["HTTP/1.1 400".Length];
        await stream.ReadExactlyAsync(status);
        Assert.Equal("HTTP/1.1 400", Encoding.ASCII.GetString(status));
    }
}
