using System.Globalization;
using System.Text;

namespace Weir.Engines.Formats.Parquet;

/// <summary>An element of the schema in its tree, with the levels that say which of its values exist. Immutable.</summary>
internal sealed class ParquetNode
{
    public static readonly ParquetNode Empty = new(new(), [], 0, 0, -1, "");

    private ParquetNode(ParquetLeaf element, IReadOnlyList<ParquetNode> children, int definition, int repetition, int column, string path) =>
        (Element, Children, Definition, Repetition, Column, Path) = (element, children, definition, repetition, column, path);

    public ParquetLeaf Element { get; }

    public IReadOnlyList<ParquetNode> Children { get; }

    public string Name => Element.Name;

    /// <summary>The definition level from which on this is there (not NULL; of something repeated: an element exists).</summary>
    public int Definition { get; }

    /// <summary>How many repeated elements there are from the root to here, this one included.</summary>
    public int Repetition { get; }

    /// <summary>The number of the column chunk in each row group; -1 for a group.</summary>
    public int Column { get; }

    /// <summary>The names from the root, between points.</summary>
    public string Path { get; }

    public bool IsRepeated => Element.Repetition == 2;

    public bool IsLeaf => Column >= 0;

    /// <summary>The columns, in the order of their numbers.</summary>
    public IEnumerable<ParquetNode> Leaves() => IsLeaf ? [this] : Children.SelectMany(child => child.Leaves());

    /// <summary>Appends all that the schema says from here on, in one way only.</summary>
    public void Describe(StringBuilder text)
    {
        var element = Element;
        text.Append(
            CultureInfo.InvariantCulture,
            $"{element.Name}|{element.Physical}|{element.TypeLength}|{Children.Count}|{element.FieldId}|{element.Repetition}|{element.Converted}|{element.Logical}"
            + $"|{element.Scale}|{element.Precision}|{element.TimeUnit}|{element.BitWidth}|{element.IsMarkedUnsigned}\n");
        foreach (var child in Children)
        {
            child.Describe(text);
        }
    }

    public static ParquetNode Tree(IReadOnlyList<ParquetLeaf> elements)
    {
        if (elements.Count == 0)
        {
            throw new FormatException("a schema without elements");
        }

        var (at, column) = (0, 0);
        var root = Read(elements, ref at, ref column, 0, 0, 0, "");
        return at == elements.Count ? root : throw new FormatException($"a schema of {elements.Count} elements of which {at} have a place");
    }

    private static ParquetNode Read(
        IReadOnlyList<ParquetLeaf> elements, ref int at, ref int column, int definition, int repetition, int depth, string path)
    {
        if (at >= elements.Count || depth > ParquetLimits.SchemaDepthMax)
        {
            throw new FormatException(depth > ParquetLimits.SchemaDepthMax ? "a schema nested too deeply" : "a schema with fewer elements than it says");
        }

        var isRoot = at == 0;
        var element = elements[at++];
        if (!isRoot)
        {
            if (element.Repetition is < 0 or > 2)
            {
                throw new FormatException($"column {path}{element.Name} has the unknown repetition {element.Repetition}");
            }

            definition += element.Repetition == 0 ? 0 : 1;
            repetition += element.Repetition == 2 ? 1 : 0;
            path = path.Length == 0 ? element.Name : $"{path}.{element.Name}";
        }

        if (element.ChildCount < 0 || element.ChildCount > elements.Count - at)
        {
            throw new FormatException($"group {path} has {element.ChildCount} elements where {elements.Count - at} are left");
        }

        // A group without anything in it cannot be told from a column but by its missing type.
        if (element.ChildCount == 0 && !isRoot && element.Physical >= 0)
        {
            return new(element, [], definition, repetition, column++, path);
        }

        var children = new ParquetNode[element.ChildCount];
        for (var child = 0; child < children.Length; child++)
        {
            children[child] = Read(elements, ref at, ref column, definition, repetition, depth + 1, path);
        }

        return new(element, children, definition, repetition, -1, path);
    }
}
