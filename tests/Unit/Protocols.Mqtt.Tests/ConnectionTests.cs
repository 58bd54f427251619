namespace Weir.Protocols.Mqtt.Tests;

public sealed class ConnectionTests
{
    private readonly FakeMqtt _mqtt = new();

    [Theory]
    [InlineData(4, 5)]
    [InlineData(5, (int)MqttReason.NotAuthorized)]
    public async Task Wrong_credentials_are_refused_in_the_versions_own_words(int version, int code)
    {
        var client = _mqtt.Connect();
        await client.SendAsync(Packets.Connect("c", version, user: "intruder"));

        var answer = await client.ReadAsync();

        Assert.Equal(0x20, answer[0]);
        Assert.Equal(code, answer[Packets.HeaderBytes(answer) + 1]);
        Assert.Empty(await client.ReadAsync());
    }

    [Fact]
    public async Task A_connection_that_does_not_begin_with_connect_is_closed()
    {
        var client = _mqtt.Connect();
        await client.SendAsync(0xC0, 0);

        Assert.Empty(await client.ReadAsync());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public async Task Another_protocol_version_is_refused(int version)
    {
        var client = _mqtt.Connect();
        await client.SendAsync(Packets.Connect("c", version));

        Assert.Equal([0x20, 2, 0, 1], await client.ReadAsync());
        Assert.Empty(await client.ReadAsync());
    }

    [Fact]
    public async Task Silence_before_connect_ends_the_connection()
    {
        var client = _mqtt.Connect();
        while (_mqtt.Clock.TimersWaiting == 0)
        {
            await Task.Yield();
        }

        _mqtt.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Empty(await client.ReadAsync());
    }

    [Fact]
    public async Task Qos_2_is_refused_as_the_cloud_does()
    {
        var old = await _mqtt.ConnectAsync("v3");
        await old.SendAsync(Packets.Packet(0x34, [.. Packets.Text("a"), 0, 1]));
        Assert.Empty(await old.ReadAsync());

        var modern = await _mqtt.ConnectAsync("v5", 5);
        await modern.SendAsync(Packets.Packet(0x34, [.. Packets.Text("a"), 0, 1, 0]));
        var farewell = await modern.ReadAsync();
        Assert.Equal([0xE0, (byte)MqttReason.QosNotSupported], new[] { farewell[0], farewell[2] });

        var subscriber = await _mqtt.ConnectAsync("s");
        await subscriber.SendAsync(Packets.Subscribe(4, 1, "a", 2));
        Assert.Equal(1, (await subscriber.ReadAsync())[^1]);
    }

    [Fact]
    public async Task A_publish_that_is_not_allowed_is_refused_by_reason_code_or_by_closing()
    {
        _mqtt.MayPublish = static topic => topic != "secret";
        var modern = await _mqtt.ConnectAsync("v5", 5);
        await modern.SendAsync([.. Packets.Publish(5, "fine", "x", 1), .. Packets.Publish(5, "secret", "x", 2), .. Packets.Publish(5, "fine", "y", 3)]);
        Assert.Equal(Packets.Puback(1), await modern.ReadAsync());
        Assert.Equal([0x40, 3, 0, 2, (byte)MqttReason.NotAuthorized], await modern.ReadAsync());
        Assert.Equal(Packets.Puback(3), await modern.ReadAsync());

        var old = await _mqtt.ConnectAsync("v3");
        await old.SendAsync([.. Packets.Publish(4, "fine", "z", 1), .. Packets.Publish(4, "secret", "x", 2)]);
        await old.Served;

        Assert.Equal(["x", "y", "z"], _mqtt.Accepted.Select(message => message.Payload));
    }

    [Fact]
    public async Task A_subscription_that_is_not_allowed_gets_a_failure_code()
    {
        _mqtt.MaySubscribe = static _ => false;
        var client = await _mqtt.ConnectAsync("c");
        await client.SendAsync(Packets.Subscribe(4, 1, "a", 1));

        Assert.Equal([0x90, 3, 0, 1, 0x80], await client.ReadAsync());
    }

    [Fact]
    public async Task What_precedes_a_broken_packet_is_still_taken_over()
    {
        var client = await _mqtt.ConnectAsync("c");
        await client.SendAsync([.. Packets.Publish(4, "a", "good", 1), 0xFF, 0x00]);
        await client.Served;

        Assert.Equal("good", Assert.Single(_mqtt.Accepted).Payload);
    }

    [Fact]
    public async Task A_packet_may_arrive_byte_by_byte()
    {
        var client = await _mqtt.ConnectAsync("c");
        foreach (var one in Packets.Publish(4, "a/b", new string('x', 200), 9))
        {
            await client.SendAsync(one);
        }

        Assert.Equal(Packets.Puback(9), await client.ReadAsync());
    }

    [Fact]
    public async Task A_payload_of_the_limit_is_taken_and_one_byte_more_is_not()
    {
        var client = await _mqtt.ConnectAsync("c", 5);
        await client.SendAsync(Packets.Publish(5, "a", new string('x', _mqtt.Settings.PayloadBytesMax), 1));
        Assert.Equal(Packets.Puback(1), await client.ReadAsync());
        await client.SendAsync(Packets.Publish(5, "a", new string('x', _mqtt.Settings.PayloadBytesMax + 1), 2));

        var farewell = await client.ReadAsync();

        Assert.Equal([0xE0, (byte)MqttReason.PacketTooLarge], new[] { farewell[0], farewell[2] });
    }

    [Fact]
    public async Task A_topic_alias_stands_for_its_topic()
    {
        var client = await _mqtt.ConnectAsync("c", 5);
        await client.SendAsync(Packets.Publish(5, "long/topic", "1", 1, properties: [35, 0, 3]));
        await client.ReadAsync();
        await client.SendAsync(Packets.Publish(5, "", "2", 2, properties: [35, 0, 3]));
        await client.ReadAsync();

        Assert.All(_mqtt.Accepted, message => Assert.Equal("long/topic", message.Topic));

        await client.SendAsync(Packets.Publish(5, "", "3", 3, properties: [35, 0, 4]));
        Assert.Equal(0xE0, (await client.ReadAsync())[0]);
    }

    [Theory]
    [InlineData("a/b/c/d/e/f/g/h/i")]
    [InlineData("a/+/b")]
    [InlineData("")]
    public async Task A_topic_that_breaks_the_rules_ends_the_connection(string topic)
    {
        var client = await _mqtt.ConnectAsync("c");
        await client.SendAsync(Packets.Publish(4, topic, "x", 1));

        Assert.Empty(await client.ReadAsync());
        Assert.Empty(_mqtt.Accepted);
    }

    [Fact]
    public async Task An_expired_message_is_not_delivered_and_a_fresh_one_says_what_is_left()
    {
        var subscriber = await _mqtt.ConnectAsync("s", 5, clean: false, expiry: 600);
        await subscriber.SubscribeAsync("a");
        await subscriber.DropAsync();
        var publisher = await _mqtt.ConnectAsync("p", 5);
        await publisher.SendAsync(Packets.Publish(5, "a", "short", 1, properties: [2, 0, 0, 0, 10]));
        await publisher.SendAsync(Packets.Publish(5, "a", "long", 2, properties: [2, 0, 0, 1, 0]));
        await publisher.ReadAsync();
        await publisher.ReadAsync();
        _mqtt.Clock.Advance(TimeSpan.FromSeconds(56));

        var again = await _mqtt.ConnectAsync("s", 5, clean: false, expiry: 600);
        var message = await again.ReadPublishAsync();

        Assert.Equal("long", message.Payload);
        Assert.Equal(200u, message.Properties.MessageExpirySeconds);
    }
}
