using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Orc;

/// <summary>An ORC file whose footer was read: what columns it has and how many rows. Immutable; keeps no file open.</summary>
public sealed class OrcFile
{
    private readonly Func<IFileBytes> _open;

    private OrcFile(Func<IFileBytes> open, OrcTail tail, OrcReadOptions options)
    {
        (_open, Tail, Options) = (open, tail, options);
        IsAcid = tail.Root.Names.SequenceEqual(["operation", "originalTransaction", "bucket", "rowId", "currentTransaction", "row"])
            && tail.Root.Children[^1].Kind == OrcKind.Struct;
        Columns = IsAcid
            ? [.. Named(tail.Root.Children[^1]), .. Named(tail.Root).Take(AcidColumns)]
            : tail.Root.Kind == OrcKind.Struct ? Named(tail.Root) : [("_col0", tail.Root)];
        Fields = [.. Columns.Select(column => new DuckField(column.Name, column.Type.ToDuck(options.TimestampDigits == 9)))];
    }

    private const int AcidColumns = 5;

    /// <summary>The columns under the names they have in the file. A transactional file's own columns follow those of its rows.</summary>
    public IReadOnlyList<DuckField> Fields { get; }

    /// <summary>The same columns with what their writer noted at them and at the types within.</summary>
    public IReadOnlyList<OrcField> Described => [.. Columns.Select(column => OrcField.Of(column.Name, column.Type, Options.TimestampDigits == 9))];

    /// <summary>True for a file of a transactional table: its rows carry who inserted or deleted them.</summary>
    public bool IsAcid { get; }

    /// <summary>How many of <see cref="Fields"/> are the rows' own.</summary>
    public int RowColumns => IsAcid ? Fields.Count - AcidColumns : Fields.Count;

    /// <summary>The places of the columns that tell a transactional file's rows apart: original transaction, bucket and row id.</summary>
    public IReadOnlyList<int> RowIdColumns => IsAcid ? [RowColumns + 1, RowColumns + 2, RowColumns + 3] : [-1, -1, -1];

    /// <summary>True for a transactional file whose rows change or delete others, as they did before Hive 3.</summary>
    public bool ChangesRows => IsAcid && Tail.StripeStatistics.Any(stripe => stripe.Length > 1 && stripe[1].Whole is { Most: > 0 });

    /// <summary>Bytes read to know the file.</summary>
    public long FooterBytes => Tail.BytesRead;

    public long Rows => Tail.Rows;

    public OrcCodec Codec => Tail.Codec;

    public int StripeCount => Tail.Stripes.Count;

    internal OrcTail Tail { get; }

    internal OrcReadOptions Options { get; }

    internal IReadOnlyList<(string Name, OrcType Type)> Columns { get; }

    /// <summary>Reads a file's footer.</summary>
    /// <param name="open">Opens the file; called again for each reader.</param>
    public static OrcFile Open(Func<IFileBytes> open, OrcReadOptions options)
    {
        using var file = open();
        return new(open, OrcTail.Read(file), options);
    }

    /// <summary>The place of a column among <see cref="Fields"/>, whatever its case; -1 where there is none.</summary>
    public int Find(string name)
    {
        for (var at = 0; at < Fields.Count; at++)
        {
            if (string.Equals(Fields[at].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return at;
            }
        }

        return -1;
    }

    internal IFileBytes OpenBytes() => _open();

    private static List<(string Name, OrcType Type)> Named(OrcType type) => [.. OrcType.Distinct(type.Names).Zip(type.Children)];
}

/// <summary>A column, or a type within one: the fields of a struct, a list's element, a map's key and value.</summary>
/// <param name="Attributes">What its writer noted, such as Iceberg's <c>iceberg.id</c>.</param>
public sealed record OrcField(string Name, DuckType Type, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<OrcField> Parts)
{
    internal static OrcField Of(string name, OrcType type, bool keepsNanos)
    {
        var names = type.Kind switch
        {
            OrcKind.Struct => OrcType.Distinct(type.Names),
            OrcKind.List => ["element"],
            OrcKind.Map => ["key", "value"],
            _ => [],
        };
        return new(name, type.ToDuck(keepsNanos), type.Attributes, [.. names.Zip(type.Children, (part, child) => Of(part, child, keepsNanos))]);
    }
}
