namespace Weir.Engines.Formats.Orc.Streams;

/// <summary>Run-length encoding of the second version: repeats, packed bits, packed bits with outliers, differences.</summary>
internal sealed class WholeNumbers2(OrcStream stream, bool isSigned) : WholeNumbers(stream, isSigned)
{
    private const int PatchMax = 32;

    protected override int ReadRun(Span<long> into)
    {
        var first = Stream.ReadByte();
        if (first >> 6 == 0)
        {
            var value = ReadBig(((first >> 3) & 7) + 1);
            KeepSteps(IsSigned ? Unzigzag(value) : (long)value, 0, (first & 7) + 3);
            return 0;
        }

        var code = (first >> 1) & 31;
        var length = (((first & 1) << 8) | Stream.ReadByte()) + 1;
        if (first >> 6 == 3)
        {
            return ReadDelta(code == 0 ? 0 : Bits.WidthOf(code), length, into);
        }

        var isDirect = length <= into.Length;
        var run = isDirect ? into[..length] : Keep(length);
        if (first >> 6 == 1)
        {
            ReadPacked(Bits.WidthOf(code), run);
            if (IsSigned)
            {
                for (var at = 0; at < run.Length; at++)
                {
                    run[at] = Unzigzag((ulong)run[at]);
                }
            }
        }
        else
        {
            ReadPatched(Bits.WidthOf(code), run);
        }

        return isDirect ? length : 0;
    }

    private int ReadDelta(int width, int length, Span<long> into)
    {
        var start = ReadVarint();
        var value = IsSigned ? Unzigzag(start) : (long)start;
        var step = Unzigzag(ReadVarint());
        if (width == 0)
        {
            KeepSteps(value, step, length);
            return 0;
        }

        var isDirect = length <= into.Length;
        var run = isDirect ? into[..length] : Keep(length);
        run[0] = value;
        if (length > 1)
        {
            run[1] = value = unchecked(value + step);
        }

        if (length > 2)
        {
            // All steps go the way of the first.
            var steps = run[2..];
            ReadPacked(width, steps);
            if (step < 0)
            {
                for (var at = 0; at < steps.Length; at++)
                {
                    steps[at] = value = unchecked(value - steps[at]);
                }
            }
            else
            {
                for (var at = 0; at < steps.Length; at++)
                {
                    steps[at] = value = unchecked(value + steps[at]);
                }
            }
        }

        return isDirect ? length : 0;
    }

    private void ReadPatched(int width, Span<long> run)
    {
        var third = Stream.ReadByte();
        var fourth = Stream.ReadByte();
        var baseBytes = (third >> 5) + 1;
        var patchWidth = Bits.WidthOf(third & 31);
        var gapWidth = (fourth >> 5) + 1;
        var patches = fourth & 31;
        var sign = 1UL << ((baseBytes * 8) - 1);
        var magnitude = ReadBig(baseBytes);
        var least = (magnitude & sign) != 0 ? -(long)(magnitude & ~sign) : (long)magnitude;
        ReadPacked(width, run);
        if (patchWidth + gapWidth > 64)
        {
            throw new FormatException("a patch of more than 64 bits");
        }

        Span<long> entries = stackalloc long[PatchMax];
        entries = entries[..patches];
        ReadPacked(Bits.Rounded(patchWidth + gapWidth), entries);
        var place = 0L;
        foreach (var entry in entries)
        {
            place += (long)((ulong)entry >> patchWidth);
            var patch = patchWidth == 64 ? (ulong)entry : (ulong)entry & ((1UL << patchWidth) - 1);
            if (place >= run.Length)
            {
                throw new FormatException("a patch behind the end of its run");
            }

            // A patch of nothing only bridges a gap that is too wide for one.
            run[(int)place] |= width < 64 ? (long)(patch << width) : 0;
        }

        for (var at = 0; at < run.Length; at++)
        {
            run[at] = unchecked(run[at] + least);
        }
    }

    private ulong ReadBig(int bytes)
    {
        var value = 0UL;
        for (var at = 0; at < bytes; at++)
        {
            value = (value << 8) | Stream.ReadByte();
        }

        return value;
    }

    private void ReadPacked(int width, Span<long> into)
    {
        if (into.IsEmpty)
        {
            return;
        }

        var bytes = (int)((((long)width * into.Length) + 7) >> 3);
        if (!Stream.Ensure(bytes))
        {
            throw Stream.Ended();
        }

        var memory = Stream.Memory(out var at, out _);
        Bits.Unpack(memory, at, width, into);
        Stream.Advance(bytes);
    }
}
