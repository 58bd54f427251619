using System.Text;
using Weir.Kernel.Wire.Fuzzing;

namespace Weir.Kernel.Wire.Tests;

/// <summary>The Query protocol's forms, and XML that clients send.</summary>
public sealed class TreeReaderTests
{
    [Fact]
    public void Dotted_names_become_lists_and_maps_in_the_order_of_their_numbers()
    {
        var shape = Query(
            "Action=X&Names.member.2=b&Names.member.10=c&Names.member.1=a&Tags.entry.1.key=k&Tags.entry.1.value=v%26"
            + "&FlatName.2=y&FlatName.1=x&FlatTag.1.key=d&FlatTag.1.value=AQI%3D&Child.Count=5&Children.member.1.Text=one+two");

        Assert.Equal(["a", "b", "c"], shape.Names!);
        Assert.Equal("v&", shape.Tags!["k"]);
        Assert.Equal(["x", "y"], shape.FlatName!);
        Assert.Equal([1, 2], shape.FlatTag!["d"].ToArray());
        Assert.Equal(5, shape.Child!.Count);
        Assert.Equal("one two", Assert.Single(shape.Children!).Text);
    }

    [Theory]
    [InlineData("Count=x")]
    [InlineData("Count=99999999999")]
    [InlineData("Flag=yes")]
    [InlineData("Data=*")]
    [InlineData("Tags.entry.1.value=v")]
    [InlineData("Text=%C3%28")]
    public void What_is_not_of_the_type_is_refused(string form) => Assert.Throws<MalformedMessageException>(() => Query(form));

    [Fact]
    public void Too_many_parameters_are_refused() => Assert.Throws<MalformedMessageException>(
        () => Query(string.Join('&', Enumerable.Range(0, WireLimits.FormFieldsMax + 1).Select(index => $"a{index}=1"))));

    [Fact]
    public void A_name_of_too_many_parts_is_refused() =>
        Assert.Throws<MalformedMessageException>(() => Query(string.Join('.', Enumerable.Repeat("a", 1000)) + "=1"));

    [Fact]
    public void Flattened_elements_are_found_wherever_they_stand()
    {
        var shape = Xml("<r><FlatName>a</FlatName><Count> 3 </Count><FlatName>b</FlatName><new><FlatName>no</FlatName></new></r>");

        Assert.Equal(["a", "b"], shape.FlatName!);
        Assert.Equal(3, shape.Count);
    }

    [Fact]
    public void Namespaces_and_prefixes_do_not_matter() =>
        Assert.Equal("x", Xml("<a:r xmlns:a='u'><a:Text>x</a:Text></a:r>").Text);

    [Theory]
    [InlineData("")]
    [InlineData("<r>")]
    [InlineData("<r></s>")]
    [InlineData("text")]
    [InlineData("<r/><r/>")]
    [InlineData("<r><Count>x</Count></r>")]
    [InlineData("<!DOCTYPE r [<!ENTITY a \"b\">]><r><Text>&a;</Text></r>")]
    [InlineData("<r><Text>&undefined;</Text></r>")]
    public void What_is_not_xml_of_the_shape_is_refused(string xml) => Assert.Throws<MalformedMessageException>(() => Xml(xml));

    [Fact]
    public void Deep_xml_is_refused() =>
        Assert.Throws<MalformedMessageException>(() => Xml(string.Concat(Enumerable.Repeat("<a>", 50_000))));

    [Fact]
    public void Bad_utf8_is_refused() => Assert.Throws<MalformedMessageException>(
        () => FuzzShape.Read(new XmlShapeReader(XmlTree.Read(new MemoryStream([.. "<r><Text>"u8, 0xC3, 0x28, .. "</Text></r>"u8])), new())));

    [Fact]
    public void Markup_and_control_characters_are_written_as_references()
    {
        using var buffer = new PooledBuffer();
        var xml = new XmlShapeWriter(buffer);
        xml.Element("Key", "a<b>&\"\r\u0001é");

        Assert.Equal("<Key>a&lt;b&gt;&amp;&quot;&#xd;&#x1;é</Key>", Encoding.UTF8.GetString(buffer.Span));
    }

    private static FuzzShape Query(string form) => FuzzShape.Read(new QueryShapeReader(
        QueryForm.Tree(QueryParameters.Parse(form, WireLimits.FormFieldsMax).All), new(), isCompatible: false));

    private static FuzzShape Xml(string xml) =>
        FuzzShape.Read(new XmlShapeReader(XmlTree.Read(new MemoryStream(Encoding.UTF8.GetBytes(xml))), new()));
}
