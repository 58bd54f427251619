namespace Weir.Engines.Formats.Codecs;

/// <summary>Reads one of the runtime's decompressing streams, whose several exceptions all mean that the data is damaged. One thread.</summary>
/// <param name="inflate">Closed with this stream.</param>
internal sealed class InflatedStream(Stream inflate) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return inflate.Read(buffer);
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            throw new FormatException("the compressed data is damaged or cut short", damage);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inflate.Dispose();
        }

        base.Dispose(disposing);
    }
}
