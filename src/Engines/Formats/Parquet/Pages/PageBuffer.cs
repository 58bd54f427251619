namespace Weir.Engines.Formats.Parquet.Pages;

/// <summary>Memory for a page. One thread.</summary>
/// <param name="isKept">Whether values lie in the memory itself, so that each page needs its own.</param>
internal sealed class PageBuffer(bool isKept)
{
    private byte[] _bytes = [];

    /// <summary>Room for a page of so many bytes; unless it is kept, what was there before is void.</summary>
    public Memory<byte> Take(int length)
    {
        if (isKept)
        {
            return new byte[length];
        }

        if (_bytes.Length < length)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(length);
        }

        return _bytes.AsMemory(0, length);
    }
}
