using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Engines.Sql.Iot;

/// <summary>The types of rule SQL.</summary>
public enum IotKind : byte
{
    /// <summary>Not a value: a missing field, or what a function makes of arguments it cannot use.</summary>
    Undefined,
    Null,
    Boolean,
    Int,
    Decimal,
    String,
    Array,
    Object,

    /// <summary>The message's bytes as they came.</summary>
    Binary,
}

/// <summary>One value of rule SQL. Arrays and objects are either a part of the message's JSON or built by the statement.</summary>
public readonly struct IotValue
{
    private readonly object? _reference;
    private readonly decimal _number;
    private readonly JsonElement _json;

    private IotValue(IotKind kind, decimal number, object? reference, JsonElement json)
    {
        Kind = kind;
        _number = number;
        _reference = reference;
        _json = json;
    }

    public static IotValue Undefined => default;
    public static IotValue Null { get; } = new(IotKind.Null, 0, null, default);
    public static IotValue True { get; } = new(IotKind.Boolean, 1, null, default);
    public static IotValue False { get; } = new(IotKind.Boolean, 0, null, default);

    public IotKind Kind { get; }

    public bool IsUndefined => Kind == IotKind.Undefined;

    public bool IsNumber => Kind is IotKind.Int or IotKind.Decimal;

    public bool IsTrue => Kind == IotKind.Boolean && _number != 0;

    /// <summary>The text of a string, unconverted.</summary>
    internal string Text => (string)_reference!;

    internal byte[] Bytes => (byte[])_reference!;

    /// <summary>A number beyond what a decimal can hold.</summary>
    private bool IsReal => _reference is double;

    internal bool IsExact => !IsReal;

    internal decimal Number => _number;

    public static IotValue Of(bool value) => value ? True : False;

    public static IotValue Of(string? text) => text is null ? default : new(IotKind.String, 0, text, default);

    public static IotValue Of(byte[] bytes) => new(IotKind.Binary, 0, bytes, default);

    /// <summary>A whole number is an Int, as rule SQL of 2016-03-23 has it.</summary>
    public static IotValue Of(decimal number) =>
        new(decimal.Truncate(number) == number ? IotKind.Int : IotKind.Decimal, number, null, default);

    /// <summary>Undefined when it is not a number.</summary>
    public static IotValue Of(double number)
    {
        if (!double.IsFinite(number))
        {
            return default;
        }

        if (Math.Abs(number) < 7.9e27 && (number == 0 || Math.Abs(number) > 1e-10))
        {
            // by way of the shortest text: a decimal made from a double directly is cut to 15 digits
            return decimal.TryParse(
                number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
                ? Of(exact)
                : default;
        }

        return new(IotKind.Decimal, 0, number, default);
    }

    public static IotValue Of(List<IotValue> items) => new(IotKind.Array, 0, items, default);

    public static IotValue Of(List<KeyValuePair<string, IotValue>> members) => new(IotKind.Object, 0, members, default);

    public static IotValue Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => Null,
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.String => Of(json.GetString()),
        JsonValueKind.Number => OfNumber(json),
        JsonValueKind.Array => new(IotKind.Array, 0, null, json),
        JsonValueKind.Object => new(IotKind.Object, 0, null, json),
        _ => default,
    };

    /// <summary>A member of an object.</summary>
    public IotValue Member(string name)
    {
        if (Kind != IotKind.Object)
        {
            return default;
        }

        if (_reference is List<KeyValuePair<string, IotValue>> members)
        {
            foreach (var member in members)
            {
                if (member.Key == name)
                {
                    return member.Value;
                }
            }

            return default;
        }

        return _json.TryGetProperty(name, out var found) ? Of(found) : default;
    }

    /// <summary>An element of an array, from 0.</summary>
    public IotValue Element(int index)
    {
        if (Kind != IotKind.Array || index < 0)
        {
            return default;
        }

        if (_reference is List<IotValue> items)
        {
            return index < items.Count ? items[index] : default;
        }

        return index < _json.GetArrayLength() ? Of(_json[index]) : default;
    }

    public IEnumerable<IotValue> Elements() =>
        Kind != IotKind.Array ? []
        : _reference is List<IotValue> items ? items
        : _json.EnumerateArray().Select(Of);

    public IEnumerable<KeyValuePair<string, IotValue>> Members() =>
        Kind != IotKind.Object ? []
        : _reference is List<KeyValuePair<string, IotValue>> members ? members
        : _json.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Of(member.Value)));

    /// <summary>As a number; strings are tried. Undefined when it is none.</summary>
    public IotValue ToNumber() => Kind switch
    {
        IotKind.Int or IotKind.Decimal => this,
        IotKind.String => ParseNumber(Text),
        _ => default,
    };

    /// <summary>As a Boolean; the strings true and false are taken in any case.</summary>
    public IotValue ToBoolean() => Kind switch
    {
        IotKind.Boolean => this,
        IotKind.String when Text.Equals("true", StringComparison.OrdinalIgnoreCase) => True,
        IotKind.String when Text.Equals("false", StringComparison.OrdinalIgnoreCase) => False,
        _ => default,
    };

    public double ToDouble() => _reference is double real ? real : (double)_number;

    /// <summary>The standard conversion; null for Null and Undefined, which have none.</summary>
    public string? ToText() => Kind switch
    {
        IotKind.Undefined or IotKind.Null => null,
        IotKind.Boolean => IsTrue ? "true" : "false",
        IotKind.Int or IotKind.Decimal => NumberText(),
        IotKind.String => Text,
        IotKind.Binary => Encoding.UTF8.GetString(Bytes),
        _ => Encoding.UTF8.GetString(ToJson()),
    };

    public byte[] ToJson() => IotJson.Write(this);

    /// <summary>Writes it as JSON; Undefined (which the caller leaves out of objects) as null.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case IotKind.Undefined or IotKind.Null: writer.WriteNullValue(); break;
            case IotKind.Boolean: writer.WriteBooleanValue(IsTrue); break;
            case IotKind.Int or IotKind.Decimal: WriteNumber(writer); break;
            case IotKind.String: writer.WriteStringValue(Text); break;
            case IotKind.Binary: writer.WriteBase64StringValue(Bytes); break;
            case IotKind.Array or IotKind.Object when _reference is null: _json.WriteTo(writer); break;
            case IotKind.Array: WriteArray(writer); break;
            case IotKind.Object: WriteObject(writer); break;
        }
    }

    /// <summary>The order of two numbers.</summary>
    internal static int Compare(IotValue left, IotValue right) =>
        left.IsReal || right.IsReal ? left.ToDouble().CompareTo(right.ToDouble()) : left._number.CompareTo(right._number);

    /// <summary>The same value; numbers by value, objects in any order of members.</summary>
    internal static bool AreEqual(IotValue left, IotValue right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return Compare(left, right) == 0;
        }

        return left.Kind == right.Kind && left.Kind switch
        {
            IotKind.Null => true,
            IotKind.Boolean => left.IsTrue == right.IsTrue,
            IotKind.String => left.Text == right.Text,
            IotKind.Binary => left.Bytes.AsSpan().SequenceEqual(right.Bytes),
            IotKind.Array => left.Elements().SequenceEqual(right.Elements(), IotEquality.Instance),
            IotKind.Object => left.Members().Count() == right.Members().Count()
                && left.Members().All(member => AreEqual(member.Value, right.Member(member.Key))),
            _ => false,
        };
    }

    /// <summary>A string is a number when all of it is: digits, a fraction, an exponent.</summary>
    internal static IotValue ParseNumber(string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (text.Length is 0 or > 400 || text[0] == '+' || !char.IsAsciiDigit(text[^1])
            || !(char.IsAsciiDigit(text[0]) || (text.Length > 1 && char.IsAsciiDigit(text[1]))))
        {
            return default;
        }

        // a decimal that became 0 may be a number too small for it
        return decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) && number != 0 ? Of(number)
            : double.TryParse(text, Style, CultureInfo.InvariantCulture, out var real) ? Of(real)
            : default;
    }

    private static IotValue OfNumber(JsonElement json)
    {
        if (json.TryGetInt64(out var integer))
        {
            return new(IotKind.Int, integer, null, json);
        }

        if (json.TryGetDecimal(out var number) && number != 0)
        {
            var value = Of(number);
            return value.Kind == IotKind.Int ? value : new(IotKind.Decimal, number, null, json);
        }

        return json.TryGetDouble(out var real) ? Of(real) : default;
    }

    private string NumberText() =>
        _reference is double real ? real.ToString("R", CultureInfo.InvariantCulture)
        : Kind == IotKind.Int ? _number.ToString("0", CultureInfo.InvariantCulture)
        : _number.ToString("G29", CultureInfo.InvariantCulture);

    private void WriteNumber(Utf8JsonWriter writer)
    {
        if (_json.ValueKind == JsonValueKind.Number)
        {
            _json.WriteTo(writer); // as the device wrote it
        }
        else
        {
            writer.WriteRawValue(NumberText());
        }
    }

    private void WriteArray(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in Elements())
        {
            item.Write(writer);
        }

        writer.WriteEndArray();
    }

    private void WriteObject(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in Members())
        {
            if (!value.IsUndefined)
            {
                writer.WritePropertyName(name);
                value.Write(writer);
            }
        }

        writer.WriteEndObject();
    }

    private sealed class IotEquality : IEqualityComparer<IotValue>
    {
        public static IotEquality Instance { get; } = new();

        public bool Equals(IotValue x, IotValue y) => AreEqual(x, y);

        public int GetHashCode(IotValue value) => (int)value.Kind;
    }
}

internal static class IotJson
{
    /// <summary>Text goes out as it came in: only what JSON demands is escaped.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private const int KeptBytesMax = 64 * 1024;

    // Kept by each thread: a writer grows its buffer by 4 KiB at least, which for messages of a few hundred bytes would be most of the work.
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _kept;

    public static byte[] Write(IotValue value)
    {
        var (buffer, writer) = _kept ?? Create();
        _kept = null; // not to be found half used, should writing throw
        value.Write(writer);
        writer.Flush();
        var bytes = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= KeptBytesMax)
        {
            buffer.ResetWrittenCount();
            writer.Reset(buffer);
            _kept = (buffer, writer);
        }

        return bytes;
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Create()
    {
        var buffer = new ArrayBufferWriter<byte>(8 * 1024);
        return (buffer, new Utf8JsonWriter(buffer, WriterOptions));
    }
}
