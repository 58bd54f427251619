namespace Weir.Kernel.Wire.Fuzzing;

/// <summary>A shape with a member of every kind, nested in itself, as the generator would write it: for fuzzing and for tests.</summary>
internal sealed record FuzzShape : IShape<FuzzShape>
{
    private static readonly MemberSchema[] Members =
    [
        new("Text", ShapeKind.String),
        new("Count", ShapeKind.Integer),
        new("Size", ShapeKind.Long),
        new("Ratio", ShapeKind.Double),
        new("Flag", ShapeKind.Boolean),
        new("At", ShapeKind.Timestamp),
        new("Data", ShapeKind.Blob),
        new("Names", ShapeKind.List) { Element = new("member", ShapeKind.String) },
        new("Tags", ShapeKind.Map) { Key = new("key", ShapeKind.String), Element = new("value", ShapeKind.String) },
        new("Child", ShapeKind.Structure),
        new("Children", ShapeKind.List) { Element = new("member", ShapeKind.Structure) },
        new("ByName", ShapeKind.Map) { Key = new("key", ShapeKind.String), Element = new("value", ShapeKind.Structure) },
        new("Groups", ShapeKind.List)
        {
            Element = new("member", ShapeKind.List) { Element = new("member", ShapeKind.Long) },
        },
        new("FlatName", ShapeKind.List) { IsFlattened = true, Element = new("member", ShapeKind.String) },
        new("FlatTag", ShapeKind.Map)
        {
            IsFlattened = true, Key = new("key", ShapeKind.String), Element = new("value", ShapeKind.Blob),
        },
    ];

    private static readonly ShapeSchema TheSchema = new("FuzzShape", Members);

    public static ShapeSchema Schema => TheSchema;

    public ShapeSchema Shape => TheSchema;

    public string? Text { get; init; }

    public int? Count { get; init; }

    public long? Size { get; init; }

    public double? Ratio { get; init; }

    public bool? Flag { get; init; }

    public DateTimeOffset? At { get; init; }

    public ReadOnlyMemory<byte>? Data { get; init; }

    public IReadOnlyList<string>? Names { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public FuzzShape? Child { get; init; }

    public IReadOnlyList<FuzzShape>? Children { get; init; }

    public IReadOnlyDictionary<string, FuzzShape>? ByName { get; init; }

    public IReadOnlyList<IReadOnlyList<long>>? Groups { get; init; }

    public IReadOnlyList<string>? FlatName { get; init; }

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? FlatTag { get; init; }

    public static FuzzShape Read(ShapeReader reader)
    {
        var shape = new FuzzShape();
        reader.BeginStructure(TheSchema);
        int at;
        while ((at = reader.NextMember(TheSchema)) >= 0)
        {
            var member = Members[at];
            shape = at switch
            {
                0 => shape with { Text = reader.ReadString(member) },
                1 => shape with { Count = reader.ReadInteger(member) },
                2 => shape with { Size = reader.ReadLong(member) },
                3 => shape with { Ratio = reader.ReadDouble(member) },
                4 => shape with { Flag = reader.ReadBoolean(member) },
                5 => shape with { At = reader.ReadTimestamp(member) },
                6 => shape with { Data = reader.ReadBlob(member) },
                7 => shape with { Names = List(reader, member, static (from, element) => from.ReadString(element)) },
                8 => shape with { Tags = Map(reader, member, static (from, element) => from.ReadString(element)) },
                9 => shape with { Child = Read(reader) },
                10 => shape with { Children = List(reader, member, static (from, _) => Read(from)) },
                11 => shape with { ByName = Map(reader, member, static (from, _) => Read(from)) },
                12 => shape with { Groups = List(reader, member, static (from, element) => List(from, element, static (deep, each) => deep.ReadLong(each))) },
                13 => shape with { FlatName = List(reader, member, static (from, element) => from.ReadString(element)) },
                _ => shape with { FlatTag = Map(reader, member, static (from, element) => from.ReadBlob(element)) },
            };
        }

        return shape;
    }

    public void Write(ShapeWriter writer)
    {
        writer.Write(Members[0], Text);
        writer.Write(Members[1], Count);
        writer.Write(Members[2], Size);
        writer.Write(Members[3], Ratio);
        writer.Write(Members[4], Flag);
        writer.Write(Members[5], At);
        writer.Write(Members[6], Data);
        WriteList(writer, Members[7], Names, static (to, element, each) => to.Write(element, each));
        WriteMap(writer, Members[8], Tags, static (to, element, each) => to.Write(element, each));
        writer.Write(Members[9], Child);
        WriteList(writer, Members[10], Children, static (to, element, each) => to.Write(element, each));
        WriteMap(writer, Members[11], ByName, static (to, element, each) => to.Write(element, each));
        WriteList(writer, Members[12], Groups, static (to, element, each) =>
            WriteList(to, element, each, static (deep, inner, number) => deep.Write(inner, (long?)number)));
        WriteList(writer, Members[13], FlatName, static (to, element, each) => to.Write(element, each));
        WriteMap(writer, Members[14], FlatTag, static (to, element, each) => to.Write(element, (ReadOnlyMemory<byte>?)each));
    }

    private static List<T> List<T>(ShapeReader reader, MemberSchema list, Func<ShapeReader, MemberSchema, T> read)
    {
        var values = new List<T>();
        reader.BeginList(list);
        while (reader.NextElement(list))
        {
            values.Add(read(reader, list.Element!));
        }

        return values;
    }

    private static Dictionary<string, T> Map<T>(ShapeReader reader, MemberSchema map, Func<ShapeReader, MemberSchema, T> read)
    {
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        reader.BeginMap(map);
        while (reader.NextEntry(map, out var key))
        {
            values[key] = read(reader, map.Element!);
        }

        return values;
    }

    private static void WriteList<T>(
        ShapeWriter writer, MemberSchema list, IReadOnlyList<T>? values, Action<ShapeWriter, MemberSchema, T> write)
    {
        if (values is null)
        {
            return;
        }

        writer.BeginList(list, values.Count);
        foreach (var each in values)
        {
            write(writer, list.Element!, each);
        }

        writer.EndList(list);
    }

    private static void WriteMap<T>(
        ShapeWriter writer, MemberSchema map, IReadOnlyDictionary<string, T>? values, Action<ShapeWriter, MemberSchema, T> write)
    {
        if (values is null)
        {
            return;
        }

        writer.BeginMap(map, values.Count);
        foreach (var (key, each) in values)
        {
            writer.BeginEntry(map, key);
            write(writer, map.Element!, each);
            writer.EndEntry(map);
        }

        writer.EndMap(map);
    }
}
