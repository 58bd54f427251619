namespace Weir.Protocols.Mqtt.Tests;

public sealed class CodecTests
{
    [Fact]
    public void Whatever_the_bytes_reading_ends_in_a_packet_or_a_protocol_error()
    {
        var random = new Random(11);
        for (var round = 0; round < 10_000; round++)
        {
            var body = new byte[random.Next(0, 80)];
            random.NextBytes(body);
            if (random.Next(3) == 0 && body.Length > 12)
            {
                Packets.Text("MQTT").CopyTo(body, 0);
                body[6] = (byte)random.Next(4, 6);
            }

            var version = (MqttVersion)random.Next(4, 6);
            var flags = (byte)random.Next(16);
            Action[] readers =
            [
                () => ConnectPacket.Read(body),
                () => PublishPacket.Read(version, flags, body),
                () => PubackPacket.Read(version, body),
                () => SubscribePacket.Read(version, body),
                () => UnsubscribePacket.Read(version, body),
                () => DisconnectPacket.Read(version, body),
                () => MqttFrame.TryReadHeader(body, 1 << 20, out _),
            ];
            foreach (var read in readers)
            {
                try
                {
                    read();
                }
                catch (MqttProtocolException)
                {
                    // a refusal is an answer
                }
            }
        }
    }

