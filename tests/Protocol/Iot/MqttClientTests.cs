using System.Globalization;
using System.Net.Security;
using System.Text.Json;
using Weir.Tests.Support;

namespace Weir.Protocol.Tests.Iot;

/// <summary>The device gateway through mosquitto's clients and MQTT.js.</summary>
public sealed class MqttClientTests(WeirFixture weir)
{
    private const string Assume =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"iot.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private const string All = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    [Theory]
    [Trait("feature", "iot.mqtt")]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task A_retained_message_reaches_mosquitto_sub(string version)
    {
        var topic = $"retained/{version}";
        (await weir.Clients.MosquittoPublishAsync("-V", version, "-t", topic, "-m", "kept", "-q", "1", "-r")).Ok();

        var output = (await weir.Clients.MosquittoSubscribeAsync("-V", version, "-t", "retained/+", "-F", "%t %p %r %q", "-q", "1", "-W", "20",
            "-C", "1", "-t", topic)).Ok();

        Assert.Contains("kept 1 1", output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("feature", "iot.mqtt")]
    public async Task A_persistent_session_of_mosquitto_sub_gets_what_was_published_while_it_was_away()
    {
        string[] session = ["-i", "away-1", "-c", "-q", "1", "-t", "away/#"];
        (await weir.Clients.MosquittoSubscribeAsync([.. session, "-E"])).Ok();
        (await weir.Clients.MosquittoPublishAsync("-t", "away/1", "-m", "first", "-q", "1")).Ok();
        (await weir.Clients.MosquittoPublishAsync("-t", "away/2", "-m", "second", "-q", "1")).Ok();

        var output = (await weir.Clients.MosquittoSubscribeAsync([.. session, "-C", "2", "-W", "20"])).Ok();

        Assert.Equal("first\nsecond\n", output);
    }

    [Fact]
    [Trait("feature", "iot.mqtt")]
    public async Task A_persistent_session_survives_a_restart_of_the_server()
    {
        var directory = Directory.CreateTempSubdirectory("weir-mqtt-");
        try
        {
            string[] session = ["-i", "restart-1", "-c", "-q", "1", "-t", "restart/#"];
            await using (var server = await Weir.Server.WeirServer.StartAsync(
                WeirFixture.FreePorts(directory.FullName), TestContext.Current.CancellationToken))
            {
                var clients = new WeirClients(server.Endpoint, server.Ports);
                (await clients.MosquittoSubscribeAsync([.. session, "-E"])).Ok();
                (await clients.MosquittoPublishAsync("-t", "restart/1", "-m", "kept", "-q", "1")).Ok();
                (await clients.MosquittoPublishAsync("-t", "retained/1", "-m", "also kept", "-q", "1", "-r")).Ok();
            }

            await using (var server = await Weir.Server.WeirServer.StartAsync(
                WeirFixture.FreePorts(directory.FullName), TestContext.Current.CancellationToken))
            {
                var clients = new WeirClients(server.Endpoint, server.Ports);
                Assert.Equal("kept\n", (await clients.MosquittoSubscribeAsync([.. session, "-C", "1", "-W", "20"])).Ok());
                Assert.Equal("also kept\n", (await clients.MosquittoSubscribeAsync("-t", "retained/1", "-C", "1", "-W", "20")).Ok());
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    [Trait("feature", "iot.mqtt")]
    public async Task A_wrong_password_is_refused_and_the_right_one_accepted()
    {
        var wrong = await weir.Clients.MosquittoPublishAsync("-t", "a", "-m", "x", "-u", "test", "-P", "wrong");
        Assert.NotEqual(0, wrong.ExitCode);
        (await weir.Clients.MosquittoPublishAsync("-t", "a", "-m", "x", "-u", "test", "-P", "test", "-q", "1")).Ok();
    }

    [Fact]
    [Trait("feature", "iot.things")]
    public async Task A_device_with_a_certificate_may_do_what_its_policy_says_and_no_more()
    {
        using var folder = new TemporaryFolder();
        var arn = await CertificateAsync(folder);
        await weir.Clients.AwsAsync("iot", "create-policy", "--policy-name", "dev-tls", "--policy-document", """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"iot:Connect","Resource":"arn:aws:iot:us-east-1:000000000000:client/tls-*"},
              {"Effect":"Allow","Action":"iot:Publish","Resource":"arn:aws:iot:us-east-1:000000000000:topic/tls/${iot:ClientId}/*"}]}
            """);

        // without a policy nothing is allowed
        Assert.NotEqual(0, (await PublishAsync("tls-1", "tls/tls-1/t")).ExitCode);

        (await weir.Clients.AwsAsync("iot", "attach-policy", "--policy-name", "dev-tls", "--target", arn)).Ok();
        (await PublishAsync("tls-1", "tls/tls-1/t")).Ok();
        Assert.NotEqual(0, (await PublishAsync("other", "tls/other/t")).ExitCode);

        // MQTT 5 says in the acknowledgement that the topic is another device's
        var foreign = await PublishAsync("tls-1", "tls/tls-2/t", "-V", "mqttv5", "-d");
        Assert.Contains("RC:135", foreign.Output + foreign.Error, StringComparison.Ordinal);

        (await weir.Clients.AwsAsync(
            "iot", "update-certificate", "--certificate-id", arn[(arn.IndexOf('/', StringComparison.Ordinal) + 1)..], "--new-status", "INACTIVE")).Ok();
        Assert.NotEqual(0, (await PublishAsync("tls-1", "tls/tls-1/t")).ExitCode);

        Task<ClientResult> PublishAsync(string client, string topic, params string[] more) => weir.Clients.RunAsync(
            Mosquitto("mosquitto_pub"),
            ["-h", "localhost", "-p", Port("mqtts"), "--cafile", folder["ca.pem"], "--cert", folder["cert.pem"], "--key", folder["key.pem"],
                "-i", client, "-t", topic, "-m", "x", "-q", "1", .. more]);
    }

    [Fact]
    [Trait("feature", "iot.mqtt")]
    public async Task A_client_without_a_certificate_does_not_get_past_tls()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["ca.pem"], await AuthorityAsync(), TestContext.Current.CancellationToken);

        var refused = await weir.Clients.RunAsync(
            Mosquitto("mosquitto_pub"), ["-h", "localhost", "-p", Port("mqtts"), "--cafile", folder["ca.pem"], "-t", "a", "-m", "x", "-q", "1"]);

        Assert.NotEqual(0, refused.ExitCode);
    }

    [Fact]
    [Trait("feature", "iot.mqtt")]
    public async Task MQTT_js_speaks_version_5_over_tcp_and_websocket()
    {
        var output = (await weir.Clients.NodeAsync($$"""
            import mqtt from 'mqtt';
            const tcp = mqtt.connect('mqtt://127.0.0.1:{{Port("mqtt")}}', { protocolVersion: 5, clientId: 'js-tcp',
              will: { topic: 'js/will', payload: Buffer.from('gone'), qos: 1 } });
            const ws = mqtt.connect('ws://127.0.0.1:{{Port("aws")}}/mqtt', { protocolVersion: 5, clientId: 'js-ws' });
            const got = [];
            ws.on('message', (topic, payload, packet) => {
              got.push({ topic, payload: payload.toString(), user: packet.properties?.userProperties?.k,
                response: packet.properties?.responseTopic, id: packet.properties?.subscriptionIdentifier });
              if (got.length === 1) tcp.stream.destroy();
              if (got.length === 2) { console.log(JSON.stringify(got)); process.exit(0); }
            });
            await new Promise(done => ws.on('connect', done));
            await ws.subscribeAsync('js/#', { qos: 1, properties: { subscriptionIdentifier: 7 } });
            tcp.options.reconnectPeriod = 0;
            await tcp.publishAsync('js/a', 'hello', { qos: 1, properties: { userProperties: { k: 'v' }, responseTopic: 'js/r' } });
            setTimeout(() => { console.log(JSON.stringify(got)); process.exit(3); }, 20000);
            """)).Ok();

        using var got = JsonDocument.Parse(output);
        var first = got.RootElement[0];
        Assert.Equal("hello", first.GetProperty("payload").GetString());
        Assert.Equal("v", first.GetProperty("user").GetString());
        Assert.Equal("js/r", first.GetProperty("response").GetString());
        Assert.Equal(7, first.GetProperty("id").GetInt32());
        Assert.Equal("gone", got.RootElement[1].GetProperty("payload").GetString());
    }

    [Fact]
    [Trait("feature", "iot.http")]
    public async Task A_message_published_over_https_reaches_subscribers_and_is_retained()
    {
        (await weir.Clients.AwsAsync("iot-data", "publish", "--topic", "https/1", "--payload", "aGVsbG8=", "--qos", "1", "--retain")).Ok();

        Assert.Equal("hello\n", (await weir.Clients.MosquittoSubscribeAsync("-t", "https/#", "-C", "1", "-W", "20")).Ok());
        using var retained = JsonDocument.Parse((await weir.Clients.AwsAsync("iot-data", "get-retained-message", "--topic", "https/1")).Ok());
        Assert.Equal("aGVsbG8=", retained.RootElement.GetProperty("payload").GetString());
    }

    [Fact]
    [Trait("feature", "iot.rules")]
    public async Task A_rule_filters_and_shapes_into_a_stream_and_reports_what_it_cannot_read()
    {
        await weir.Clients.AwsAsync("iam", "create-role", "--role-name", "iot-rule", "--assume-role-policy-document", Assume);
        await weir.Clients.AwsAsync("iam", "put-role-policy", "--role-name", "iot-rule", "--policy-name", "all", "--policy-document", All);
        (await weir.Clients.AwsAsync("kinesis", "create-stream", "--stream-name", "iot-rule", "--shard-count", "1")).Ok();
        (await weir.Clients.AwsAsync("iot", "create-topic-rule", "--rule-name", "shaping", "--topic-rule-payload", """
            {"sql":"SELECT *, topic(2) AS device FROM 'rule/+/t' WHERE temp > 20","awsIotSqlVersion":"2016-03-23",
             "actions":[{"kinesis":{"roleArn":"arn:aws:iam::000000000000:role/iot-rule","streamName":"iot-rule","partitionKey":"${topic()}"}}],
             "errorAction":{"republish":{"roleArn":"arn:aws:iam::000000000000:role/iot-rule","topic":"rule-errors/${topic(2)}","qos":1}}}
            """)).Ok();
        string[] errors = ["-i", "rule-errors", "-c", "-q", "1", "-t", "rule-errors/#"];
        (await weir.Clients.MosquittoSubscribeAsync([.. errors, "-E"])).Ok();

        (await weir.Clients.MosquittoPublishAsync("-t", "rule/d1/t", "-m", """{"temp":25.50}""", "-q", "1")).Ok();
        (await weir.Clients.MosquittoPublishAsync("-t", "rule/d1/t", "-m", """{"temp":5}""", "-q", "1")).Ok();
        (await weir.Clients.MosquittoPublishAsync("-t", "$aws/rules/shaping/rule/d2/t", "-m", """{"temp":30}""", "-q", "1")).Ok();
        (await weir.Clients.MosquittoPublishAsync("-t", "rule/d3/t", "-m", "{broken", "-q", "1")).Ok();

        var records = (await weir.Clients.PythonAsync("""
            kinesis = client("kinesis")
            at = kinesis.get_shard_iterator(StreamName="iot-rule", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON")
            for record in kinesis.get_records(ShardIterator=at["ShardIterator"])["Records"]:
                print(record["PartitionKey"], record["Data"].decode())
            """)).Ok();
        Assert.Equal("rule/d1/t {\"temp\":25.50,\"device\":\"d1\"}\nrule/d2/t {\"temp\":30,\"device\":\"d2\"}\n", records);
        using var error = JsonDocument.Parse((await weir.Clients.MosquittoSubscribeAsync([.. errors, "-C", "1", "-W", "20"])).Ok());
        Assert.Equal("shaping", error.RootElement.GetProperty("ruleName").GetString());
        Assert.Equal("rule/d3/t", error.RootElement.GetProperty("topic").GetString());
        Assert.Equal("e2Jyb2tlbg==", error.RootElement.GetProperty("base64OriginalPayload").GetString());
        Assert.Equal(1, error.RootElement.GetProperty("failures").GetArrayLength());
    }

    [Fact]
    [Trait("feature", "iot.rules")]
    public async Task A_statement_that_is_not_rule_sql_is_refused_with_its_place()
    {
        var refused = await weir.Clients.AwsAsync("iot", "create-topic-rule", "--rule-name", "wrong", "--topic-rule-payload", """
            {"sql":"SELECT * FRM 'a'","actions":[]}
            """);

        Assert.Contains("SqlParseException", refused.Error, StringComparison.Ordinal);
        Assert.Contains("line 1:10", refused.Error, StringComparison.Ordinal);
    }

    private async Task<string> CertificateAsync(TemporaryFolder folder)
    {
        using var made = JsonDocument.Parse((await weir.Clients.AwsAsync("iot", "create-keys-and-certificate", "--set-as-active")).Ok());
        await File.WriteAllTextAsync(folder["cert.pem"], made.RootElement.GetProperty("certificatePem").GetString());
        await File.WriteAllTextAsync(folder["key.pem"], made.RootElement.GetProperty("keyPair").GetProperty("PrivateKey").GetString());
        await File.WriteAllTextAsync(folder["ca.pem"], await AuthorityAsync());
        return made.RootElement.GetProperty("certificateArn").GetString()!;
    }

    /// <summary>The authority's file is there once somebody has connected.</summary>
    private async Task<string> AuthorityAsync()
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync("127.0.0.1", weir.Server.Ports["mqtts"]);
#pragma warning disable CA5359 // only to have the server make its certificate: nothing is sent
        await using var tls = new SslStream(socket.GetStream(), false, static (_, _, _, _) => true);
#pragma warning restore CA5359
        try
        {
            await tls.AuthenticateAsClientAsync("localhost");
        }
        catch (IOException)
        {
            // no certificate was shown; the file is there all the same
        }

        return await File.ReadAllTextAsync(Path.Combine(weir.Server.Settings.DataDirectory, "tls", "ca.pem"));
    }

    private string Port(string listener) => weir.Server.Ports[listener].ToString(CultureInfo.InvariantCulture);

    private static string Mosquitto(string program)
    {
        if (!File.Exists($"/usr/bin/{program}"))
        {
            Assert.Skip($"{program} is not installed (Debian package mosquitto-clients)");
        }

        return $"/usr/bin/{program}";
    }

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-tls-");

        public string this[string name] => Path.Combine(_directory.FullName, name);

        public void Dispose() => _directory.Delete(recursive: true);
    }
}
