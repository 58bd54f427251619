using FsCheck;
using FsCheck.Fluent;
using Weir.Kernel.Wire.Fuzzing;

namespace Weir.Kernel.Wire.Tests;

public sealed class RoundTripTests
{
    [Fact]
    public void Any_shape_survives_json() => Survives(Shapes.ThroughJson);

    [Fact]
    public void Any_shape_survives_cbor() => Survives(Shapes.ThroughCbor);

    [Fact]
    public void Any_shape_survives_xml() => Survives(Shapes.ThroughXml);

    private static void Survives(Func<FuzzShape, FuzzShape> through) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var shape = Shapes.Any(seed);
            Assert.Equal(Shapes.Text(shape), Shapes.Text(through(shape)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
}