    [Fact]
    public void A_mutated_packet_never_breaks_more_than_itself()
    {
        var random = new Random(12);
        byte[][] seeds =
        [
            Packets.Connect("client", 5, will: new("w/t", "gone", 5))[2..],
            Packets.Subscribe(5, 9, "a/+/#", 1)[2..],
            Packets.Publish(5, "a/b", "payload", 7, properties: [2, 0, 0, 0, 9, 38, 0, 1, 65, 0, 1, 66])[2..],
        ];
        for (var round = 0; round < 10_000; round++)
        {
            var seed = seeds[round % 3].ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                seed[random.Next(seed.Length)] = (byte)random.Next(256);
            }

            try
            {
                switch (round % 3)
                {
                    case 0: ConnectPacket.Read(seed); break;
                    case 1: SubscribePacket.Read(MqttVersion.V5, seed); break;
                    default: PublishPacket.Read(MqttVersion.V5, 2, seed); break;
                }
            }
            catch (MqttProtocolException)
            {
                // a refusal is an answer
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(2_097_152)]
    public void A_length_reads_back_as_written(int length)
    {
        var bytes = new byte[6];
        bytes[0] = 0x30;
        var digits = MqttEncoding.WriteVariableInteger(bytes.AsSpan(1), length);

        Assert.True(MqttFrame.TryReadHeader(bytes.AsSpan(0, 1 + digits), int.MaxValue, out var frame));
        Assert.Equal(length, frame.BodyBytes);
        Assert.Equal(digits, MqttEncoding.VariableIntegerBytes(length));
    }

    [Fact]
    public void A_publish_reads_back_as_written()
    {
        var properties = new MqttMessageProperties
        {
            PayloadFormat = 1,
            ExpirySeconds = 30,
            ContentType = "application/json",
            ResponseTopic = "r/t",
            CorrelationData = [1, 2, 3],
            UserProperties = [new("k", "v"), new("k", "w")],
        };
        var section = PublishPacket.PropertyBytes(properties, 29, [5, 300], 2);
        var publish = new OutgoingPublish { Topic = "a/é", Payload = "hello"u8, Qos = 1, Retain = true, Duplicate = true, PacketId = 513 };
        var bytes = new byte[PublishPacket.BytesMax(publish, section)];

        var length = PublishPacket.Write(bytes, MqttVersion.V5, publish, section);

        Assert.True(MqttFrame.TryReadHeader(bytes.AsSpan(0, length), int.MaxValue, out var frame));
        Assert.Equal(length, frame.TotalBytes);
        // a client may get several subscription ids; the broker's reader, which takes none, is told of none here
        var plain = PublishPacket.PropertyBytes(properties, 29, [], 2);
        length = PublishPacket.Write(bytes, MqttVersion.V5, publish, plain);
        MqttFrame.TryReadHeader(bytes.AsSpan(0, length), int.MaxValue, out frame);
        var read = PublishPacket.Read(MqttVersion.V5, frame.Flags, bytes.AsSpan(frame.HeaderBytes, frame.BodyBytes));
        Assert.Equal("a/é"u8, read.Topic);
        Assert.True(read is { Qos: 1, Retain: true, Duplicate: true, PacketId: 513 });
        Assert.Equal(29u, read.Properties.MessageExpirySeconds);
        Assert.Equal([1, 2, 3], read.Properties.CorrelationData);
        Assert.Equal(2, read.Properties.UserProperties!.Count);
        Assert.Equal((ushort)2, read.Properties.TopicAlias);
        Assert.Equal("hello"u8, bytes.AsSpan(frame.HeaderBytes + read.PayloadStart, length - frame.HeaderBytes - read.PayloadStart));
    }

    [Theory]
    [InlineData(new byte[] { 0x30, 0x80, 0x00 })]
    [InlineData(new byte[] { 0x30, 0x80, 0x80, 0x80, 0x80, 0x01 })]
    [InlineData(new byte[] { 0x82 + 1, 0x05 })]
    [InlineData(new byte[] { 0x00, 0x00 })]
    public void A_bad_fixed_header_is_malformed(byte[] bytes)
    {
        Assert.Throws<MqttProtocolException>(() => MqttFrame.TryReadHeader(bytes, int.MaxValue, out _));
    }

    [Fact]
    public void A_packet_over_the_limit_is_refused_before_it_is_read()
    {
        var refused = Assert.Throws<MqttProtocolException>(() => MqttFrame.TryReadHeader([0x30, 0xFF, 0xFF, 0x7F], 1000, out _));
        Assert.Equal(MqttReason.PacketTooLarge, refused.Reason);
    }

    [Theory]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/+", "a/b", true)]
    [InlineData("a/+", "a/b/c", false)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("#", "a/b", true)]
    [InlineData("#", "$aws/x", false)]
    [InlineData("+/x", "$aws/x", false)]
    [InlineData("$aws/#", "$aws/x", true)]
    [InlineData("+", "/a", false)]
    [InlineData("/+", "/a", true)]
    [InlineData("+/+", "/a", true)]
    [InlineData("a/+/c", "a//c", true)]
    [InlineData("a/b/", "a/b", false)]
    public void A_filter_matches_as_the_standard_says(string filter, string topic, bool expected)
    {
        Assert.Equal(expected, MqttTopics.Matches(filter, topic));
    }

    [Theory]
    [InlineData("a/#/b", false)]
    [InlineData("a#", false)]
    [InlineData("a/b+", false)]
    [InlineData("", false)]
    [InlineData("+/#", true)]
    [InlineData("/", true)]
    public void A_filter_has_wildcards_only_where_they_belong(string filter, bool expected)
    {
        Assert.Equal(expected, MqttTopics.IsFilter(filter));
    }

    [Fact]
    public void The_tree_finds_who_the_filters_match()
    {
        var random = new Random(5);
        string[] levels = ["a", "b", "c", "", "$x"];
        var store = new FakeSessionStore();
        for (var round = 0; round < 300; round++)
        {
            var tree = new SubscriptionTree();
            var sessions = new List<(MqttSession Session, string Filter)>();
            for (var count = random.Next(1, 20); count > 0; count--)
            {
                var filter = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(4) == 0 ? "+" : levels[random.Next(5)]));
                filter = filter.Length == 0 ? "#" : random.Next(4) == 0 ? filter + "/#" : filter;
                var session = new MqttSession(new("r", $"{count}"), new(), store, TimeProvider.System);
                tree.Add(session, new() { Filter = filter, Qos = 1 });
                sessions.Add((session, filter));
            }

            if (random.Next(2) == 0)
            {
                tree.Remove(sessions[0].Session, sessions[0].Filter);
                sessions.RemoveAt(0);
            }

            var topic = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => levels[random.Next(5)]));
            if (topic.Length > 0)
            {
                Assert.Equal(
                    sessions.Where(one => MqttTopics.Matches(one.Filter, topic)).Select(one => one.Session.Key.ClientId).Order(),
                    tree.RouteOf(topic).Targets.Select(target => target.Session.Key.ClientId).Order());
            }
        }
    }
}
