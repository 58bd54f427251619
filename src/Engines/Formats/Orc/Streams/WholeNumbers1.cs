namespace Weir.Engines.Formats.Orc.Streams;

/// <summary>Run-length encoding of the first version: runs with a small step, or varints.</summary>
internal sealed class WholeNumbers1(OrcStream stream, bool isSigned) : WholeNumbers(stream, isSigned)
{
    private const int RunMin = 3;

    protected override int ReadRun(Span<long> into)
    {
        var control = (sbyte)Stream.ReadByte();
        if (control >= 0)
        {
            var step = (sbyte)Stream.ReadByte();
            KeepSteps(ReadOne(), step, control + RunMin);
            return 0;
        }

        var length = -control;
        var isDirect = length <= into.Length;
        var run = isDirect ? into[..length] : Keep(length);
        for (var at = 0; at < run.Length; at++)
        {
            run[at] = ReadOne();
        }

        return isDirect ? length : 0;
    }

    private long ReadOne()
    {
        var value = ReadVarint();
        return IsSigned ? Unzigzag(value) : (long)value;
    }
}
