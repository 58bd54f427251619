using System.Text;
using System.Xml;

namespace Weir.Kernel.Wire;

/// <summary>Reads an XML document into a tree: no DTD, no entities of its own, bounded in nesting and nodes.</summary>
internal static class XmlTree
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = 16 * 1024 * 1024,
        MaxCharactersFromEntities = 1024,
    };

    public static TreeNode Read(Stream body)
    {
        try
        {
            using var reader = XmlReader.Create(body, Settings);
            reader.MoveToContent();
            var left = WireLimits.XmlNodesMax;
            return ReadElement(reader, ref left);
        }
        catch (Exception problem) when (problem is XmlException or DecoderFallbackException or InvalidOperationException)
        {
            throw new MalformedMessageException(
                "The XML you provided was not well-formed or did not validate against our published schema");
        }
    }

    private static TreeNode ReadElement(XmlReader reader, ref int left)
    {
        var open = new Stack<TreeNode>();
        var text = new StringBuilder();
        while (true)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var node = Open(reader, ref left);
                    if (open.TryPeek(out var parent))
                    {
                        parent.Add(node);
                    }

                    text.Clear();
                    if (reader.IsEmptyElement)
                    {
                        node.Text = "";
                        if (open.Count == 0)
                        {
                            ReadToEnd(reader);
                            return node;
                        }
                    }
                    else if (open.Count == WireLimits.NestingMax)
                    {
                        throw new MalformedMessageException($"The XML is nested more than {WireLimits.NestingMax} levels deep");
                    }
                    else
                    {
                        open.Push(node);
                    }

                    break;

                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    text.Append(reader.Value);
                    break;

                case XmlNodeType.EndElement:
                    var closed = open.Pop();
                    if (closed.Children.Count == 0)
                    {
                        closed.Text = text.ToString();
                    }

                    text.Clear();
                    if (open.Count == 0)
                    {
                        ReadToEnd(reader);
                        return closed;
                    }

                    break;

                default:
                    break;
            }

            if (!reader.Read())
            {
                throw new MalformedMessageException("The XML ends too early");
            }
        }
    }

    /// <summary>What follows the root must be well formed too: nothing.</summary>
    private static void ReadToEnd(XmlReader reader)
    {
        while (reader.Read())
        {
        }
    }

    private static TreeNode Open(XmlReader reader, ref int left)
    {
        left -= 1 + reader.AttributeCount;
        if (left < 0)
        {
            throw new MalformedMessageException($"The XML has more than {WireLimits.XmlNodesMax} nodes");
        }

        var node = new TreeNode(reader.LocalName);
        if (!reader.HasAttributes)
        {
            return node;
        }

        node.Attributes = new(StringComparer.Ordinal);
        while (reader.MoveToNextAttribute())
        {
            node.Attributes[reader.LocalName] = reader.Value;
        }

        reader.MoveToElement();
        return node;
    }
}
