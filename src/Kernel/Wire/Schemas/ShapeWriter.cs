namespace Weir.Kernel.Wire;

/// <summary>Writes generated records in one encoding. A null value is left out.</summary>
/// <remarks>One message, one thread.</remarks>
public abstract class ShapeWriter
{
    public void Write(MemberSchema member, string? value)
    {
        if (value is not null)
        {
            WriteString(member, value);
        }
    }

    public void Write(MemberSchema member, int? value)
    {
        if (value is { } present)
        {
            WriteInteger(member, present);
        }
    }

    public void Write(MemberSchema member, long? value)
    {
        if (value is { } present)
        {
            WriteInteger(member, present);
        }
    }

    public void Write(MemberSchema member, double? value)
    {
        if (value is { } present)
        {
            WriteDouble(member, present);
        }
    }

    public void Write(MemberSchema member, bool? value)
    {
        if (value is { } present)
        {
            WriteBoolean(member, present);
        }
    }

    public void Write(MemberSchema member, DateTimeOffset? value)
    {
        if (value is { } present)
        {
            WriteTimestamp(member, present);
        }
    }

    public void Write(MemberSchema member, ReadOnlyMemory<byte>? value)
    {
        if (value is { } present)
        {
            WriteBlob(member, present);
        }
    }

    public void Write(MemberSchema member, IShape? value)
    {
        if (value is not null)
        {
            WriteStructure(member, value);
        }
    }

    public void Write(MemberSchema member, Stream? value)
    {
        if (value is not null)
        {
            WriteStream(member, value);
        }
    }

    public void Write(MemberSchema member, IAsyncEnumerable<IShape>? value)
    {
        if (value is not null)
        {
            WriteEvents(member, value);
        }
    }

    public abstract void BeginList(MemberSchema list, int count);

    public abstract void EndList(MemberSchema list);

    public abstract void BeginMap(MemberSchema map, int count);

    /// <summary>Starts an entry; its value is written next, with the map's element schema.</summary>
    public abstract void BeginEntry(MemberSchema map, string key);

    public abstract void EndEntry(MemberSchema map);

    public abstract void EndMap(MemberSchema map);

    protected abstract void WriteString(MemberSchema member, string value);

    protected abstract void WriteInteger(MemberSchema member, long value);

    protected abstract void WriteDouble(MemberSchema member, double value);

    protected abstract void WriteBoolean(MemberSchema member, bool value);

    protected abstract void WriteTimestamp(MemberSchema member, DateTimeOffset value);

    protected abstract void WriteBlob(MemberSchema member, ReadOnlyMemory<byte> value);

    protected abstract void WriteStructure(MemberSchema member, IShape value);

    protected virtual void WriteStream(MemberSchema member, Stream value) =>
        throw new NotSupportedException($"{member.Name} cannot be a stream in this encoding");

    protected virtual void WriteEvents(MemberSchema member, IAsyncEnumerable<IShape> value) =>
        throw new NotSupportedException($"{member.Name} cannot be an event stream in this encoding");
}
