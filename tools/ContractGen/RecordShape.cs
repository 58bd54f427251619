using System.Text.Json.Nodes;

namespace Weir.ContractGen;

/// <summary>A record to be generated.</summary>
/// <param name="Name">Its C# name.</param>
/// <param name="ModelName">Its name in the model.</param>
/// <param name="Json">The model's structure, references resolved.</param>
internal sealed record RecordShape(string Name, string ModelName, JsonObject Json)
{
    public List<RecordMember> Members { get; } = [];

    public RecordMember? Payload => Members.Find(member => member.Name == (string?)Json["payload"]);

    public string? OutputRoot { get; init; }

    public bool IsUnwrapped { get; init; }

    /// <summary>The namespace of the root element where the use of the shape does not name one.</summary>
    public string? XmlNamespace { get; init; }
}

/// <param name="Name">In the model.</param>
/// <param name="Property">In C#.</param>
internal sealed record RecordMember(string Name, string Property, MemberType Type, bool IsRequired);

/// <summary>The type of a member, an element or a value, with the traits of that use.</summary>
internal sealed record MemberType(string Kind, string CSharp, JsonObject Traits)
{
    public MemberType? Element { get; init; }

    public MemberType? Key { get; init; }

    public string? QueryName { get; init; }

    public bool IsStream { get; init; }

    public bool IsEvents { get; init; }

    /// <summary>A C# value type: its optional form is a <c>Nullable</c>.</summary>
    public bool IsValue => Kind is "Integer" or "Long" or "Double" or "Boolean" or "Timestamp" || (Kind == "Blob" && !IsStream);
}
