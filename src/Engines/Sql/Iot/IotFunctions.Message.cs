namespace Weir.Engines.Sql.Iot;

/// <content>What a statement can ask about the message itself.</content>
internal static partial class IotFunctions
{
    private static void AddMessage(Dictionary<string, IotFunction> all)
    {
        all["TOPIC"] = new(0, 1, static (input, values) => Topic(input.Topic, values));
        all["CLIENTID"] = new(0, 0, static (input, _) => IotValue.Of(input.ClientId ?? "n/a"));
        all["PRINCIPAL"] = new(0, 0, static (input, _) => IotValue.Of(input.Principal));
        all["ACCOUNTID"] = new(0, 0, static (input, _) => IotValue.Of(input.AccountId));
        all["SOURCEIP"] = new(0, 0, static (input, _) => IotValue.Of(input.SourceAddress?.ToString()));
        all["TIMESTAMP"] = new(0, 0, static (input, _) => IotValue.Of((decimal)input.Timestamp));
        all["TRACEID"] = new(0, 0, static (input, _) => IotValue.Of(input.TraceId));
        all["NEWUUID"] = new(0, 0, static (input, _) => IotValue.Of(input.Ids.NewId()));
        all["RAND"] = new(0, 0, static (input, _) => Random(input));
        all["SQL_VERSION"] = new(0, 0, static (_, _) => IotValue.Of("2016-03-23"));
        all["GET_MQTT_PROPERTY"] = new(1, 1, static (input, values) =>
            values[0].Kind == IotKind.String ? IotValue.Of(input.MessageProperty?.Invoke(values[0].Text)) : default);
        all["GET_USER_PROPERTIES"] = new(1, 1, static (input, values) => UserProperties(input, values[0]));
        all["PARSE_TIME"] = new(2, 3, static (_, values) => ParseTime(values));
        all["TIME_TO_EPOCH"] = OfTexts(2, static texts => IotTimePattern.ToEpoch(texts[0], texts[1]));
    }

    /// <summary>The whole topic, or its n-th level from 1.</summary>
    private static IotValue Topic(string topic, IotValue[] values)
    {
        if (values.Length == 0)
        {
            return IotValue.Of(topic);
        }

        if (!TryInt(values[0], out var wanted) || wanted < 1)
        {
            return default;
        }

        foreach (var range in topic.AsSpan().Split('/'))
        {
            if (--wanted == 0)
            {
                return IotValue.Of(topic[range]);
            }
        }

        return default;
    }

    private static IotValue Random(IotInput input)
    {
        Span<byte> bytes = stackalloc byte[8];
        input.Ids.Fill(bytes);
        return IotValue.Of((BitConverter.ToUInt64(bytes) >> 11) / (double)(1UL << 53));
    }

    private static IotValue UserProperties(IotInput input, IotValue key)
    {
        var found = input.UserProperties?.Where(property => key.Kind == IotKind.String && property.Key == key.Text)
            .Select(property => IotValue.Of(property.Value)).ToList();
        return found is { Count: > 0 } ? IotValue.Of(found) : default;
    }

    private static IotValue ParseTime(IotValue[] values)
    {
        var milliseconds = values[1].ToNumber();
        return values[0].Kind == IotKind.String && milliseconds.IsNumber && (values.Length < 3 || values[2].Kind == IotKind.String)
            ? IotTimePattern.Format(values[0].Text, milliseconds.ToDouble(), values.Length < 3 ? "UTC" : values[2].Text)
            : default;
    }
}
