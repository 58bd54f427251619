namespace Weir.Protocols.Mqtt.Tests;

public sealed class SessionTests
{
    private readonly FakeMqtt _mqtt = new();

    [Fact]
    public async Task A_puback_comes_only_after_the_sink_has_accepted()
    {
        _mqtt.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = await _mqtt.ConnectAsync("p");
        await client.SendAsync(Packets.Publish(4, "a", "1", 1));
        await client.PingAsync(); // the ping is answered, the publish is not

        _mqtt.Gate.SetResult();

        Assert.Equal(Packets.Puback(1), await client.ReadAsync());
    }

    [Fact]
    public async Task Pipelined_publishes_are_accepted_together_and_acknowledged_in_order()
    {
        _mqtt.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = await _mqtt.ConnectAsync("p");
        await client.SendAsync([.. Enumerable.Range(1, 50).SelectMany(id => Packets.Publish(4, "a", $"{id}", id))]);
        await client.SendAsync([.. Enumerable.Range(51, 50).SelectMany(id => Packets.Publish(4, "a", $"{id}", id))]);
        await client.PingAsync();
        Assert.Equal(100, _mqtt.Accepted.Count); // the loop read on while the first batch waited

        _mqtt.Gate.SetResult();

        for (var id = 1; id <= 100; id++)
        {
            Assert.Equal(Packets.Puback(id), await client.ReadAsync());
        }
    }

