using System.Text;
using Weir.Engines.Discovery.Files;

namespace Weir.Engines.Discovery.Tests;

public sealed class CsvTests
{
    private static FileSchema Look(string text, string name = "f.txt", params CustomClassifier[] custom) =>
        FileSniffer.Text(Encoding.UTF8.GetBytes(text), isWhole: true, name, custom);

    private static string Columns(FileSchema schema) => string.Join(", ", schema.Columns.Select(column => $"{column.Name} {column.Type}"));

    [Theory]
    [InlineData("id,name,price\n1,a,1.5\n2,b,2\n", ",", true, "id bigint, name string, price double")]
    [InlineData("1\ta\t1.5\n2\tb\t2\n", "\t", false, "col0 bigint, col1 string, col2 double")]
    [InlineData("id;day;at;ok\n1;2026-01-02;2026-01-02 03:04:05;true\n", ";", true, "id bigint, day date, at timestamp, ok boolean")]
    [InlineData("a|1|\nb|2|\n", "|", false, "col0 string, col1 bigint")]
    [InlineData("x\u00011\ny\u00012\n", "\u0001", false, "col0 string, col1 bigint")]
    [InlineData("id,v\r1,2\r3,4\r", ",", true, "id bigint, v bigint")]
    [InlineData("id,v\r\n1,2\r\n3,4\r\n", ",", true, "id bigint, v bigint")]
    [InlineData("First Name,Größe (cm),이름\nA B,1,김\nC D,2,박\n", ",", true, "first_name string, größe_cm bigint, 이름 string")]
    [InlineData("city,country\nSeoul,Korea\nBusan,Korea\n", ",", true, "city string, country string")]
    [InlineData("Seoul,Korea\nBusan,Korea\nSeoul,Korea\n", ",", false, "col0 string, col1 string")]
    [InlineData("a,a,b\n1,2,3\n", ",", true, "a bigint, a_1 bigint, b bigint")]
    [InlineData("a,a,b\nx,y,z\n", ",", false, "col0 string, col1 string, col2 string")]
    [InlineData("id,name,age,sex\n1,Ada,36,F\n2,Bo,41\n3,Cy,29,M\n", ",", true, "id bigint, name string, age bigint, sex string")]
    [InlineData(",x,y\n0,5,6\n1,6,7\n", ",", true, "col0 bigint, x bigint, y bigint")]
    public void Delimited_text_has_a_delimiter_a_header_and_types(string text, string delimiter, bool hasHeader, string columns)
    {
        var schema = Look(text);
        Assert.Equal(FileFormat.Delimited, schema.Format);
        Assert.Equal((delimiter, hasHeader), (schema.Text!.Delimiter, schema.Text.HasHeader));
        Assert.Equal(columns, Columns(schema));
    }

