using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Weir.Engines.Sql.Runtime.Geo;

/// <summary>Geometries as they travel through a query: well-known binary, flat, without a spatial reference.</summary>
internal static class Shapes
{
    /// <summary>Bytes of the text or binary of one geometry that a query may bring.</summary>
    private const int BytesMax = 64 << 20;

    private static readonly NtsGeometryServices Services = new(
        NetTopologySuite.Geometries.Implementation.CoordinateArraySequenceFactory.Instance,
        new PrecisionModel(),
        srid: 0,
        GeometryOverlay.NG,
        new CoordinateEqualityComparer());

    public static GeometryFactory Factory { get; } = Services.CreateGeometryFactory();

    /// <summary>A geometry that we wrote. The library takes the shortest parts for longer than they are and refuses them at the end: room after them helps.</summary>
    public static Geometry Read(object? value)
    {
        var bytes = (byte[])value!;
        var isCollection = bytes.Length > 1 && bytes[1] >= (byte)OgcGeometryType.MultiPoint;
        return FromBinary(isCollection ? [.. bytes, .. new byte[bytes.Length * 4]] : bytes, isTrusted: true);
    }

    public static byte[] Write(Geometry shape) => WriteAsIs(Canonical.Oriented(shape));

    /// <summary>Without turning rings: what comes from GeoJSON keeps their direction.</summary>
    public static byte[] WriteAsIs(Geometry shape) => new WKBWriter().Write(shape);

    public static Geometry FromBinary(byte[] bytes, bool isTrusted = false)
    {
        Bounded(bytes.Length);
        try
        {
            return new WKBReader(Services) { HandleOrdinates = Ordinates.XY }.Read(bytes);
        }
        catch (Exception error) when (!isTrusted && error is ParseException or IOException or ArgumentException or OverflowException)
        {
            throw SqlRuntime.Invalid("Invalid WKB");
        }
    }

    public static Geometry FromText(string text)
    {
        Bounded(text.Length);
        try
        {
            return new WKTReader(Services) { IsOldNtsCoordinateSyntaxAllowed = false, FixStructure = true }.Read(text);
        }
        catch (Exception error) when (error is ParseException or ArgumentException)
        {
            throw SqlRuntime.Invalid($"Invalid WKT: {text}");
        }
    }

    public static string Text(Geometry shape) => new WKTWriter(2).Write(shape);

    /// <summary>The name that errors and <c>ST_GeometryType</c> use.</summary>
    public static string Kind(Geometry shape) => shape.OgcGeometryType switch
    {
        OgcGeometryType.Point => "POINT",
        OgcGeometryType.LineString => "LINE_STRING",
        OgcGeometryType.Polygon => "POLYGON",
        OgcGeometryType.MultiPoint => "MULTI_POINT",
        OgcGeometryType.MultiLineString => "MULTI_LINE_STRING",
        OgcGeometryType.MultiPolygon => "MULTI_POLYGON",
        _ => "GEOMETRY_COLLECTION",
    };

    /// <summary>Demands one of some kinds, in Trino's words.</summary>
    public static T Only<T>(string function, Geometry shape, string kinds)
        where T : Geometry =>
        shape as T ?? throw SqlRuntime.Invalid($"{function} only applies to {kinds}. Input type is: {Kind(shape)}");

    private static void Bounded(int bytes)
    {
        if (bytes > BytesMax)
        {
            throw SqlRuntime.Invalid($"the geometry is larger than {BytesMax >> 20} MiB");
        }
    }
}
