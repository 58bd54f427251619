using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Parquet;

internal enum ParquetShape
{
    Leaf = 0,
    Struct = 1,
    List = 2,
    Map = 3,

    /// <summary>Something that is not in the file: always NULL.</summary>
    Missing = 4,
}

/// <summary>What a part of the schema means: plain values, structs, lists and maps instead of groups and repetitions. Immutable.</summary>
/// <param name="Node">Where it is NULL or not; of something missing, null.</param>
/// <param name="Repeated">Of a list or map, where an element exists.</param>
/// <param name="Parts">A struct's fields, a list's element, a map's key and value.</param>
internal sealed record ParquetColumn(ParquetShape Shape, DuckType Type, ParquetNode? Node, ParquetNode? Repeated, IReadOnlyList<ParquetColumn> Parts)
{
    /// <param name="declared">What the table calls it, which decides what the file leaves open; null takes the file's word.</param>
    public static ParquetColumn Of(ParquetNode node, DuckType? declared) =>
        node.IsRepeated ? List(node, node, Bare(node, ElementOf(declared))) : Bare(node, declared);

    /// <summary>All columns whose values are needed, the first one first.</summary>
    public IEnumerable<ParquetColumn> Leaves() => Shape == ParquetShape.Leaf ? [this] : Parts.SelectMany(part => part.Leaves());

    private static ParquetColumn Bare(ParquetNode node, DuckType? declared) =>
        node.IsLeaf ? new(ParquetShape.Leaf, ParquetTypes.Of(node, declared), node, null, []) : Group(node, declared);

    private static ParquetColumn Group(ParquetNode node, DuckType? declared)
    {
        var only = node.Children.Count == 1 && node.Children[0].IsRepeated ? node.Children[0] : null;
        if (only is not null && (IsMap(node) || (IsMap(only) && !only.IsLeaf)) && !only.IsLeaf && only.Children.Count is 1 or 2)
        {
            return Map(node, only!, declared);
        }

        if (only is not null && IsList(node))
        {
            return List(node, only, Element(node, only, ElementOf(declared)));
        }

        if (declared?.Kind != DuckKind.Struct)
        {
            var fields = node.Children.Select(child => (child.Name, Column: Of(child, null))).ToArray();
            return fields.Length == 0
                ? throw new FormatException($"column {node.Path} is a group with nothing in it")
                : Struct(node, fields);
        }

        var wanted = declared.Fields.Select(field => (
            field.Name,
            Column: node.Children.FirstOrDefault(child => string.Equals(child.Name, field.Name, StringComparison.OrdinalIgnoreCase)) is { } found
                ? Of(found, field.Type)
                : new(ParquetShape.Missing, field.Type, null, null, []))).ToArray();

        // Whether the struct is there, one of its columns has to say.
        return Array.Exists(wanted, field => field.Column.Leaves().Any()) ? Struct(node, wanted) : Group(node, null);
    }

    private static ParquetColumn Struct(ParquetNode node, (string Name, ParquetColumn Column)[] fields) => new(
        ParquetShape.Struct,
        new(DuckKind.Struct) { Fields = [.. Distinct(fields.Select(field => field.Name)).Zip(fields, (name, field) => new DuckField(name, field.Column.Type))] },
        node, null, [.. fields.Select(field => field.Column)]);

    private static ParquetColumn List(ParquetNode node, ParquetNode repeated, ParquetColumn element) =>
        new(ParquetShape.List, new(DuckKind.List) { Element = element.Type }, node, repeated, [element]);

    /// <summary>Whether the repeated group is the element or only stands around it: the rules of the format's own document.</summary>
    private static ParquetColumn Element(ParquetNode list, ParquetNode repeated, DuckType? declared)
    {
        if (repeated.IsLeaf || repeated.Children.Count != 1 || repeated.Children[0].IsRepeated
            || repeated.Name == "array" || repeated.Name == list.Name + "_tuple" || IsList(repeated) || IsMap(repeated))
        {
            return Bare(repeated, declared);
        }

        return Of(repeated.Children[0], declared);
    }

    private static ParquetColumn Map(ParquetNode node, ParquetNode repeated, DuckType? declared)
    {
        var declaredMap = declared?.Kind == DuckKind.Map ? declared.Fields : null;
        if (repeated.Children.Count == 1 && declaredMap is null)
        {
            // Keys alone are a list.
            return List(node, repeated, Of(repeated.Children[0], ElementOf(declared)));
        }

        var key = Of(repeated.Children[0], declaredMap?[0].Type);
        var value = repeated.Children.Count == 2
            ? Of(repeated.Children[1], declaredMap?[1].Type)
            : new(ParquetShape.Missing, declaredMap![1].Type, null, null, []);
        return new(ParquetShape.Map, new(DuckKind.Map) { Fields = [new("key", key.Type), new("value", value.Type)] }, node, repeated, [key, value]);
    }

    private static bool IsMap(ParquetNode node) => node.Element.Logical == 2 || node.Element.Converted is 1 or 2;

    private static bool IsList(ParquetNode node) => node.Element.Logical == 3 || node.Element.Converted == 3;

    private static DuckType? ElementOf(DuckType? declared) => declared?.Kind == DuckKind.List ? declared.Element : null;

    /// <summary>Names that differ in case alone are one name to the query engine.</summary>
    public static IEnumerable<string> Distinct(IEnumerable<string> names)
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            var free = name;
            for (var number = 1; !known.Add(free); number++)
            {
                free = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_{number}");
            }

            yield return free;
        }
    }
}