    [Fact]
    public async Task A_message_that_could_not_be_taken_over_is_not_acknowledged_and_ends_the_connection()
    {
        _mqtt.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = await _mqtt.ConnectAsync("p");
        await client.SendAsync(Packets.Publish(4, "a", "1", 1));
        _mqtt.Gate.SetException(new IOException("disk"));

        Assert.Empty(await client.ReadAsync());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Subscribers_get_what_matches_at_the_lower_qos(int version)
    {
        var subscriber = await _mqtt.ConnectAsync("s", version);
        await subscriber.SubscribeAsync("a/+", qos: 1);
        await subscriber.SubscribeAsync("b/#", qos: 0);
        var publisher = await _mqtt.ConnectAsync("p");
        await publisher.SendAsync(Packets.Publish(4, "a/x", "one", 1));
        await publisher.SendAsync(Packets.Publish(4, "b", "two", 2));
        await publisher.SendAsync(Packets.Publish(4, "c", "three", 3));
        await publisher.SendAsync(Packets.Publish(4, "a/y", "four"));

        Assert.Equal(("a/x", "one", (byte)1), Short(await subscriber.ReadPublishAsync()));
        Assert.Equal(("b", "two", (byte)0), Short(await subscriber.ReadPublishAsync()));
        Assert.Equal(("a/y", "four", (byte)0), Short(await subscriber.ReadPublishAsync()));
    }

    [Fact]
    public async Task Overlapping_filters_give_one_copy_with_every_subscription_id()
    {
        var subscriber = await _mqtt.ConnectAsync("s", 5);
        await subscriber.SendAsync(Packets.Packet(0x82, [0, 1, 2, 11, 3, .. Packets.Text("a/#"), 0]));
        await subscriber.ReadAsync();
        await subscriber.SendAsync(Packets.Packet(0x82, [0, 2, 2, 11, 4, .. Packets.Text("a/b"), 1]));
        await subscriber.ReadAsync();
        var publisher = await _mqtt.ConnectAsync("p");
        await publisher.SendAsync(Packets.Publish(4, "a/b", "x", 1));

        var packet = await subscriber.ReadAsync();

        Assert.Equal(0x32, packet[0]); // QoS 1, the better of the two
        var properties = packet.AsSpan(2 + 2 + 3 + 2, 5).ToArray();
        Assert.Equal(4, properties[0]);
        Assert.Equal(new byte[] { 3, 4 }, new[] { properties[2], properties[4] }.Order().ToArray());
        await subscriber.PingAsync(); // and no second copy
    }

    [Fact]
    public async Task A_retained_message_greets_new_subscribers_and_an_empty_one_removes_it()
    {
        var publisher = await _mqtt.ConnectAsync("p");
        await publisher.SendAsync(Packets.Publish(4, "r/1", "kept", 1, retain: true));
        await publisher.ReadAsync();
        var first = await _mqtt.ConnectAsync("s1");
        await first.SubscribeAsync("r/#");
        var greeting = await first.ReadPublishAsync();
        Assert.True(greeting is { Payload: "kept", Retain: true, Qos: 1 });

        await publisher.SendAsync(Packets.Publish(4, "r/1", "", 2, retain: true));
        await publisher.ReadAsync();

        var second = await _mqtt.ConnectAsync("s2");
        await second.SubscribeAsync("r/#");
        await second.PingAsync();
    }

    [Fact]
    public async Task A_live_subscriber_sees_no_retain_flag_unless_it_asked_to()
    {
        var plain = await _mqtt.ConnectAsync("s1", 5);
        await plain.SubscribeAsync("r");
        var asking = await _mqtt.ConnectAsync("s2", 5);
        await asking.SubscribeAsync("r", options: 8);
        var publisher = await _mqtt.ConnectAsync("p");
        await publisher.SendAsync(Packets.Publish(4, "r", "x", 1, retain: true));

        Assert.False((await plain.ReadPublishAsync()).Retain);
        Assert.True((await asking.ReadPublishAsync()).Retain);
    }

    [Fact]
    public async Task A_persistent_session_gets_what_it_missed_even_after_the_broker_died()
    {
        var subscriber = await _mqtt.ConnectAsync("s", clean: false);
        Assert.False(subscriber.SessionPresent);
        await subscriber.SubscribeAsync("a/#");
        await subscriber.DropAsync();
        var publisher = await _mqtt.ConnectAsync("p");
        for (var id = 1; id <= 500; id++)
        {
            await publisher.SendAsync(Packets.Publish(4, "a/b", $"{id}", id));
            await publisher.ReadAsync();
        }

        var reborn = new FakeMqtt(store: _mqtt.Store);
        await reborn.Broker.StartAsync(CancellationToken.None);
        var again = await reborn.ConnectAsync("s", clean: false);

        Assert.True(again.SessionPresent);
        for (var id = 1; id <= 500; id++)
        {
            var message = await again.ReadPublishAsync();
            Assert.Equal($"{id}", message.Payload);
            await again.SendAsync(Packets.Puback(message.PacketId));
        }

        await again.PingAsync();
        await reborn.Broker.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_was_not_acknowledged_is_sent_again_under_its_packet_id()
    {
        var subscriber = await _mqtt.ConnectAsync("s", clean: false);
        await subscriber.SubscribeAsync("a");
        var publisher = await _mqtt.ConnectAsync("p");
        await publisher.SendAsync([.. Packets.Publish(4, "a", "1", 1), .. Packets.Publish(4, "a", "2", 2)]);
        var first = await subscriber.ReadPublishAsync();
        var second = await subscriber.ReadPublishAsync();
        await subscriber.SendAsync(Packets.Puback(first.PacketId));
        await subscriber.PingAsync();
        await subscriber.DropAsync();

        var again = await _mqtt.ConnectAsync("s", clean: false);
        var resent = await again.ReadPublishAsync();

        Assert.True(resent is { Payload: "2", Duplicate: true });
        Assert.Equal(second.PacketId, resent.PacketId);
        await again.SendAsync(Packets.Puback(resent.PacketId));
        await again.PingAsync();
    }

    [Fact]
    public async Task A_slow_persistent_subscriber_overflows_to_the_store_and_loses_nothing()
    {
        var mqtt = new FakeMqtt(new() { PendingMessagesMax = 10, InFlightMax = 5 });
        var subscriber = await mqtt.ConnectAsync("s", clean: false);
        await subscriber.SubscribeAsync("a");
        var publisher = await mqtt.ConnectAsync("p");
        for (var id = 1; id <= 300; id++)
        {
            await publisher.SendAsync(Packets.Publish(4, "a", $"{id}", id));
            await publisher.ReadAsync();
        }

        for (var id = 1; id <= 300; id++)
        {
            var message = await subscriber.ReadPublishAsync();
            Assert.Equal($"{id}", message.Payload);
            await subscriber.SendAsync(Packets.Puback(message.PacketId));
        }

        await subscriber.PingAsync();
    }

    [Fact]
    public async Task A_slow_clean_subscriber_is_bounded()
    {
        var mqtt = new FakeMqtt(new() { PendingMessagesMax = 10, InFlightMax = 5 });
        var subscriber = await mqtt.ConnectAsync("s");
        await subscriber.SubscribeAsync("a");
        var publisher = await mqtt.ConnectAsync("p");
        for (var id = 1; id <= 100; id++)
        {
            await publisher.SendAsync(Packets.Publish(4, "a", $"{id}", id));
            await publisher.ReadAsync();
        }

        for (var id = 1; id <= 15; id++)
        {
            var message = await subscriber.ReadPublishAsync();
            Assert.Equal($"{id}", message.Payload);
            await subscriber.SendAsync(Packets.Puback(message.PacketId));
        }

        await subscriber.PingAsync();
    }

    [Fact]
    public async Task A_second_connection_takes_the_client_id_over()
    {
        var first = await _mqtt.ConnectAsync("same", 5);

        var second = await _mqtt.ConnectAsync("same", 5);

        var farewell = await first.ReadAsync();
        Assert.Equal([0xE0, (byte)MqttReason.SessionTakenOver], new[] { farewell[0], farewell[2] });
        Assert.Empty(await first.ReadAsync());
        await second.PingAsync();
    }

    [Fact]
    public async Task A_will_is_published_when_the_connection_breaks_and_not_after_a_disconnect()
    {
        var watcher = await _mqtt.ConnectAsync("w");
        await watcher.SubscribeAsync("wills/#");
        var polite = await _mqtt.ConnectAsync("polite", will: new("wills/polite", "gone"));
        await polite.SendAsync(0xE0, 0);
        await polite.Served;
        var rude = await _mqtt.ConnectAsync("rude", will: new("wills/rude", "gone"));
        await rude.DropAsync();

        Assert.Equal("wills/rude", (await watcher.ReadPublishAsync()).Topic);
        await watcher.PingAsync();
    }

    [Fact]
    public async Task A_delayed_will_waits_and_is_called_off_when_the_client_returns()
    {
        var watcher = await _mqtt.ConnectAsync("w");
        await watcher.SubscribeAsync("wills/#");
        var first = await _mqtt.ConnectAsync("back", 5, expiry: 100, will: new("wills/back", "gone", 10));
        await first.DropAsync();
        var second = await _mqtt.ConnectAsync("away", 5, expiry: 100, will: new("wills/away", "gone", 10));
        await second.DropAsync();
        await _mqtt.ConnectAsync("back", 5, clean: false, expiry: 100);

        _mqtt.Clock.Advance(TimeSpan.FromSeconds(9));
        await _mqtt.Broker.SweepAsync(CancellationToken.None);
        await watcher.PingAsync();
        _mqtt.Clock.Advance(TimeSpan.FromSeconds(2));
        await _mqtt.Broker.SweepAsync(CancellationToken.None);

        Assert.Equal("wills/away", (await watcher.ReadPublishAsync()).Topic);
        await watcher.PingAsync();
    }

    [Fact]
    public async Task A_silent_client_is_disconnected_after_one_and_a_half_keep_alive_periods()
    {
        var client = await _mqtt.ConnectAsync("quiet", 5);
        _mqtt.Clock.Advance(TimeSpan.FromSeconds(89));
        await _mqtt.Broker.SweepAsync(CancellationToken.None);
        await client.PingAsync();
        _mqtt.Clock.Advance(TimeSpan.FromSeconds(91));
        await _mqtt.Broker.SweepAsync(CancellationToken.None);

        var farewell = await client.ReadAsync();

        Assert.Equal([0xE0, (byte)MqttReason.KeepAliveTimeout], new[] { farewell[0], farewell[2] });
    }

    [Fact]
    public async Task A_session_ends_when_its_time_is_over()
    {
        var client = await _mqtt.ConnectAsync("s", 5, clean: false, expiry: 60);
        await client.SubscribeAsync("a");
        await client.DropAsync();
        _mqtt.Clock.Advance(TimeSpan.FromSeconds(61));
        await _mqtt.Broker.SweepAsync(CancellationToken.None);

        var again = await _mqtt.ConnectAsync("s", 5, clean: false, expiry: 60);

        Assert.False(again.SessionPresent);
    }

    [Fact]
    public async Task A_shared_subscription_deals_messages_out()
    {
        var one = await _mqtt.ConnectAsync("s1", 5);
        await one.SubscribeAsync("$share/g/a/#");
        var two = await _mqtt.ConnectAsync("s2", 5);
        await two.SubscribeAsync("$share/g/a/#");
        var publisher = await _mqtt.ConnectAsync("p");
        for (var id = 1; id <= 4; id++)
        {
            await publisher.SendAsync(Packets.Publish(4, "a/b", $"{id}", id));
            await publisher.ReadAsync();
        }

        string[] got =
        [
            (await one.ReadPublishAsync()).Payload, (await one.ReadPublishAsync()).Payload,
            (await two.ReadPublishAsync()).Payload, (await two.ReadPublishAsync()).Payload,
        ];
        Assert.Equal<string>(["1", "2", "3", "4"], [.. got.Order()]);
    }

    private static (string, string, byte) Short(Received message) => (message.Topic, message.Payload, message.Qos);
}
