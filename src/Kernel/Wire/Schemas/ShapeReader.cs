namespace Weir.Kernel.Wire;

/// <summary>Reads generated records from one encoding, member by member and in the sender's order.</summary>
/// <remarks>
/// Generated code drives it: <c>BeginStructure</c>, then <c>NextMember</c> until it answers -1, reading each value it announces.
/// Unknown members and nulls are skipped inside. One message, one thread.
/// </remarks>
public abstract class ShapeReader
{
    public abstract void BeginStructure(ShapeSchema schema);

    /// <summary>The index of the next known member that has a value; -1 at the structure's end, which is consumed.</summary>
    public abstract int NextMember(ShapeSchema schema);

    public abstract void BeginList(MemberSchema list);

    /// <summary>True when an element follows; false at the list's end, which is consumed.</summary>
    public abstract bool NextElement(MemberSchema list);

    public abstract void BeginMap(MemberSchema map);

    /// <summary>True when an entry follows, whose value is to be read; false at the map's end, which is consumed.</summary>
    public abstract bool NextEntry(MemberSchema map, out string key);

    public abstract string ReadString(MemberSchema member);

    public abstract int ReadInteger(MemberSchema member);

    public abstract long ReadLong(MemberSchema member);

    public abstract double ReadDouble(MemberSchema member);

    public abstract bool ReadBoolean(MemberSchema member);

    public abstract DateTimeOffset ReadTimestamp(MemberSchema member);

    /// <summary>The bytes may point into the request's own body, which nobody reuses: they stay valid as long as they are held.</summary>
    public abstract ReadOnlyMemory<byte> ReadBlob(MemberSchema member);

    /// <summary>The message's streaming body; only a REST message has one.</summary>
    public virtual Stream ReadStream(MemberSchema member) =>
        throw new NotSupportedException($"{member.Name} cannot be a stream in this encoding");

    /// <summary>Reports that a required member did not come.</summary>
    public abstract void Missing(MemberSchema member);
}
