using System.Collections.Immutable;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.LinearReferencing;
using NetTopologySuite.Operation.Distance;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.Valid;
using NetTopologySuite.Simplify;
using Weir.Engines.Sql.Runtime.Geo;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Geometry: Trino's geospatial functions over NetTopologySuite. Geometries are well-known binary, tiles packed numbers.</summary>
internal static class GeoFunctions
{
    private const string Lines = "LINE_STRING or MULTI_LINE_STRING";
    private const string Areas = "POLYGON or MULTI_POLYGON";

    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        .. new[] { Making(), Predicates(), Parts(), Measures(), Overlays(), Spherical(), Tiles() }.SelectMany(list => list).Select(Refusing),
    ];

    /// <summary>What the library cannot compute is the fault of its input: rings that are not closed, lines of one point.</summary>
    private static RuntimeFunction Refusing(RuntimeFunction function) => function with
    {
        Body = values =>
        {
            try
            {
                return function.Body(values);
            }
            catch (Exception error) when (error is ArgumentException or TopologyException or InvalidOperationException)
            {
                throw SqlRuntime.Invalid(error.Message);
            }
        },
    };

    private static IEnumerable<RuntimeFunction> Making() =>
    [
        new("weir_geo_text", ["BLOB"], "VARCHAR", values => Shapes.Text(In(values[0]))),
        new("weir_st_from_text", ["VARCHAR"], "BLOB", values => Out(Shapes.FromText((string)values[0]!))),
        new("weir_st_from_binary", ["BLOB"], "BLOB", values => Out(Shapes.FromBinary((byte[])values[0]!))),
        new("weir_st_line_from_text", ["VARCHAR"], "BLOB", values => Out(Shapes.Only<LineString>("ST_LineFromText", Shapes.FromText((string)values[0]!), "LINE_STRING"))),
        new("weir_st_polygon_from_text", ["VARCHAR"], "BLOB", values => Out(Shapes.Only<Polygon>("ST_Polygon", Shapes.FromText((string)values[0]!), "POLYGON"))),
        new("weir_st_point", ["DOUBLE", "DOUBLE"], "BLOB", values => Out(Shapes.Factory.CreatePoint(new Coordinate((double)values[0]!, (double)values[1]!)))),
        new("weir_st_line", ["BLOB[]"], "BLOB", values => Out(Line((object?[])values[0]!))),
        new("weir_st_multipoint", ["BLOB[]"], "BLOB", values => PointsOf((object?[])values[0]!) is { } points ? Out(points) : null),
        new("weir_st_from_geojson", ["VARCHAR"], "BLOB", values => Shapes.WriteAsIs(GeoJson.Read((string)values[0]!))),
        new("weir_st_geojson", ["BLOB"], "VARCHAR", values => GeoJson.Write(In(values[0]))),
        new("weir_st_from_polyline", ["VARCHAR"], "BLOB", values => Out(Shapes.Factory.CreateLineString(Polyline.Decode((string)values[0]!)))),
        new("weir_st_polyline", ["BLOB"], "VARCHAR", values => In(values[0]) is var shape && shape is LineString or MultiPoint
            ? Polyline.Encode(shape.Coordinates)
            : throw Wrong("to_encoded_polyline", "LINE_STRING or MULTI_POINT", values[0])),
    ];

    private static IEnumerable<RuntimeFunction> Predicates() =>
    [
        Both("contains", (left, right) => left.Contains(right)), Both("crosses", (left, right) => left.Crosses(right)),
        Both("disjoint", (left, right) => left.Disjoint(right)), Both("equals", (left, right) => left.EqualsTopologically(right)),
        Both("intersects", (left, right) => left.Intersects(right)), Both("overlaps", (left, right) => left.Overlaps(right)),
        Both("touches", (left, right) => left.Touches(right)), Both("within", (left, right) => left.Within(right)),
        new("weir_st_relate", ["BLOB", "BLOB", "VARCHAR"], "BOOLEAN", values => (string)values[2]! is { Length: 9 } matrix && matrix.All("012TFtf*".Contains)
            ? In(values[0]).Relate(In(values[1]), matrix)
            : throw SqlRuntime.Invalid($"Invalid relation: {values[2]}")),
        Is("empty", shape => shape.IsEmpty), Is("simple", shape => shape.IsSimple), Is("valid", shape => shape.IsValid),
        Is("ring", shape => Shapes.Only<LineString>("ST_IsRing", shape, "LINE_STRING").IsRing),
        Is("closed", shape => shape switch
        {
            LineString line => line.IsClosed,
            MultiLineString lines => lines.Geometries.All(line => ((LineString)line).IsClosed),
            _ => throw SqlRuntime.Invalid($"ST_IsClosed only applies to {Lines}. Input type is: {Shapes.Kind(shape)}"),
        }),
        new("weir_st_invalid_reason", ["BLOB"], "VARCHAR", values => InvalidReason(In(values[0]))),
    ];

    private static IEnumerable<RuntimeFunction> Parts() =>
    [
        new("weir_st_type", ["BLOB"], "VARCHAR", values => In(values[0]).OgcGeometryType == OgcGeometryType.GeometryCollection ? "ST_GeomCollection" : $"ST_{In(values[0]).GeometryType}"),
        new("weir_st_dimension", ["BLOB"], "TINYINT", values => (sbyte)In(values[0]).Dimension),
        new("weir_st_count", ["BLOB"], "INTEGER", values => In(values[0]) is { IsEmpty: false } shape ? shape.NumGeometries : 0),
        new("weir_st_points_count", ["BLOB"], "BIGINT", values => PointsCount(In(values[0]))),
        new("weir_st_holes_count", ["BLOB"], "BIGINT", values => PolygonOf("ST_NumInteriorRing", values[0]) is { IsEmpty: false } polygon ? (long)polygon.NumInteriorRings : null),
        new("weir_st_part", ["BLOB", "INTEGER"], "BLOB", values => At(In(values[0]), (int)values[1]!)),
        new("weir_st_parts", ["BLOB"], "BLOB[]", values => In(values[0]) is { IsEmpty: false } shape ? Enumerable.Range(0, shape.NumGeometries).Select(at => (object?)Out(shape.GetGeometryN(at))).ToArray() : null),
        new("weir_st_points", ["BLOB"], "BLOB[]", values => In(values[0]) is { IsEmpty: false } shape ? Canonical.Points(shape).Select(point => (object?)Point(point)).ToArray() : null),
        new("weir_st_point_at", ["BLOB", "INTEGER"], "BLOB", values =>
        {
            var line = Shapes.Only<LineString>("ST_PointN", In(values[0]), "LINE_STRING");
            var at = (int)values[1]!;
            return at >= 1 && at <= line.NumPoints ? Out(line.GetPointN(at - 1)) : null;
        }),
        new("weir_st_start", ["BLOB"], "BLOB", values => Shapes.Only<LineString>("ST_StartPoint", In(values[0]), "LINE_STRING") is { IsEmpty: false } line ? Out(line.StartPoint) : null),
        new("weir_st_end", ["BLOB"], "BLOB", values => Shapes.Only<LineString>("ST_EndPoint", In(values[0]), "LINE_STRING") is { IsEmpty: false } line ? Out(line.EndPoint) : null),
        new("weir_st_shell", ["BLOB"], "BLOB", values => PolygonOf("ST_ExteriorRing", values[0]) is { IsEmpty: false } polygon ? Out(Open(polygon.ExteriorRing)) : null),
        new("weir_st_hole", ["BLOB", "INTEGER"], "BLOB", values =>
        {
            var polygon = PolygonOf("ST_InteriorRingN", values[0]);
            var at = (int)values[1]!;
            return at >= 1 && at <= polygon.NumInteriorRings ? Out(Open(polygon.GetInteriorRingN(at - 1))) : null;
        }),
        new("weir_st_holes", ["BLOB"], "BLOB[]", values => PolygonOf("ST_InteriorRings", values[0]) is { IsEmpty: false } polygon ? polygon.InteriorRings.Select(ring => (object?)Out(Open(ring))).ToArray() : null),
        new("weir_st_x", ["BLOB"], "DOUBLE", values => Shapes.Only<Point>("ST_X", In(values[0]), "POINT") is { IsEmpty: false } point ? point.X : null),
        new("weir_st_y", ["BLOB"], "DOUBLE", values => Shapes.Only<Point>("ST_Y", In(values[0]), "POINT") is { IsEmpty: false } point ? point.Y : null),
        Edge("xmin", box => box.MinX), Edge("xmax", box => box.MaxX), Edge("ymin", box => box.MinY), Edge("ymax", box => box.MaxY),
        new("weir_st_corners", ["BLOB"], "BLOB[]", values => In(values[0]) is { IsEmpty: false } shape && shape.EnvelopeInternal is var box
            ? new object?[] { Point(new(box.MinX, box.MinY)), Point(new(box.MaxX, box.MaxY)) }
            : null),
    ];

    private static IEnumerable<RuntimeFunction> Measures() =>
    [
        new("weir_st_area", ["BLOB"], "DOUBLE", values => In(values[0]).Area),
        new("weir_st_length", ["BLOB"], "DOUBLE", values => Linear("ST_Length", values[0]).Length),
        new("weir_st_distance", ["BLOB", "BLOB"], "DOUBLE", values => In(values[0]) is { IsEmpty: false } left && In(values[1]) is { IsEmpty: false } right ? left.Distance(right) : null),
        new("weir_st_nearest", ["BLOB", "BLOB"], "STRUCT(field0 BLOB, field1 BLOB)", values =>
            In(values[0]) is { IsEmpty: false } left && In(values[1]) is { IsEmpty: false } right
                ? DistanceOp.NearestPoints(left, right).Select(point => (object?)Point(point)).ToArray()
                : null),
        new("weir_st_interpolate", ["BLOB", "DOUBLE"], "BLOB", values => Interpolated(values[0], (double)values[1]!, repeat: false)?[0]),
        new("weir_st_interpolate_all", ["BLOB", "DOUBLE"], "BLOB[]", values => Interpolated(values[0], (double)values[1]!, repeat: true)),
        new("weir_st_locate", ["BLOB", "BLOB"], "DOUBLE", values =>
        {
            var line = In(values[0]);
            if (line is not (LineString or MultiLineString))
            {
                throw SqlRuntime.Invalid($"First argument to line_locate_point must be a LineString or a MultiLineString. Got: {line.GeometryType}");
            }

            var point = In(values[1]) as Point
                ?? throw SqlRuntime.Invalid($"Second argument to line_locate_point must be a Point. Got: {In(values[1]).GeometryType}");
            return line.IsEmpty || point.IsEmpty ? null : new LengthIndexedLine(line).Project(point.Coordinate) / line.Length;
        }),
    ];

    private static IEnumerable<RuntimeFunction> Overlays() =>
    [
        Made("boundary", Canonical.Boundary), Made("centroid", Centre), Made("convex_hull", Canonical.Hull),
        Made("envelope", shape => shape.IsEmpty ? Shapes.Factory.CreatePolygon() : shape.Envelope),
        new("weir_st_buffer", ["BLOB", "DOUBLE"], "BLOB", values => (double)values[1]! is var distance and >= 0
            ? In(values[0]) is { IsEmpty: false } shape ? Out(distance == 0 ? shape : shape.Buffer(distance)) : null
            : throw SqlRuntime.Invalid(double.IsNaN((double)values[1]!) ? "distance is NaN" : "distance is negative")),
        Joined("intersection", SpatialFunction.Intersection), Joined("union", SpatialFunction.Union),
        Joined("difference", SpatialFunction.Difference), Joined("sym_difference", SpatialFunction.SymDifference),
        new("weir_st_union_all", ["BLOB[]"], "BLOB", values => Union((object?[])values[0]!)),
        new("weir_st_simplify", ["BLOB", "DOUBLE"], "BLOB", values => (double)values[1]! is var tolerance and >= 0
            ? Out(tolerance == 0 ? In(values[0]) : TopologyPreservingSimplifier.Simplify(In(values[0]), tolerance))
            : throw SqlRuntime.Invalid(double.IsNaN((double)values[1]!) ? "distanceTolerance is NaN" : "distanceTolerance is negative")),
        new("weir_st_hull_all", ["BLOB[]"], "BLOB", values => ((object?[])values[0]!).Where(item => item is not null).Select(In).ToArray() is { Length: > 0 } shapes
            ? Out(Canonical.Hull(Shapes.Factory.BuildGeometry(shapes)))
            : null),
    ];

    private static IEnumerable<RuntimeFunction> Spherical() =>
    [
        new("weir_st_sphere", ["BLOB"], "BLOB", values =>
        {
            foreach (var point in In(values[0]).Coordinates)
            {
                Sphere.Check(point.Y, point.X);
            }

            return values[0];
        }),
        new("weir_st_sphere_area", ["BLOB"], "DOUBLE", values => In(values[0]) switch
        {
            { IsEmpty: true } => null,
            Polygon or MultiPolygon => Sphere.Area(In(values[0])),
            _ => throw SqlRuntime.Invalid($"When applied to SphericalGeography inputs, ST_Area only supports {Areas}. Input type is: {Shapes.Kind(In(values[0]))}"),
        }),
        new("weir_st_sphere_length", ["BLOB"], "DOUBLE", values => In(values[0]) switch
        {
            { IsEmpty: true } => null,
            LineString or MultiLineString => Sphere.Length(In(values[0])),
            _ => throw Wrong("ST_Length", Lines, values[0]),
        }),
        new("weir_st_sphere_distance", ["BLOB", "BLOB"], "DOUBLE", values =>
        {
            var left = Shapes.Only<Point>("ST_Distance", In(values[0]), "POINT");
            var right = Shapes.Only<Point>("ST_Distance", In(values[1]), "POINT");
            return left.IsEmpty || right.IsEmpty ? null : Sphere.Distance(left.Y, left.X, right.Y, right.X);
        }),
        new("weir_great_circle", ["DOUBLE", "DOUBLE", "DOUBLE", "DOUBLE"], "DOUBLE", values =>
            Sphere.Kilometres((double)values[0]!, (double)values[1]!, (double)values[2]!, (double)values[3]!)),
    ];

    private static IEnumerable<RuntimeFunction> Tiles() =>
    [
        new("weir_tile", ["INTEGER", "INTEGER", "INTEGER"], "BIGINT", values => BingTile.At((int)values[0]!, (int)values[1]!, (int)values[2]!).Packed),
        new("weir_tile_of_key", ["VARCHAR"], "BIGINT", values => BingTile.FromKey((string)values[0]!).Packed),
        new("weir_tile_at", ["DOUBLE", "DOUBLE", "INTEGER"], "BIGINT", values => BingTile.Around((double)values[0]!, (double)values[1]!, BingTile.Level((int)values[2]!)).Packed),
        new("weir_tiles_around", ["DOUBLE", "DOUBLE", "INTEGER"], "BIGINT[]", values =>
            Packed(BingTile.Around((double)values[0]!, (double)values[1]!, BingTile.Level((int)values[2]!)).WithNeighbours())),
        new("weir_tiles_within", ["DOUBLE", "DOUBLE", "INTEGER", "DOUBLE"], "BIGINT[]", values =>
            Packed(BingTile.Within((double)values[0]!, (double)values[1]!, (int)values[2]!, (double)values[3]!))),
        new("weir_tiles_covering", ["BLOB", "INTEGER"], "BIGINT[]", values => Packed(BingTile.Covering(In(values[0]), (int)values[1]!))),
        new("weir_tile_key", ["BIGINT"], "VARCHAR", values => BingTile.Of(values[0]).Key),
        new("weir_tile_zoom", ["BIGINT"], "TINYINT", values => (sbyte)BingTile.Of(values[0]).Zoom),
        new("weir_tile_x", ["BIGINT"], "INTEGER", values => BingTile.Of(values[0]).X),
        new("weir_tile_y", ["BIGINT"], "INTEGER", values => BingTile.Of(values[0]).Y),
        new("weir_tile_polygon", ["BIGINT"], "BLOB", values => Out(Shapes.Factory.ToGeometry(BingTile.Of(values[0]).Envelope))),
        new("weir_tile_text", ["BIGINT"], "VARCHAR", values => BingTile.Of(values[0]).ToString()),
    ];

    private static RuntimeFunction Both(string name, Func<Geometry, Geometry, bool> holds) =>
        new($"weir_st_{name}", ["BLOB", "BLOB"], "BOOLEAN", values => Canonical.Computed(In(values[0]), In(values[1]), holds));

    private static RuntimeFunction Is(string name, Func<Geometry, bool> holds) =>
        new($"weir_st_is_{name}", ["BLOB"], "BOOLEAN", values => holds(In(values[0])));

    private static RuntimeFunction Edge(string name, Func<Envelope, double> edge) =>
        new($"weir_st_{name}", ["BLOB"], "DOUBLE", values => In(values[0]) is { IsEmpty: false } shape ? edge(shape.EnvelopeInternal) : null);

    private static RuntimeFunction Made(string name, Func<Geometry, Geometry> make) =>
        new($"weir_st_{name}", ["BLOB"], "BLOB", values => Out(make(In(values[0]))));

    private static RuntimeFunction Joined(string name, SpatialFunction function) =>
        new($"weir_st_{name}", ["BLOB", "BLOB"], "BLOB", values => Out(Canonical.Overlay(In(values[0]), In(values[1]), function)));

    private static Geometry In(object? value) => Shapes.Read(value);

    private static byte[] Out(Geometry shape) => Shapes.Write(shape);

    private static byte[] Point(Coordinate at) => Out(Shapes.Factory.CreatePoint(at));

    private static Polygon PolygonOf(string function, object? value) => Shapes.Only<Polygon>(function, In(value), "POLYGON");

    private static Geometry Linear(string function, object? value) =>
        In(value) is var shape && shape is LineString or MultiLineString ? shape : throw Wrong(function, Lines, value);

    private static LineString Open(LineString ring) => Shapes.Factory.CreateLineString(ring.CoordinateSequence);

    private static SqlException Wrong(string function, string kinds, object? value) =>
        SqlRuntime.Invalid($"{function} only applies to {kinds}. Input type is: {Shapes.Kind(In(value))}");

    private static object?[] Packed(IEnumerable<BingTile> tiles) => [.. tiles.Select(tile => (object?)tile.Packed)];

    private static LineString Line(object?[] points)
    {
        var coordinates = new List<Coordinate>(points.Length);
        for (var at = 0; at < points.Length; at++)
        {
            var point = points[at] is null
                ? throw SqlRuntime.Invalid($"Invalid input to ST_LineString: null point at index {at + 1}")
                : In(points[at]) as Point
                    ?? throw SqlRuntime.Invalid($"ST_LineString takes only an array of valid points, {In(points[at]).GeometryType} was passed");
            if (point.IsEmpty)
            {
                throw SqlRuntime.Invalid($"Invalid input to ST_LineString: empty point at index {at + 1}");
            }

            if (coordinates.Count > 0 && coordinates[^1].Equals2D(point.Coordinate))
            {
                throw SqlRuntime.Invalid($"Invalid input to ST_LineString: consecutive duplicate points at index {at + 1}");
            }

            coordinates.Add(point.Coordinate);
        }

        return Shapes.Factory.CreateLineString(coordinates.Count < 2 ? [] : [.. coordinates]);
    }

    private static MultiPoint? PointsOf(object?[] points)
    {
        for (var at = 0; at < points.Length; at++)
        {
            if (points[at] is null || In(points[at]).IsEmpty)
            {
                throw SqlRuntime.Invalid($"Invalid input to ST_MultiPoint: {(points[at] is null ? "null" : "empty")} at index {at + 1}");
            }
        }

        return points.Length == 0
            ? null
            : Shapes.Factory.CreateMultiPoint([.. points.Select(point => Shapes.Only<Point>("ST_MultiPoint", In(point), "POINT"))]);
    }

    private static byte[]? At(Geometry shape, int at) =>
        !shape.IsEmpty && at >= 1 && at <= shape.NumGeometries ? Out(shape.GetGeometryN(at - 1)) : null;

    /// <summary>A ring's closing point counts once.</summary>
    private static long PointsCount(Geometry shape) => shape switch
    {
        Polygon polygon => Math.Max(0, polygon.NumPoints - (polygon.IsEmpty ? 0 : 1 + polygon.NumInteriorRings)),
        GeometryCollection parts => parts.Geometries.Sum(PointsCount),
        _ => shape.NumPoints,
    };

    private static Geometry Centre(Geometry shape) => shape.IsEmpty
        ? Shapes.Factory.CreatePoint()
        : shape.OgcGeometryType == OgcGeometryType.GeometryCollection
            ? throw SqlRuntime.Invalid("ST_Centroid only applies to POINT or MULTI_POINT or LINE_STRING or MULTI_LINE_STRING or POLYGON or MULTI_POLYGON. Input type is: GEOMETRY_COLLECTION")
            : Shapes.Factory.CreatePoint(Centroid.GetCentroid(shape));

    private static byte[]? Union(object?[] items)
    {
        var shapes = items.Where(item => item is not null).Select(In).ToArray();
        return shapes.Length == 0 ? null : Out(Canonical.Union(shapes));
    }

    private static string? InvalidReason(Geometry shape)
    {
        if (shape is LineString or MultiLineString or MultiPoint)
        {
            var simple = new NetTopologySuite.Operation.Valid.IsSimpleOp(shape);
            if (!simple.IsSimple())
            {
                var at = simple.NonSimpleLocation;
                return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{Shapes.Kind(shape)}] Non-simple at or near ({at.X} {at.Y})");
            }
        }

        return new IsValidOp(shape).ValidationError is { } error
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{error.Message} at or near ({error.Coordinate.X} {error.Coordinate.Y})")
            : null;
    }

    private static object?[]? Interpolated(object? value, double fraction, bool repeat)
    {
        var line = Shapes.Only<LineString>(repeat ? "line_interpolate_point" : "line_interpolate_point", In(value), "LINE_STRING");
        if (fraction is not (>= 0 and <= 1))
        {
            throw SqlRuntime.Invalid("fraction must be between 0 and 1");
        }

        if (line.IsEmpty)
        {
            return null;
        }

        var index = new LengthIndexedLine(line);
        var count = repeat && fraction > 0 ? (int)Math.Min(1_000_000, Math.Floor(1 / fraction)) : 1;
        return [.. Enumerable.Range(1, count).Select(step => (object?)Point(index.ExtractPoint(line.Length * fraction * step)))];
    }
}
