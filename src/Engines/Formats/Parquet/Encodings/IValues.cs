namespace Weir.Engines.Formats.Parquet.Encodings;

/// <summary>The values of one page that are of one fixed size, in their order. One thread.</summary>
internal interface IValues<T>
    where T : unmanaged
{
    /// <summary>Fills the target; fewer values than that are damage.</summary>
    void Read(Span<T> target);
}

/// <summary>The texts or blobs of one page, in their order. One thread.</summary>
internal interface IBytesValues
{
    void Read(Span<ReadOnlyMemory<byte>> target);

    /// <summary>The same, and of which entry of the column chunk's dictionary each is; -1 where it is of none.</summary>
    void Read(Span<ReadOnlyMemory<byte>> target, Span<int> entries)
    {
        entries.Fill(-1);
        Read(target);
    }
}
