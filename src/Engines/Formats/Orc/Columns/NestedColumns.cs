using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Orc.Streams;

namespace Weir.Engines.Formats.Orc.Columns;

internal sealed class StructColumn(OrcStripe stripe, OrcType type) : OrcColumn(stripe, type)
{
    private readonly OrcColumn[] _fields = [.. type.Children.Select(child => Of(stripe, child))];

    public override void Read(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted)
    {
        ReadPresent(ref target, rows, wanted, out var present);
        if (_fields.Length == 0)
        {
            target.Field(0).SetPresent(new byte[rows]);
        }

        for (var at = 0; at < _fields.Length; at++)
        {
            var field = target.Field(at);
            _fields[at].Read(ref field, rows, present);
        }
    }

    protected override void SeekValues(ref OrcPositions positions, Func<int, IReadOnlyList<ulong>> positionsOf)
    {
        foreach (var field in _fields)
        {
            field.Seek(positionsOf);
        }
    }
}

/// <summary>One of several types, as a struct of a tag and all of them.</summary>
internal sealed class UnionColumn(OrcStripe stripe, OrcType type) : OrcColumn(stripe, type)
{
    private readonly OrcColumn[] _members = [.. type.Children.Select(child => Of(stripe, child))];
    private readonly ByteRuns _tags = new(stripe.Stream(type.Id, OrcStreamKind.Data));
    private byte[] _chosen = [];

    public override void Read(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted)
    {
        var count = ReadPresent(ref target, rows, wanted, out var present);
        var tag = target.Field(0);
        tag.SetPresent(present);
        var tags = tag.Values<byte>(rows);
        _tags.Read(tags[..count]);
        if (count > 0 && tags[..count].ContainsAnyExceptInRange((byte)0, (byte)(_members.Length - 1)))
        {
            throw new FormatException($"a member that union {Type.Id} does not have");
        }

        Spread(tags, count, present);
        var chosen = Room(ref _chosen, rows);
        for (var at = 0; at < _members.Length; at++)
        {
            for (var row = 0; row < rows; row++)
            {
                chosen[row] = tags[row] == at && (present.IsEmpty || present[row] != 0) ? (byte)1 : (byte)0;
            }

            var member = target.Field(at + 1);
            _members[at].Read(ref member, rows, chosen);
        }
    }

    protected override void SeekValues(ref OrcPositions positions, Func<int, IReadOnlyList<ulong>> positionsOf)
    {
        _tags.Seek(ref positions);
        foreach (var member in _members)
        {
            member.Seek(positionsOf);
        }
    }
}

/// <summary>Lists, and maps as lists of pairs.</summary>
internal sealed class ListColumn : OrcColumn
{
    private readonly OrcColumn[] _parts;
    private readonly WholeNumbers _lengths;
    private long[] _wide = [];

    public ListColumn(OrcStripe stripe, OrcType type)
        : base(stripe, type)
    {
        _parts = [.. type.Children.Select(child => Of(stripe, child))];
        _lengths = WholeNumbers.Of(Stream(OrcStreamKind.Length), DirectEncoding(), isSigned: false);
    }

    public override void Read(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted)
    {
        var count = ReadPresent(ref target, rows, wanted, out var present);
        var lengths = Room(ref _wide, count);
        _lengths.Read(lengths);
        var total = 0L;
        var from = 0;
        for (var row = 0; row < rows; row++)
        {
            if (!present.IsEmpty && present[row] == 0)
            {
                continue;
            }

            var length = lengths[from++];
            if (length < 0 || length > OrcLimits.ElementsMax - total)
            {
                throw new FormatException($"lists of more than {OrcLimits.ElementsMax} elements in {rows} rows");
            }

            target.SetRange(row, (int)total, (int)length);
            total += length;
        }

        var elements = target.Elements((int)total);
        if (total == 0)
        {
            return;
        }

        if (Type.Kind == OrcKind.List)
        {
            _parts[0].Read(ref elements, (int)total, []);
            return;
        }

        for (var at = 0; at < 2; at++)
        {
            var part = elements.Field(at);
            _parts[at].Read(ref part, (int)total, []);
            if (at == 0 && part.HasNulls((int)total))
            {
                throw new FormatException($"a NULL among the keys of map {Type.Id}");
            }
        }
    }

    protected override void SeekValues(ref OrcPositions positions, Func<int, IReadOnlyList<ulong>> positionsOf)
    {
        _lengths.Seek(ref positions);
        foreach (var part in _parts)
        {
            part.Seek(positionsOf);
        }
    }
}
