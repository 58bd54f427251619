namespace Weir.Engines.Formats.Orc;

/// <summary>Reads the footer's list of types into a tree, and refuses what is none.</summary>
internal sealed class OrcTypeTree
{
    private readonly List<Node> _nodes = [];
    private int _next;

    public void Add(ProtoReader message)
    {
        var node = new Node();
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    node.Kind = (OrcKind)message.Int();
                    break;
                case 2:
                    message.Numbers(node.Children);
                    break;
                case 3:
                    node.Names.Add(message.Text());
                    break;
                case 5:
                    node.Precision = message.Int();
                    break;
                case 6:
                    node.Scale = message.Int();
                    break;
                case 7:
                    AddAttribute(node, message.Message());
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        _nodes.Add(node);
        if (_nodes.Count > OrcLimits.TypesMax)
        {
            throw new FormatException($"more than {OrcLimits.TypesMax} types");
        }
    }

    public OrcType Build()
    {
        if (_nodes.Count == 0)
        {
            throw new FormatException("the footer names no types");
        }

        var root = Take(0);
        return _next == _nodes.Count ? root : throw new FormatException("the footer's types are not one tree");
    }

    /// <summary>Children follow their parent in order: any other numbering is refused, and with it every circle.</summary>
    private OrcType Take(int depth)
    {
        var id = _next++;
        var node = _nodes[id];
        if (depth > OrcLimits.DepthMax)
        {
            throw new FormatException($"types are nested deeper than {OrcLimits.DepthMax}");
        }

        Check(id, node);
        var children = new OrcType[node.Children.Count];
        for (var at = 0; at < children.Length; at++)
        {
            if (node.Children[at] != (ulong)_next || _next >= _nodes.Count)
            {
                throw new FormatException($"type {id} has the child {node.Children[at]} where {_next} would come");
            }

            children[at] = Take(depth + 1);
        }

        // Decimals of the first versions have no declared precision.
        var (precision, scale) = node is { Kind: OrcKind.Decimal, Precision: 0 } ? (38, 18) : (node.Precision, node.Scale);
        return new()
        {
            Id = id,
            Kind = node.Kind,
            Children = children,
            Names = node.Names,
            Precision = precision,
            Scale = scale,
            LastId = _next - 1,
            Attributes = node.Attributes,
        };
    }

    private static void AddAttribute(Node node, ProtoReader message)
    {
        var (key, value) = ("", "");
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    key = message.Text();
                    break;
                case 2:
                    value = message.Text();
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        node.Attributes[key] = value;
    }

    private static void Check(int id, Node node)
    {
        var isRight = node.Kind switch
        {
            OrcKind.List => node.Children.Count == 1,
            OrcKind.Map => node.Children.Count == 2,
            OrcKind.Struct => node.Names.Count == node.Children.Count,
            OrcKind.Union => node.Children.Count is > 0 and < 256,
            OrcKind.Decimal => node.Children.Count == 0 && node.Precision <= 38 && node.Scale <= Math.Max(node.Precision, 38),
            _ => node.Children.Count == 0,
        };
        if (!isRight || (node is { Kind: OrcKind.Decimal, Precision: > 0 } && node.Scale > node.Precision))
        {
            throw new FormatException($"type {id} is no {node.Kind}");
        }
    }

    private sealed class Node
    {
        public OrcKind Kind { get; set; }

        public List<ulong> Children { get; } = [];

        public List<string> Names { get; } = [];

        public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

        public int Precision { get; set; }

        public int Scale { get; set; }
    }
}
