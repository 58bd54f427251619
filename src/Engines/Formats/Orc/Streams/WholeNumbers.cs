using System.Runtime.CompilerServices;

namespace Weir.Engines.Formats.Orc.Streams;

/// <summary>A stream of whole numbers in one of the run-length encodings.</summary>
internal abstract class WholeNumbers(OrcStream stream, bool isSigned)
{
    /// <summary>No run of either version is longer.</summary>
    protected const int RunMax = 512;

    private readonly long[] _run = new long[RunMax + 8];
    private int _runAt;
    private int _runEnd;
    private long _value;
    private long _step;
    private int _stepsLeft;

    protected OrcStream Stream => stream;

    protected bool IsSigned => isSigned;

    public static WholeNumbers Of(OrcStream stream, OrcEncodingKind encoding, bool isSigned) =>
        encoding is OrcEncodingKind.DirectV2 or OrcEncodingKind.DictionaryV2
            ? new WholeNumbers2(stream, isSigned)
            : new WholeNumbers1(stream, isSigned);

    public void Read(Span<long> into)
    {
        while (!into.IsEmpty)
        {
            if (_stepsLeft > 0)
            {
                into = into[Steps(into)..];
            }
            else if (_runAt < _runEnd)
            {
                var count = Math.Min(into.Length, _runEnd - _runAt);
                _run.AsSpan(_runAt, count).CopyTo(into);
                _runAt += count;
                into = into[count..];
            }
            else
            {
                // A whole run goes straight to where it is wanted.
                into = into[ReadRun(into)..];
            }
        }
    }

    public void Skip(long count)
    {
        while (count > 0)
        {
            if (_stepsLeft > 0)
            {
                var part = (int)Math.Min(count, _stepsLeft);
                _value = unchecked(_value + (_step * part));
                _stepsLeft -= part;
                count -= part;
            }
            else if (_runAt < _runEnd)
            {
                var part = (int)Math.Min(count, _runEnd - _runAt);
                _runAt += part;
                count -= part;
            }
            else
            {
                ReadRun([]);
            }
        }
    }

    public void Seek(ref OrcPositions positions)
    {
        stream.Seek(ref positions);
        (_runAt, _runEnd, _stepsLeft) = (0, 0, 0);
        Skip(positions.Next());
    }

    /// <summary>
    /// Reads the next run: into the span if it fits (then returns its length), else by <see cref="Keep"/> or <see cref="KeepSteps"/>
    /// (then returns 0).
    /// </summary>
    protected abstract int ReadRun(Span<long> into);

    /// <summary>The run's memory, for a run that does not fit where it is wanted.</summary>
    protected Span<long> Keep(int length)
    {
        (_runAt, _runEnd) = (0, length);
        return _run.AsSpan(0, length);
    }

    /// <summary>A run of equal distances.</summary>
    protected void KeepSteps(long first, long step, int length) => (_value, _step, _stepsLeft) = (first, step, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static long Unzigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    protected ulong ReadVarint() => Varints.Read(stream);

    private int Steps(Span<long> into)
    {
        var count = Math.Min(into.Length, _stepsLeft);
        if (_step == 0)
        {
            into[..count].Fill(_value);
        }
        else
        {
            var value = _value;
            for (var at = 0; at < count; at++)
            {
                into[at] = value;
                value = unchecked(value + _step);
            }

            _value = value;
        }

        _stepsLeft -= count;
        return count;
    }
}
