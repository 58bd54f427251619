using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>Attribute values between the wire's shapes and what is stored.</summary>
internal static class MessageValues
{
    public static Dictionary<string, MessageValue>? Of(IReadOnlyDictionary<string, MessageAttributeValue>? attributes) =>
        attributes?.ToDictionary(
            pair => pair.Key, pair => Of(pair.Key, pair.Value.DataType, pair.Value.StringValue, pair.Value.BinaryValue,
                pair.Value.StringListValues is { Count: > 0 } || pair.Value.BinaryListValues is { Count: > 0 }));

    public static Dictionary<string, MessageValue>? Of(IReadOnlyDictionary<string, MessageSystemAttributeValue>? attributes) =>
        attributes?.ToDictionary(
            pair => pair.Key, pair => Of(pair.Key, pair.Value.DataType, pair.Value.StringValue, pair.Value.BinaryValue,
                pair.Value.StringListValues is { Count: > 0 } || pair.Value.BinaryListValues is { Count: > 0 }));

    public static MessageAttributeValue View(MessageValue value) =>
        new() { DataType = value.Type, StringValue = value.Text, BinaryValue = value.Binary };

    private static MessageValue Of(string name, string type, string? text, ReadOnlyMemory<byte>? binary, bool hasList) =>
        hasList
            ? throw SqsErrors.InvalidParameter($"Message attribute '{name}': list values are not supported.")
            : new(type, text, binary?.ToArray());
}
