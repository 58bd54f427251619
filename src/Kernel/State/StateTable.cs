using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Weir.Kernel.State;

/// <summary>A keyspace of JSON documents of one type: what a service remembers.</summary>
/// <remarks>Give the source-generated type info of the service's <c>JsonSerializerContext</c>.</remarks>
public sealed class StateTable<T>(string name, JsonTypeInfo<T> json)
    where T : class
{
    public Keyspace Space { get; } = new(name);

    public T? Find(IStateReader state, StateKey key) => state.Get(Space, key) is { } bytes ? Decode(bytes) : null;

    public void Put(IStateWriter state, StateKey key, T value) =>
        state.Put(Space, key, JsonSerializer.SerializeToUtf8Bytes(value, json));

    public bool Delete(IStateWriter state, StateKey key) => state.Delete(Space, key);

    /// <summary>The entries below a prefix (see <see cref="StateKey.Prefix"/>; the default key means all), in key order.</summary>
    public IEnumerable<(StateKey Key, T Value)> Scan(IStateReader state, StateKey prefix) =>
        Scan(state, prefix, prefix.IsEmpty ? default : prefix.Next());

    public IEnumerable<(StateKey Key, T Value)> Scan(IStateReader state, StateKey from, StateKey to, bool reverse = false) =>
        state.Scan(Space, from, to, reverse).Select(entry => (entry.Key, Decode(entry.Value)));

    /// <summary>Reads a value of a raw scan of <see cref="Space"/>.</summary>
    public T Decode(byte[] bytes) =>
        JsonSerializer.Deserialize(bytes, json) ?? throw new JsonException($"an entry of {Space.Name} is null");
}
