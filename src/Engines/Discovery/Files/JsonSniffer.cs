using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Engines.Discovery.Types;

namespace Weir.Engines.Discovery.Files;

/// <summary>Finds the columns of JSON documents.</summary>
internal static class JsonSniffer
{
    /// <summary>Null when the text is no JSON of objects or arrays.</summary>
    public static FileSchema? Sniff(TextSample sample, string? rowPath = null)
    {
        var head = sample.Text.AsSpan().TrimStart();
        if (head.IsEmpty || head[0] is not ('{' or '['))
        {
            return null;
        }

        var paths = rowPath is null ? null : JsonPaths.Parse(rowPath);
        if (rowPath is not null && paths is null)
        {
            return null;
        }

        var documents = new Documents(paths);
        documents.Read(Encoding.UTF8.GetBytes(sample.Text), sample.IsWhole);
        return documents.Rows == 0 ? null : documents.Result(sample, rowPath);
    }

    private sealed class Documents(JsonPaths? paths)
    {
        private const int WindowBytesMin = 64 << 10;
        private const long WindowGrowth = 16;

        private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, CommentHandling = JsonCommentHandling.Disallow, MaxDepth = 64 };

        private readonly Dictionary<string, (HiveType Type, long Seen, string? First)> _columns = new(StringComparer.Ordinal);
        private readonly List<string> _order = [];
        private long _documents;
        private long _malformed;
        private long _arrays;
        private bool _isOverLines;

        public long Rows { get; private set; }

        /// <summary>Whole documents one after another; where one is broken, the next line goes on.</summary>
        public void Read(ReadOnlySpan<byte> bytes, bool isWhole)
        {
            while (true)
            {
                bytes = bytes.TrimStart(" \t\r\n"u8);
                if (bytes.IsEmpty)
                {
                    return;
                }

                var taken = Document(bytes, isWhole);
                if (taken == 0)
                {
                    return;
                }

                bytes = bytes[taken..];
            }
        }

        /// <summary>How many bytes were used; 0 when the rest is one document cut by the sample's end.</summary>
        private int Document(ReadOnlySpan<byte> bytes, bool isWhole)
        {
            // The reader's errors quote all that it was given: it gets the line, and more only where the document goes on.
            var line = bytes.IndexOf((byte)'\n') + 1;
            for (var window = line == 0 ? bytes.Length : line; ; window = (int)Math.Min(bytes.Length, Math.Max(WindowBytesMin, window * WindowGrowth)))
            {
                var isAll = window == bytes.Length;
                var reader = new Utf8JsonReader(bytes[..window], isFinalBlock: isAll, new JsonReaderState(Options));
                try
                {
                    if (JsonDocument.TryParseValue(ref reader, out var document))
                    {
                        using (document)
                        {
                            var length = checked((int)reader.BytesConsumed);
                            _isOverLines |= bytes[..length].Contains((byte)'\n');
                            Add(document.RootElement);
                            return length;
                        }
                    }

                    if (isAll)
                    {
                        return 0;
                    }
                }
                catch (JsonException)
                {
                    if (line == 0 && !isWhole)
                    {
                        return 0;
                    }

                    // Good documents before it make a broken one dirt; without them the file is no JSON.
                    _malformed++;
                    var isEnough = _malformed > (_documents == 0 ? 3 : DiscoveryLimits.BrokenLinesMax);
                    return isEnough ? 0 : line == 0 ? bytes.Length : line;
                }
            }
        }

        private void Add(JsonElement document)
        {
            _documents++;
            if (paths is not null)
            {
                foreach (var row in paths.Find(document))
                {
                    Row(row);
                }
            }
            else if (document.ValueKind == JsonValueKind.Object)
            {
                Row(document);
            }
            else if (document.ValueKind == JsonValueKind.Array)
            {
                _arrays++;
                Rows++;
                Column("array", document);
            }
        }

        private void Row(JsonElement row)
        {
            Rows++;
            if (row.ValueKind != JsonValueKind.Object)
            {
                Column("record", row);
                return;
            }

            foreach (var property in row.EnumerateObject())
            {
                if (_columns.Count < DiscoveryLimits.ColumnsMax)
                {
                    Column(property.Name.ToLowerInvariant(), property.Value);
                }
            }
        }

        private void Column(string name, JsonElement value)
        {
            var type = JsonTypes.Of(value);
            if (!_columns.TryGetValue(name, out var known))
            {
                _order.Add(name);
                known = (HiveType.None, 0, null);
            }

            var merged = TypeMerge.Merge(known.Type, type);
            var first = known.First;
            if (merged.Kind == TypeKind.String && known.Type.Kind is not (TypeKind.None or TypeKind.String))
            {
                first = $"both {Short(known.Type)} and {Short(type)}";
            }

            _columns[name] = (merged, known.Seen + (type.Kind == TypeKind.None ? 0 : 1), first);
        }

        public FileSchema Result(TextSample sample, string? rowPath)
        {
            var columns = _order.Select(name =>
            {
                var (type, seen, mixed) = _columns[name];
                var settled = JsonTypes.Settle(type);
                settled = settled.ToString().Length > DiscoveryLimits.TypeLettersMax ? HiveType.String : settled;
                var reason = type.Kind == TypeKind.None ? "always null"
                    : mixed is not null ? $"{mixed}, so text holds all"
                    : string.Create(CultureInfo.InvariantCulture, $"in {seen} of {Rows} rows");
                return new FoundColumn(name, settled, reason);
            }).ToList();
            var reasons = new List<string>
            {
                string.Create(CultureInfo.InvariantCulture, $"{_documents} JSON documents with {Rows} rows"),
            };
            if (_malformed > 0)
            {
                var rest = _malformed > DiscoveryLimits.BrokenLinesMax ? "; what comes behind them was not looked at" : "";
                reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{_malformed} broken lines are left out: set ignore.malformed.json to query past them{rest}"));
            }

            if (_isOverLines)
            {
                reasons.Add("documents go over several lines, which the JSON SerDes do not read: write one document a line to query them");
            }

            if (_arrays > 0)
            {
                reasons.Add("the file is an array: a JSON classifier with the path $[*] makes rows of its elements");
            }

            return new()
            {
                Format = FileFormat.Json,
                Classification = "json",
                Columns = columns,
                Records = Rows,
                RecordBytes = sample.Text.Length,
                RowPath = rowPath,
                Reasons = reasons,
            };
        }

        private static string Short(HiveType type) => type.IsNested ? type.Kind.ToString().ToLowerInvariant() : type.ToString();
    }
}
