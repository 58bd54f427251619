using System.Globalization;
using System.Xml;
using Weir.Engines.Discovery.Types;

namespace Weir.Engines.Discovery.Files;

/// <summary>Finds the columns of the elements that are an XML file's rows.</summary>
internal static class XmlSniffer
{
    public static bool LooksLikeXml(TextSample sample) => sample.Text.AsSpan().TrimStart() is ['<', var next, ..] && (char.IsLetter(next) || next is '?' or '!');

    /// <summary>Null when no element has the name.</summary>
    public static FileSchema? Sniff(TextSample sample, string rowTag, string classification)
    {
        var columns = new Dictionary<string, Node>(StringComparer.Ordinal);
        var rows = 0L;
        try
        {
            using var reader = XmlReader.Create(new StringReader(sample.Text), new()
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreWhitespace = true,
            });
            while (reader.Read())
            {
                while (reader.NodeType == XmlNodeType.Element && reader.LocalName == rowTag)
                {
                    var row = new Node();
                    row.Read(reader, 0);
                    rows++;
                    foreach (var (name, child) in row.Children)
                    {
                        (columns.TryGetValue(name, out var known) ? known : columns[name] = new()).Merge(child);
                    }
                }
            }
        }
        catch (XmlException error) when (!sample.IsWhole || rows > 0)
        {
            // A sample ends where it ends; rows before the damage still tell the columns.
            _ = error;
        }
        catch (XmlException)
        {
            return null;
        }

        return rows == 0 ? null : new()
        {
            Format = FileFormat.Xml,
            Classification = classification,
            RowPath = rowTag,
            Columns = [.. columns.Take(DiscoveryLimits.ColumnsMax).Select(pair => new FoundColumn(pair.Key, pair.Value.Type(), "elements and attributes of the row"))],
            Records = rows,
            RecordBytes = sample.Text.Length,
            Reasons = [string.Create(CultureInfo.InvariantCulture, $"{rows} elements <{rowTag}>"), "Athena does not read XML: a job has to convert it"],
        };
    }

    private sealed class Node
    {
        private readonly ColumnTally _texts = new();
        private bool _isMany;

        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        /// <summary>Leaves the reader after the element.</summary>
        public void Read(XmlReader reader, int depth)
        {
            for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
            {
                if (reader.Prefix != "xmlns" && reader.LocalName != "xmlns")
                {
                    Child(reader.LocalName)._texts.Add(reader.Value);
                }
            }

            reader.MoveToElement();
            if (reader.IsEmptyElement)
            {
                reader.Read();
                return;
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            var level = reader.Depth;
            reader.Read();
            while (reader.Depth > level)
            {
                if (reader.NodeType == XmlNodeType.Element && depth < DiscoveryLimits.DepthMax)
                {
                    var name = reader.LocalName.ToLowerInvariant();
                    var child = new Node { _isMany = !seen.Add(name) };
                    child.Read(reader, depth + 1);
                    Child(name).Merge(child);
                }
                else
                {
                    if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                    {
                        _texts.Add(reader.Value);
                    }

                    if (!reader.Read())
                    {
                        return;
                    }
                }
            }

            reader.Read();
        }

        public void Merge(Node other)
        {
            _isMany |= other._isMany;
            _texts.Merge(other._texts);
            foreach (var (name, child) in other.Children)
            {
                Child(name).Merge(child);
            }
        }

        public HiveType Type()
        {
            var one = Children.Count == 0
                ? _texts.Decide().Type
                : HiveType.StructOf([.. Children.Select(child => new HiveField(child.Key, child.Value.Type()))]);
            return _isMany ? HiveType.ArrayOf(one) : one;
        }

        private Node Child(string name)
        {
            var key = name.ToLowerInvariant();
            return Children.TryGetValue(key, out var known) ? known : Children[key] = new();
        }
    }
}
