using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Tests;

/// <summary>Digests that other implementations of the documented algorithm computed (Python's hashlib over the same bytes).</summary>
public sealed class DigestTests
{
    [Fact]
    public void The_digest_of_a_body_is_its_MD5() =>
        Assert.Equal("fafb00f5732ab283681e124bf8747ed1", AttributeDigest.OfBody("This is a test message"));

    [Fact]
    public void The_digest_of_text_attributes_follows_the_guide() => Assert.Equal(
        "ba056227cfd9533dba1f72ad9816d233",
        AttributeDigest.OfAttributes(new Dictionary<string, MessageValue> { ["test_attribute_name_1"] = new("String", "test_attribute_value_1", null) }));

    [Fact]
    public void The_digest_of_number_attributes_follows_the_guide() => Assert.Equal(
        "d8dcc851251319e87f907aced0c24f45",
        AttributeDigest.OfAttributes(new Dictionary<string, MessageValue> { ["temperature"] = new("Number.celsius", "21.5", null) }));

    [Fact]
    public void The_digest_of_binary_attributes_follows_the_guide() => Assert.Equal(
        "5114feea785e3111c796622523ecf50a",
        AttributeDigest.OfAttributes(new Dictionary<string, MessageValue> { ["blob"] = new("Binary", null, [0, 1, 254, 255]) }));

    [Fact]
    public void The_digest_of_several_attributes_follows_the_guide() => Assert.Equal(
        "74590478fc8e0e222e1e5fe949533f1d",
        AttributeDigest.OfAttributes(new Dictionary<string, MessageValue> { ["b"] = new("String", "über", null), ["a"] = new("Number", "1", null), ["B"] = new("Binary.png", null, [97, 98, 99]) }));

    [Fact]
    public void No_attributes_have_no_digest()
    {
        Assert.Null(AttributeDigest.OfAttributes(null));
        Assert.Null(AttributeDigest.OfAttributes(new Dictionary<string, MessageValue>()));
    }
}
