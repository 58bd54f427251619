using System.Text;

namespace Weir.Engines.Formats.Avro;

/// <summary>Reads one type of the writer's as one of the reader's, as plain values.</summary>
/// <remarks>
/// Values are null, bool, int, long, float, double, byte[] (bytes, fixed), string (string, enum), object?[] (records by field,
/// arrays), and dictionaries (maps); a union's value is its branch's. Logical types are left as they are stored.
/// </remarks>
internal abstract class AvroReader
{
    public abstract object? Read(ref AvroInput input);

    public abstract void Skip(ref AvroInput input);
}

/// <summary>A type that is one of the primitives, read as it is.</summary>
internal sealed class AvroPrimitiveReader(AvroKind kind) : AvroReader
{
    public override object? Read(ref AvroInput input) => kind switch
    {
        AvroKind.Null => null,
        AvroKind.Boolean => input.ReadBoolean(),
        AvroKind.Int => input.ReadInt(),
        AvroKind.Long => input.ReadLong(),
        AvroKind.Float => input.ReadFloat(),
        AvroKind.Double => input.ReadDouble(),
        AvroKind.Bytes => input.ReadBytes().ToArray(),
        AvroKind.String => Encoding.UTF8.GetString(input.ReadBytes()),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public override void Skip(ref AvroInput input)
    {
        switch (kind)
        {
            case AvroKind.Boolean:
                _ = input.Take(1);
                break;
            case AvroKind.Int or AvroKind.Long:
                _ = input.ReadLong();
                break;
            case AvroKind.Float:
                _ = input.Take(4);
                break;
            case AvroKind.Double:
                _ = input.Take(8);
                break;
            case AvroKind.Bytes or AvroKind.String:
                _ = input.ReadBytes();
                break;
        }
    }
}

/// <summary>A number or text of the writer's as the wider one of the reader's.</summary>
internal sealed class AvroPromotionReader(AvroReader inner, AvroKind target) : AvroReader
{
    public override object? Read(ref AvroInput input) => (inner.Read(ref input), target) switch
    {
        (int value, AvroKind.Long) => (long)value,
        (int value, AvroKind.Float) => (float)value,
        (int value, AvroKind.Double) => (double)value,
        (long value, AvroKind.Float) => (float)value,
        (long value, AvroKind.Double) => (double)value,
        (float value, AvroKind.Double) => (double)value,
        (string value, AvroKind.Bytes) => Encoding.UTF8.GetBytes(value),
        (byte[] value, AvroKind.String) => Encoding.UTF8.GetString(value),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public override void Skip(ref AvroInput input) => inner.Skip(ref input);
}

internal sealed class AvroFixedReader(int size) : AvroReader
{
    public override object? Read(ref AvroInput input) => input.Take(size).ToArray();

    public override void Skip(ref AvroInput input) => _ = input.Take(size);
}

/// <param name="symbols">The reader's symbol for each of the writer's; null where it has none.</param>
internal sealed class AvroEnumReader(string name, string?[] symbols) : AvroReader
{
    public override object? Read(ref AvroInput input)
    {
        var index = input.ReadInt();
        return (uint)index < (uint)symbols.Length
            ? symbols[index] ?? throw input.Damaged($"a symbol of {name} that the reader does not know")
            : throw input.Damaged($"a symbol that {name} does not have");
    }

    public override void Skip(ref AvroInput input) => _ = input.ReadLong();
}

/// <summary>The writer's union: the branch decides.</summary>
internal sealed class AvroUnionReader(AvroReader[] branches) : AvroReader
{
    public override object? Read(ref AvroInput input) => Branch(ref input).Read(ref input);

    public override void Skip(ref AvroInput input) => Branch(ref input).Skip(ref input);

    private AvroReader Branch(ref AvroInput input)
    {
        var index = input.ReadLong();
        return (ulong)index < (ulong)branches.Length ? branches[index] : throw input.Damaged("a union branch that does not exist");
    }
}

/// <summary>A branch that the reader's schema cannot hold: an error only where a value is of it.</summary>
internal sealed class AvroMismatchReader(string message, AvroReader skipper) : AvroReader
{
    public override object? Read(ref AvroInput input) => throw new FormatException(message);

    public override void Skip(ref AvroInput input) => skipper.Skip(ref input);
}

internal sealed class AvroArrayReader(AvroReader item, int itemBytesMin) : AvroReader
{
    public override object? Read(ref AvroInput input)
    {
        input.Enter();
        var items = new List<object?>();
        for (var count = input.ReadItems(itemBytesMin); count > 0; count = input.ReadItems(itemBytesMin))
        {
            for (; count > 0; count--)
            {
                items.Add(item.Read(ref input));
            }
        }

        input.Leave();
        return items.ToArray();
    }

    public override void Skip(ref AvroInput input)
    {
        input.Enter();
        for (var count = input.SkipItems(itemBytesMin); count != 0; count = input.SkipItems(itemBytesMin))
        {
            for (; count > 0; count--)
            {
                item.Skip(ref input);
            }
        }

        input.Leave();
    }
}

internal sealed class AvroMapReader(AvroReader value, int valueBytesMin) : AvroReader
{
    public override object? Read(ref AvroInput input)
    {
        input.Enter();
        var items = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var count = input.ReadItems(1 + valueBytesMin); count > 0; count = input.ReadItems(1 + valueBytesMin))
        {
            for (; count > 0; count--)
            {
                var key = Encoding.UTF8.GetString(input.ReadBytes());
                items[key] = value.Read(ref input);
            }
        }

        input.Leave();
        return items;
    }

    public override void Skip(ref AvroInput input)
    {
        input.Enter();
        for (var count = input.SkipItems(1 + valueBytesMin); count != 0; count = input.SkipItems(1 + valueBytesMin))
        {
            for (; count > 0; count--)
            {
                _ = input.ReadBytes();
                value.Skip(ref input);
            }
        }

        input.Leave();
    }
}

/// <summary>A record: the writer's fields in their order, each to its place in the reader's record or skipped.</summary>
internal sealed class AvroRecordReader : AvroReader
{
    /// <summary>In the writer's order; place is -1 for a field the reader does not have.</summary>
    public (AvroReader Reader, int Place)[] Steps { get; set; } = [];

    /// <summary>The reader's record before anything is read: its defaults.</summary>
    public object?[] Defaults { get; set; } = [];

    public override object? Read(ref AvroInput input)
    {
        input.Enter();
        var values = (object?[])Defaults.Clone();
        foreach (var (reader, place) in Steps)
        {
            if (place < 0)
            {
                reader.Skip(ref input);
            }
            else
            {
                values[place] = reader.Read(ref input);
            }
        }

        input.Leave();
        return values;
    }

    public override void Skip(ref AvroInput input)
    {
        input.Enter();
        foreach (var (reader, _) in Steps)
        {
            reader.Skip(ref input);
        }

        input.Leave();
    }
}
