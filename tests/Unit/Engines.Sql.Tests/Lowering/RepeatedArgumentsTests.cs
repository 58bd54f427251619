using Weir.Engines.Sql.Lowering;

namespace Weir.Engines.Sql.Tests.Lowering;

public sealed class RepeatedArgumentsTests
{
    [Theory]
    [InlineData("({0} + {1})", new long[] { 1, 1 })]
    [InlineData("CASE WHEN {0} > 0 THEN {0} END", new long[] { 2 })]
    [InlineData("f('{0}', {1})", new long[] { 1, 1 })]
    [InlineData("[{{'a': {0}, 'b': [{0}, {1}]}}]", new long[] { 2, 1 })]
    public void A_template_says_its_arguments_as_often_as_they_stand_in_it(string template, long[] expected) =>
        Assert.Equal(expected, RepeatedArguments.Of(template, expected.Length));

    [Theory]
    [InlineData("weir_half_up({0}, {1})", new long[] { 4, 5 })]
    [InlineData("CAST(weir_half_up(abs({1}), CAST({0} AS HUGEINT)) AS BIGINT)", new long[] { 5, 4 })]
    [InlineData("weir_mod(weir_half_up({0}, {1}), 3)", new long[] { 12, 15 })]
    [InlineData("weir_half_up({0}, 2) + {0}", new long[] { 5 })]
    public void A_macro_says_them_as_often_as_its_own_text_does(string template, long[] expected) =>
        Assert.Equal(expected, RepeatedArguments.Of(template, expected.Length));
}
