using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Parquet.Pages;

namespace Weir.Engines.Formats.Parquet;

/// <summary>Makes rows of a column from the levels and values of its leaves in one row group. One thread.</summary>
/// <remarks>
/// A slot is a place for a value: a row, or an element of a list. Levels say where slots are: those that repeat no deeper than
/// <c>repetition</c> and are defined at least to <c>definition</c> begin one.
/// </remarks>
internal abstract class ParquetAssembly(ParquetColumn column)
{
    protected ParquetColumn Column => column;

    public static ParquetAssembly Of(ParquetColumn column, Func<ParquetColumn, LeafReader> open) => column.Shape switch
    {
        ParquetShape.Leaf => new LeafAssembly(column, open(column)),
        ParquetShape.Struct => new StructAssembly(column, [.. column.Parts.Select(part => Of(part, open))]),
        ParquetShape.List or ParquetShape.Map => new ListAssembly(column, [.. column.Parts.Select(part => Of(part, open))]),
        _ => new MissingAssembly(column),
    };

    /// <summary>A leaf whose levels tell of this column's structure; null where there is none.</summary>
    public abstract LeafReader? Guide { get; }

    public abstract void Write(ref DuckColumnWriter target, int slots, int repetition, int definition);

    /// <summary>The definition level of each slot.</summary>
    protected static void Slots(LeafReader leaf, Span<int> levels, int repetition, int definition)
    {
        var definitions = leaf.Definitions;
        var repetitions = leaf.Repetitions;
        var slot = 0;
        for (var at = 0; at < definitions.Length; at++)
        {
            if (definitions[at] < definition || (!repetitions.IsEmpty && repetitions[at] > repetition))
            {
                continue;
            }

            if (slot == levels.Length)
            {
                throw Differs(leaf);
            }

            levels[slot++] = definitions[at];
        }

        if (slot < levels.Length)
        {
            throw Differs(leaf);
        }
    }

    protected static FormatException Differs(LeafReader leaf) => new($"column {leaf.Node.Path} has other elements than the columns beside it");

    protected static Span<T> Room<T>(ref T[] memory, int count)
    {
        if (memory.Length < count)
        {
            memory = new T[Math.Max(count, Math.Min(memory.Length * 2, 1 << 20))];
        }

        return memory.AsSpan(0, count);
    }
}

internal sealed class LeafAssembly(ParquetColumn column, LeafReader leaf) : ParquetAssembly(column)
{
    private int[] _levels = [];
    private byte[] _present = [];

    public override LeafReader Guide => leaf;

    public override void Write(ref DuckColumnWriter target, int slots, int repetition, int definition)
    {
        // Outside of everything that repeats or may be missing each level is a slot.
        var levels = definition == 0 && leaf.Node.Repetition == 0 && leaf.Count == slots ? leaf.Definitions : Own(slots, repetition, definition);
        if (leaf.ValueCount == slots)
        {
            leaf.Values.Write(ref target, slots, []);
            return;
        }

        var present = Room(ref _present, slots);
        var values = 0;
        for (var slot = 0; slot < present.Length; slot++)
        {
            present[slot] = levels[slot] == leaf.Node.Definition ? (byte)1 : (byte)0;
            values += present[slot];
        }

        if (values != leaf.ValueCount)
        {
            throw Differs(leaf);
        }

        target.SetPresent(present);
        leaf.Values.Write(ref target, slots, present);
    }

    private ReadOnlySpan<int> Own(int slots, int repetition, int definition)
    {
        var levels = Room(ref _levels, slots);
        Slots(leaf, levels, repetition, definition);
        return levels;
    }
}

internal sealed class StructAssembly(ParquetColumn column, ParquetAssembly[] fields) : ParquetAssembly(column)
{
    private int[] _levels = [];
    private byte[] _present = [];

    public override LeafReader? Guide { get; } = fields.Select(field => field.Guide).FirstOrDefault(guide => guide is not null);

    public override void Write(ref DuckColumnWriter target, int slots, int repetition, int definition)
    {
        if (Column.Node!.Definition > definition)
        {
            var levels = Room(ref _levels, slots);
            Slots(Guide!, levels, repetition, definition);
            var present = Room(ref _present, slots);
            for (var slot = 0; slot < slots; slot++)
            {
                present[slot] = levels[slot] >= Column.Node.Definition ? (byte)1 : (byte)0;
            }

            target.SetPresent(present);
        }

        for (var at = 0; at < fields.Length; at++)
        {
            var field = target.Field(at);
            fields[at].Write(ref field, slots, repetition, definition);
        }
    }
}

/// <summary>Lists, and maps as lists of pairs.</summary>
internal sealed class ListAssembly(ParquetColumn column, ParquetAssembly[] parts) : ParquetAssembly(column)
{
    private int[] _levels = [];
    private int[] _lengths = [];

    public override LeafReader? Guide { get; } = parts.Select(part => part.Guide).FirstOrDefault(guide => guide is not null);

    public override void Write(ref DuckColumnWriter target, int slots, int repetition, int definition)
    {
        var (node, repeated) = (Column.Node!, Column.Repeated!);
        var levels = Room(ref _levels, slots);
        var lengths = Room(ref _lengths, slots);
        var total = Lengths(Guide!, levels, lengths, repetition, definition, repeated);

        // A repeated column without a group around it is never NULL, only empty.
        var isList = ReferenceEquals(node, repeated);
        var start = 0;
        for (var slot = 0; slot < slots; slot++)
        {
            if (!isList && levels[slot] < node.Definition)
            {
                target.SetNull(slot);
                continue;
            }

            target.SetRange(slot, start, lengths[slot]);
            start += lengths[slot];
        }

        var elements = target.Elements(total);
        if (Column.Shape == ParquetShape.List)
        {
            parts[0].Write(ref elements, total, repeated.Repetition, repeated.Definition);
            return;
        }

        for (var at = 0; at < parts.Length; at++)
        {
            var part = elements.Field(at);
            parts[at].Write(ref part, total, repeated.Repetition, repeated.Definition);
            if (at == 0 && part.HasNulls(total))
            {
                throw new FormatException($"column {node.Path} has a NULL among the keys of a map");
            }
        }
    }

    private static int Lengths(LeafReader leaf, Span<int> levels, Span<int> lengths, int repetition, int definition, ParquetNode repeated)
    {
        var definitions = leaf.Definitions;
        var repetitions = leaf.Repetitions;
        var (slot, total) = (-1, 0);
        for (var at = 0; at < definitions.Length; at++)
        {
            if (definitions[at] < definition)
            {
                continue;
            }

            if (repetitions[at] <= repetition)
            {
                if (++slot == levels.Length)
                {
                    throw Differs(leaf);
                }

                (levels[slot], lengths[slot]) = (definitions[at], 0);
            }

            if (repetitions[at] <= repeated.Repetition && definitions[at] >= repeated.Definition)
            {
                if (slot < 0 || levels[slot] < repeated.Definition)
                {
                    throw new FormatException($"column {leaf.Node.Path} goes on with a list that has no element");
                }

                lengths[slot]++;
                total++;
            }
        }

        return slot == levels.Length - 1 ? total : throw Differs(leaf);
    }
}

internal sealed class MissingAssembly(ParquetColumn column) : ParquetAssembly(column)
{
    public override LeafReader? Guide => null;

    public override void Write(ref DuckColumnWriter target, int slots, int repetition, int definition)
    {
        for (var slot = 0; slot < slots; slot++)
        {
            target.SetNull(slot);
        }
    }
}
