using System.Buffers;

namespace Weir.Kernel.Wire;

/// <summary>Turns a record into another with the same members: many operations answer one shape, each under its own name.</summary>
/// <remarks>By way of JSON, so for control operations, not for hot paths.</remarks>
public static class ShapeCopy
{
    public static TTo To<TTo>(this IShape from)
        where TTo : IShape<TTo>
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new JsonShapeWriter(json))
        {
            writer.WriteRoot(from);
        }

        return TTo.Read(new JsonShapeReader(json.WrittenSpan.ToArray(), json.WrittenCount, new MissingMembers()));
    }
}
