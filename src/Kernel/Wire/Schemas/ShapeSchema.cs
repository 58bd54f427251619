namespace Weir.Kernel.Wire;

/// <summary>One structure of the model: its members in the model's order. Immutable.</summary>
public sealed class ShapeSchema(string name, MemberSchema[] members)
{
    /// <summary>The model's name of the structure.</summary>
    public string Name { get; } = name;

    public IReadOnlyList<MemberSchema> Members => members;

    /// <summary>The member that is the whole body of a REST message; null when the body holds all members without a place.</summary>
    public MemberSchema? Payload { get; init; }

    /// <summary>The XML root element, where the model or the service's documentation names one.</summary>
    public string? XmlName { get; init; }

    public string? XmlNamespace { get; init; }

    /// <summary>The root element holds the only member's text itself (S3 GetBucketLocation).</summary>
    public bool IsUnwrapped { get; init; }

    /// <summary>The element around the members in the Query protocol.</summary>
    public string? ResultWrapper { get; init; }

    /// <summary>The index of the body member with this wire name, or -1; <paramref name="hint"/> is tried first.</summary>
    internal int IndexOf(ReadOnlySpan<byte> wireName, int hint)
    {
        if ((uint)hint < (uint)members.Length && Matches(members[hint], wireName))
        {
            return hint;
        }

        for (var index = 0; index < members.Length; index++)
        {
            if (Matches(members[index], wireName))
            {
                return index;
            }
        }

        return -1;
    }

    private static bool Matches(MemberSchema member, ReadOnlySpan<byte> wireName) =>
        member.Location == MemberLocation.Body && member.Utf8Name.SequenceEqual(wireName);
}
