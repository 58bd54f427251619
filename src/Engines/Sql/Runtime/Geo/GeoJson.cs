using System.Text;
using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Weir.Engines.Sql.Runtime.Geo;

/// <summary>Geometries as GeoJSON objects (RFC 7946), without features.</summary>
internal static class GeoJson
{
    private const int DepthMax = 32;

    public static Geometry Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = DepthMax });
            return Shape(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or FormatException)
        {
            throw SqlRuntime.Invalid($"Invalid GeoJSON: {error.Message}");
        }
    }

    public static string Write(Geometry shape)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, shape);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static Geometry Shape(JsonElement json)
    {
        var kind = json.GetProperty("type").GetString();
        if (kind == "GeometryCollection")
        {
            return Shapes.Factory.CreateGeometryCollection([.. json.GetProperty("geometries").EnumerateArray().Select(Shape)]);
        }

        var at = json.GetProperty("coordinates");
        return kind switch
        {
            "Point" => at.GetArrayLength() == 0 ? Shapes.Factory.CreatePoint() : Shapes.Factory.CreatePoint(Place(at)),
            "LineString" => Shapes.Factory.CreateLineString(Places(at)),
            "Polygon" => Polygon(at),
            "MultiPoint" => Shapes.Factory.CreateMultiPointFromCoords(Places(at)),
            "MultiLineString" => Shapes.Factory.CreateMultiLineString([.. at.EnumerateArray().Select(line => Shapes.Factory.CreateLineString(Places(line)))]),
            "MultiPolygon" => Shapes.Factory.CreateMultiPolygon([.. at.EnumerateArray().Select(Polygon)]),
            _ => throw new FormatException($"{kind} is no geometry"),
        };
    }

    private static Polygon Polygon(JsonElement rings)
    {
        LinearRing[] all = [.. rings.EnumerateArray().Select(ring => Shapes.Factory.CreateLinearRing(Places(ring)))];
        return all.Length == 0 ? Shapes.Factory.CreatePolygon() : Shapes.Factory.CreatePolygon(all[0], all[1..]);
    }

    private static Coordinate[] Places(JsonElement list) => [.. list.EnumerateArray().Select(Place)];

    private static Coordinate Place(JsonElement pair) => new(pair[0].GetDouble(), pair[1].GetDouble());

    private static void Write(Utf8JsonWriter writer, Geometry shape)
    {
        writer.WriteStartObject();
        writer.WriteString("type", shape.GeometryType);
        if (shape.OgcGeometryType == OgcGeometryType.GeometryCollection)
        {
            writer.WriteStartArray("geometries");
            foreach (var part in ((GeometryCollection)shape).Geometries)
            {
                Write(writer, part);
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WritePropertyName("coordinates");
            Coordinates(writer, shape);
        }

        writer.WriteEndObject();
    }

    private static void Coordinates(Utf8JsonWriter writer, Geometry shape)
    {
        switch (shape)
        {
            case Point { IsEmpty: false } point:
                Place(writer, point.Coordinate);
                return;
            case LineString line:
                Places(writer, line.Coordinates);
                return;
        }

        writer.WriteStartArray();
        if (shape is Polygon { IsEmpty: false } polygon)
        {
            Places(writer, polygon.ExteriorRing.Coordinates);
            foreach (var hole in polygon.InteriorRings)
            {
                Places(writer, hole.Coordinates);
            }
        }
        else if (shape is GeometryCollection parts)
        {
            foreach (var part in parts.Geometries)
            {
                Coordinates(writer, part);
            }
        }

        writer.WriteEndArray();
    }

    private static void Places(Utf8JsonWriter writer, Coordinate[] places)
    {
        writer.WriteStartArray();
        foreach (var place in places)
        {
            Place(writer, place);
        }

        writer.WriteEndArray();
    }

    private static void Place(Utf8JsonWriter writer, Coordinate at)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(at.X);
        writer.WriteNumberValue(at.Y);
        writer.WriteEndArray();
    }
}
