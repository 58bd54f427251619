using System.Globalization;
using System.Text;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>The properties of a SerDe, and of its table where they are asked there; two are equal when all of them are. Immutable.</summary>
internal sealed class SerdeSettings : IEquatable<SerdeSettings>
{
    private readonly SortedDictionary<string, string> _all = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="sources">Later ones count where earlier ones say nothing.</param>
    public SerdeSettings(params IReadOnlyDictionary<string, string>[] sources)
    {
        foreach (var pair in sources.SelectMany(source => source))
        {
            _all.TryAdd(pair.Key, pair.Value);
        }
    }

    public string? this[string key] => _all.GetValueOrDefault(key);

    public IEnumerable<KeyValuePair<string, string>> All => _all;

    public bool IsTrue(string key) => string.Equals(this[key], "true", StringComparison.OrdinalIgnoreCase);

    public int Count(string key) => this[key] is not { } text ? 0
        : int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
        : throw QueryFailure.User($"HIVE_INVALID_METADATA: Invalid value for {key} property: {text}");

    /// <summary>Values between commas.</summary>
    public string[] List(string key) => (this[key] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Values between commas, as they are; a backslash before a comma or another keeps its meaning away.</summary>
    public IReadOnlyList<string> EscapedList(string key)
    {
        var text = this[key] ?? "";
        var values = new List<string>();
        var value = new StringBuilder();
        for (var at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || text[at] == ',')
            {
                if (!string.IsNullOrWhiteSpace(value.ToString()))
                {
                    values.Add(value.ToString().Trim());
                }

                value.Clear();
                continue;
            }

            if (text[at] == '\\')
            {
                at++;
                if (at == text.Length || text[at] is not (',' or '\\'))
                {
                    throw QueryFailure.User($"HIVE_INVALID_METADATA: Invalid '{key}' property value '{text}': "
                        + (at == text.Length ? "unterminated escape at end of value" : $"Illegal escaped character at {at - 1}"));
                }
            }

            value.Append(text[at]);
        }

        return values;
    }

    public bool Equals(SerdeSettings? other) => other is not null && _all.Count == other._all.Count
        && _all.Zip(other._all).All(pair => string.Equals(pair.First.Key, pair.Second.Key, StringComparison.OrdinalIgnoreCase)
            && pair.First.Value == pair.Second.Value);

    public override bool Equals(object? other) => Equals(other as SerdeSettings);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (key, value) in _all)
        {
            hash.Add(key, StringComparer.OrdinalIgnoreCase);
            hash.Add(value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }
}