    [Theory]
    [InlineData("id,zip\n1,02134\n2,90210\n", "id bigint, zip string", "leading zeros ('02134')")]
    [InlineData("id,pm\n1,NA\n2,4\n3,\n", "id bigint, pm bigint", "'NA' (1 times) reads as NULL")]
    [InlineData("id,v\n1,5\n2,five\n", "id bigint, v string", "mixed: 1 integers ('5'), 1 texts ('five') of 2")]
    [InlineData("id,v\n1,12345678901234567890123\n", "id bigint, v string", "does not fit 64 bits")]
    [InlineData("id,at\n1,2026-01-02T03:04:05Z\n", "id bigint, at string", "in a spelling text tables do not read")]
    [InlineData("id,v\n1,NA\n2,N/A\n", "id bigint, v string", "no value tells a type")]
    [InlineData("id,v\n1,1e5\n2,-3\n", "id bigint, v double", "some with a fraction")]
    [InlineData("id,v\n1,2026-01-02\n2,2026-01-02 10:00:00\n", "id bigint, v string", "mixed: 1 dates")]
    public void A_type_is_what_every_value_is_and_says_why(string text, string columns, string reason)
    {
        var schema = Look(text);
        Assert.Equal(columns, Columns(schema));
        Assert.Contains(reason, schema.Columns[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Quoted_fields_keep_delimiters_and_line_ends_and_name_their_gaps()
    {
        var schema = Look("id,name,n\n1,\"a, \"\"b\"\"\",5\n2,\"c\nd\",\n");
        Assert.Equal("id bigint, name string, n bigint", Columns(schema));
        Assert.Equal('"', schema.Text!.Quote);
        Assert.Equal([""], schema.Text.NullWords);
        Assert.Equal(["NA"], Look("\"id\",\"v\"\n1,NA\n2,2.5\n").Text!.NullWords);
        Assert.Equal(2, schema.Records);
        Assert.Contains(schema.Reasons, reason => reason.Contains("OpenCSVSerDe", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("just words, here and\nthere without any\nstructure, at, all\n")]
    [InlineData("one line only")]
    [InlineData("\"never closed, a\nb, c\n")]
    public void Text_without_structure_is_unknown(string text) => Assert.False(Look(text).IsKnown);

    [Fact]
    public void One_column_needs_a_name_that_says_so()
    {
        Assert.False(Look("v\n1\n2\n").IsKnown);
        Assert.Equal("v bigint", Columns(Look("v\n1\n2\n", "v.csv")));
    }

    [Fact]
    public void Encodings_are_told_from_the_bytes()
    {
        var korean = CodePagesEncodingProvider.Instance.GetEncoding(949)!;
        const string Text = "번호,이름,값\n1,김철수,2.5\n2,이영희,3\n";
        var cp949 = FileSniffer.Text(korean.GetBytes(Text), true, "f.csv", []);
        Assert.Equal(("MS949", "번호 bigint, 이름 string, 값 double"), (cp949.Text!.Encoding, Columns(cp949)));
        var wide = FileSniffer.Text([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)], true, "f.csv", []);
        Assert.Equal(("UTF-16LE", "번호 bigint, 이름 string, 값 double"), (wide.Text!.Encoding, Columns(wide)));
        var marked = FileSniffer.Text([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)], true, "f.csv", []);
        Assert.Equal(("UTF-8", "번호"), (marked.Text!.Encoding, marked.Columns[0].Name));
        var latin = FileSniffer.Text(Encoding.Latin1.GetBytes("id,stadt\n1,Zürich\n2,Köln\n"), true, "f.csv", []);
        Assert.Equal("ISO-8859-1", latin.Text!.Encoding);
    }

    [Fact]
    public void A_cut_sample_does_not_count_its_last_line()
    {
        var schema = FileSniffer.Text("id,v\n1,2\n3,4\n5,x"u8, isWhole: false, "f.csv", []);
        Assert.Equal("id bigint, v bigint", Columns(schema));
    }

    [Fact]
    public void A_custom_classifier_says_what_it_knows()
    {
        var schema = Look("1^x\n2^y\n", "f.txt", new CustomClassifier.Csv("own", new() { Delimiter = "^", Header = ["id", "word"], HasHeader = false, Types = ["int", "string"] }));
        Assert.Equal("id int, word string", Columns(schema));
        Assert.Contains("custom classifier own", schema.Reasons);
    }

    [Fact]
    public void Blanks_around_values_are_cut_unless_the_classifier_keeps_them()
    {
        const string Text = "id;amount\n1; 2.5\n2; 3.5\n";
        Assert.Equal("id bigint, amount double", Columns(Look(Text, "f.txt", new CustomClassifier.Csv("own", new() { Delimiter = ";", HasHeader = true }))));
        Assert.Equal("id bigint, amount string", Columns(Look(Text, "f.txt", new CustomClassifier.Csv("own", new() { Delimiter = ";", HasHeader = true, KeepsBlanks = true }))));
    }

    [Theory]
    [InlineData("BINARY", "binary")]
    [InlineData("BOOLEAN", "boolean")]
    [InlineData("DATE", "date")]
    [InlineData("DECIMAL", "decimal(38,18)")]
    [InlineData("DOUBLE", "double")]
    [InlineData("FLOAT", "float")]
    [InlineData("INT", "int")]
    [InlineData("LONG", "bigint")]
    [InlineData("SHORT", "smallint")]
    [InlineData("STRING", "string")]
    [InlineData("TIMESTAMP", "timestamp")]
    public void Custom_types_are_those_that_the_service_lists(string stated, string type) => Assert.Equal(
        $"v {type}, w string", Columns(Look("1;x\n2;y\n", "f.txt", new CustomClassifier.Csv("own", new() { Delimiter = ";", HasHeader = false, Header = ["v", "w"], Types = [stated, "string"] }))));
}
