using System.Text;

namespace Weir.Protocols.Mqtt;

/// <summary>The topics one connection published to lately, so that a repeated topic costs no string.</summary>
internal sealed class TopicCache
{
    private const int Slots = 64;

    private readonly (byte[] Utf8, string Topic)[] _slots = new (byte[], string)[Slots];

    /// <param name="isNew">True when the topic was not remembered: it is to be checked.</param>
    public string Get(ReadOnlySpan<byte> utf8, out bool isNew)
    {
        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref var slot = ref _slots[(uint)hash.ToHashCode() % Slots];
        isNew = slot.Utf8 is null || !utf8.SequenceEqual(slot.Utf8);
        if (isNew)
        {
            slot = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        }

        return slot.Topic;
    }
}
