using System.Text;

namespace Weir.Kernel.Wire.Fuzzing;

/// <summary>The wire layer's parsers as fuzz targets: any bytes are read or refused, never anything else.</summary>
/// <remarks>Each returns true when the bytes were a message. An exception from one of them is a finding.</remarks>
public static class WireFuzz
{
    public static bool Json(ReadOnlySpan<byte> input)
    {
        var body = input.ToArray();
        return IsRead(missing =>
        {
            var reader = new JsonShapeReader(body, body.Length, missing);
            FuzzShape.Read(reader);
            reader.RequireEnd();
        });
    }

    public static bool Cbor(ReadOnlySpan<byte> input)
    {
        var body = input.ToArray();
        return IsRead(missing =>
        {
            var reader = new CborShapeReader(body, missing);
            FuzzShape.Read(reader);
            reader.RequireEnd();
        });
    }

    public static bool Xml(ReadOnlySpan<byte> input)
    {
        var body = input.ToArray();
        return IsRead(missing => FuzzShape.Read(new XmlShapeReader(XmlTree.Read(new MemoryStream(body)), missing)));
    }

    /// <summary>A form, as the Query protocol sends it.</summary>
    public static bool Query(ReadOnlySpan<byte> input)
    {
        var form = Encoding.Latin1.GetString(input);
        return IsRead(missing =>
        {
            var tree = QueryForm.Tree(QueryParameters.Parse(form, WireLimits.FormFieldsMax).All);
            FuzzShape.Read(new QueryShapeReader(tree, missing, isCompatible: false));
        });
    }

    /// <summary>The texts that routing looks at: a path and query, an authorization header, a host; one a line.</summary>
    public static bool Routing(ReadOnlySpan<byte> input)
    {
        var lines = Encoding.Latin1.GetString(input).Split('\n', 4);
        return IsRead(_ =>
        {
            var query = QueryParameters.Parse(lines[0]);
            SignatureScope.ServiceOf(lines.ElementAtOrDefault(1), query);
            BucketHost.BucketOf(lines.ElementAtOrDefault(2) ?? "");
            new PathTemplate("/{Bucket}/{Key+}").Match(lines.ElementAtOrDefault(3) ?? "");
            new PathTemplate("/a/{Key+}/tags").Match(lines.ElementAtOrDefault(3) ?? "");
        });
    }

    private static bool IsRead(Action<MissingMembers> read)
    {
        try
        {
            read(new MissingMembers());
            return true;
        }
        catch (MalformedMessageException)
        {
            return false;
        }
    }
}
