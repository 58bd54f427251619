using System.Text.Json.Nodes;

namespace Weir.ContractGen;

/// <summary>What the official model lacks and the services' documentation states: <c>models/additions/API.json</c>.</summary>
/// <remarks><c>models/README.md</c> explains the format.</remarks>
internal sealed class Additions
{
    private readonly JsonObject _json;

    private Additions(JsonObject json) => _json = json;

    public static Additions None { get; } = new([]);

    public string? ValidationErrorCode => (string?)_json["validationErrorCode"];

    public string? ActionPrefix => (string?)_json["actionPrefix"];

    public IEnumerable<string> SigningAliases => (_json["signingAliases"]?.AsArray() ?? []).Select(name => (string)name!);

    public int? BodyBytesMax => (int?)_json["bodyBytesMax"];

    public bool IsQueryCompatible => (bool?)_json["queryCompatible"] ?? false;

    public string? XmlNamespace => (string?)_json["xmlNamespace"];

    /// <summary>Whole operations, in the model's own form; structures carry their <c>name</c>.</summary>
    public JsonObject Operations => _json["operations"]?.AsObject() ?? [];

    /// <summary>The root element of an operation's answer.</summary>
    public string? OutputRoot(string operation) => (string?)_json["outputRoots"]?[operation];

    public bool IsUnwrapped(string operation) =>
        _json["unwrapped"]?.AsArray().Any(name => (string?)name == operation) ?? false;

    /// <summary>Further members of a structure, by its real name (inputs and outputs: <c>PutObjectRequest</c>), in the model's form.</summary>
    public JsonObject Members(string structure) => _json["members"]?[structure]?.AsObject() ?? [];

    /// <summary>Every structure that is named here, with the members named of it: a misspelt one would be without effect.</summary>
    public IEnumerable<(string Structure, IEnumerable<string> QueryMembers)> Named =>
        (_json["members"]?.AsObject() ?? []).Select(entry => (entry.Key, Enumerable.Empty<string>())).Concat(
            (_json["queryNames"]?.AsObject() ?? []).Select(entry => (entry.Key, entry.Value!.AsObject().Select(member => member.Key))));

    /// <summary>Every operation that is named here.</summary>
    public IEnumerable<string> NamedOperations =>
        (_json["outputRoots"]?.AsObject() ?? []).Select(entry => entry.Key)
        .Concat((_json["unwrapped"]?.AsArray() ?? []).Select(name => (string)name!));

    /// <summary>A member's name in the Query protocol.</summary>
    public string? QueryName(string structure, string member) => (string?)_json["queryNames"]?[structure]?[member];

    public static Additions Read(string path) => new(JsonNode.Parse(File.ReadAllText(path))!.AsObject());
}
