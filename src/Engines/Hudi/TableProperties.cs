using System.Globalization;
using System.Text;

namespace Weir.Engines.Hudi;

/// <summary>How records of one key are told apart.</summary>
public enum MergeMode
{
    /// <summary>What was written last wins.</summary>
    CommitTime = 0,

    /// <summary>The greatest ordering value wins, also over the base file.</summary>
    EventTime = 1,

    /// <summary>Among the logs the greatest ordering value wins, and that over the base file in any case.</summary>
    LogsOverBase = 2,
}

/// <summary>What <c>.hoodie/hoodie.properties</c> says.</summary>
public sealed class TableProperties
{
    private static readonly Dictionary<string, MergeMode> Payloads = new(StringComparer.Ordinal)
    {
        ["OverwriteWithLatestAvroPayload"] = MergeMode.LogsOverBase,
        ["AWSDmsAvroPayload"] = MergeMode.LogsOverBase,
        ["HoodieAvroPayload"] = MergeMode.CommitTime,
        ["DefaultHoodieRecordPayload"] = MergeMode.EventTime,
        ["EventTimeAvroPayload"] = MergeMode.EventTime,
    };

    private readonly Dictionary<string, string> _values;

    private TableProperties(Dictionary<string, string> values) => _values = values;

    public int Version => int.TryParse(this["hoodie.table.version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 1;

    public bool IsMergeOnRead => string.Equals(this["hoodie.table.type"], "MERGE_ON_READ", StringComparison.OrdinalIgnoreCase);

    /// <summary>Records carry <c>_hoodie_record_key</c> and the like.</summary>
    public bool HasMetaFields => !string.Equals(this["hoodie.populate.meta.fields"], "false", StringComparison.OrdinalIgnoreCase);

    public IReadOnlyList<string> KeyFields => Split(this["hoodie.table.recordkey.fields"]);

    /// <summary>The columns whose values say which record of a key is newer; the first decides.</summary>
    public IReadOnlyList<string> OrderingFields => Split(this["hoodie.table.ordering.fields"] ?? this["hoodie.table.precombine.field"]);

    public string BaseFormat => this["hoodie.table.base.file.format"] ?? "PARQUET";

    /// <summary>The folders of the timeline below the table's: of layout 2 first.</summary>
    public string TimelineFolder => LayoutVersion >= 2 ? $".hoodie/{this["hoodie.timeline.path"] ?? "timeline"}/" : ".hoodie/";

    public int LayoutVersion => int.TryParse(this["hoodie.timeline.layout.version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        ? version
        : Version >= 8 ? 2 : 1;

    /// <summary>Records of AWS DMS say by themselves that they delete.</summary>
    public bool HasOperations => Payload == "AWSDmsAvroPayload";

    public string? this[string key] => _values.GetValueOrDefault(key);

    private string? Payload => (this["hoodie.table.legacy.payload.class"] ?? this["hoodie.compaction.payload.class"])?.Split('.')[^1];

    public static TableProperties Parse(ReadOnlySpan<byte> content)
    {
        // Java's format: ISO-8859-1 with escapes, lines that go on behind a backslash, = or : between key and value.
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = Encoding.UTF8.GetString(content).ReplaceLineEndings("\n");
        foreach (var line in text.Replace("\\\n", "", StringComparison.Ordinal).Split('\n'))
        {
            var trimmed = line.TrimStart();
            if (trimmed.Length == 0 || trimmed[0] is '#' or '!')
            {
                continue;
            }

            var at = 0;
            while (at < trimmed.Length && trimmed[at] is not ('=' or ':'))
            {
                at += trimmed[at] == '\\' ? 2 : 1;
            }

            at = Math.Min(at, trimmed.Length);
            values[Unescaped(trimmed[..at].Trim())] = at < trimmed.Length ? Unescaped(trimmed[(at + 1)..].TrimStart()) : "";
        }

        return new(values);
    }

    /// <exception cref="HudiException">Records are merged by rules that are not built here.</exception>
    public MergeMode Merging()
    {
        if (this["hoodie.table.partial.update.mode"] is { Length: > 0 } partial)
        {
            throw HudiException.NotSupported($"partial updates of Hudi tables ({partial}) are not supported");
        }

        switch (this["hoodie.record.merge.mode"]?.ToUpperInvariant())
        {
            case "EVENT_TIME_ORDERING":
                return MergeMode.EventTime;
            case "COMMIT_TIME_ORDERING":
                return MergeMode.CommitTime;
            default:
                return Payload is null ? MergeMode.LogsOverBase
                    : Payloads.TryGetValue(Payload, out var mode) ? mode
                    : throw HudiException.NotSupported($"records of Hudi tables merged by {Payload} are not supported");
        }
    }

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static string Unescaped(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\' || at + 1 == text.Length)
            {
                plain.Append(text[at]);
                continue;
            }

            at++;
            if (text[at] == 'u' && at + 4 < text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                at += 4;
            }
            else
            {
                plain.Append(text[at] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
            }
        }

        return plain.ToString();
    }
}
