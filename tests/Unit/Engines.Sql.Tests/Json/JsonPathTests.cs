using Weir.Engines.Sql.Json;

namespace Weir.Engines.Sql.Tests.Json;

public sealed class JsonPathTests
{
    [Theory]
    [InlineData("{\"a\":[1,2.50,1e9]}", "lax $.a", "[[1,2.5,1.0E9]]")]
    [InlineData("[{\"a\":1},{\"b\":2},3]", "lax $.a", "[1]")]
    [InlineData("{\"a\":1}", "lax $[0].a", "[1]")]
    [InlineData("[1,2,3]", "lax $[0, last, 7]", "[1,3]")]
    [InlineData("[1,2,3]", "lax $[last - 1]", "[2]")]
    [InlineData("[[1],[2,3]]", "lax $[*]", "[[1],[2,3]]")]
    [InlineData("[[1],[2,3]]", "lax $[*][*]", "[1,2,3]")]
    [InlineData("[1,2,3]", "lax $?(@ >= 2)", "[2,3]")]
    [InlineData("{\"a\":{\"x\":1},\"b\":[{\"x\":2}]}", "lax $..x", "[1,2]")]
    [InlineData("[1,\"a\",null,true,[],{}]", "lax $[*].type()", "[\"number\",\"string\",\"null\",\"boolean\",\"array\",\"object\"]")]
    [InlineData("[null,1]", "lax $?(@ == null)", "[null]")]
    [InlineData("[1,2]", "lax $ * 2", "error")]
    [InlineData("3", "lax ($ + 1) * -2", "[-8]")]
    [InlineData("7", "lax $ / 2", "[3]")]
    [InlineData("{\"a\":1}", "strict $.b", "error")]
    [InlineData("[1]", "strict $[1]", "error")]
    [InlineData("1", "strict $[*]", "error")]
    [InlineData("\"2.5\"", "lax $.double()", "[2.5]")]
    [InlineData("-2.5", "lax $.floor()", "[-3.0]")]
    [InlineData("{\"a\\\"b\":1}", "lax $.\"a\"\"b\"", "[1]")]
    [InlineData("\"\\u00e9\\n\"", "lax $", "[\"é\\n\"]")]
    public void A_path_finds_what_the_standard_says(string document, string path, string expected)
    {
        var parsed = PathParser.Parse(path);
        string found;
        try
        {
            var items = new PathEvaluator(parsed, JsonItem.TryParse(document)!, new Dictionary<string, JsonItem>()).Evaluate();
            found = new JsonArray([.. items]).ToJson();
        }
        catch (PathFailure)
        {
            found = "error";
        }

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("$.a")]
    [InlineData("lax")]
    [InlineData("lax $.")]
    [InlineData("lax $[")]
    [InlineData("lax $[1")]
    [InlineData("lax $?(@")]
    [InlineData("lax $?(@)")]
    [InlineData("lax $.a b")]
    [InlineData("lax $.\"a")]
    [InlineData("lax $.size(1)")]
    public void A_wrong_path_is_refused(string path) =>
        Assert.Equal(SqlErrorCode.InvalidPath, Assert.Throws<SqlException>(() => PathParser.Parse(path)).Code);

    [Theory]
    [InlineData("lax ", "(", "$")]
    [InlineData("lax ", "-", "$")]
    [InlineData("lax $?(", "(", "@ == 1")]
    [InlineData("lax $?(", "!", "@ == 1")]
    [InlineData("lax $", "[$", "")]
    public void A_path_nested_without_end_is_refused_at_once(string head, string nested, string tail) =>
        Assert.Throws<SqlException>(() => PathParser.Parse(head + string.Concat(Enumerable.Repeat(nested, 50_000)) + tail));
}
