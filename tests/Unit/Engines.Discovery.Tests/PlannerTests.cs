using System.Text;
using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Folders;

namespace Weir.Engines.Discovery.Tests;

public sealed class PlannerTests
{
    private const string Orders = "id,total\n1,2.5\n";
    private const string People = "name,born,city\nann,2001-01-01,x\n";

    private static TablePlan Plan(PlanWishes wishes, params (string Path, string Text)[] files)
    {
        var root = new FolderNode("root");
        foreach (var (path, text) in files)
        {
            var parts = path.Split('/');
            var folder = parts[..^1].Aggregate(root, (node, name) => node.Folder(name));
            var bytes = Encoding.UTF8.GetBytes(text);
            folder.Count(1, bytes.Length);
            folder.Add(new(parts[^1], bytes.Length, FileSniffer.Text(bytes, true, parts[^1], [])));
        }

        return TablePlanner.Plan(root, wishes);
    }

    private static string Shown(PlannedTable table) =>
        $"{(table.Path.Length == 0 ? "." : table.Path)}({string.Join(",", table.Schema.Columns.Select(column => column.Name))})"
        + $"[{string.Join(",", table.Keys.Select(key => $"{key.Name} {key.Type}"))}]"
        + string.Concat(table.Partitions.Select(partition => $" {string.Join("/", partition.Values)}"));

    [Fact]
    public void Key_value_folders_are_partitions_with_types()
    {
        var plan = Plan(new(), ("year=2025/month=01/a.csv", Orders), ("year=2026/month=12/b.csv", Orders));
        Assert.Equal(".(id,total)[year int,month string] 2025/01 2026/12", Shown(Assert.Single(plan.Tables)));
    }

    [Fact]
    public void Similar_folders_are_partitions_and_different_ones_tables()
    {
        var plan = Plan(new(), ("a/1.csv", Orders), ("b/2.csv", Orders));
        Assert.Equal(".(id,total)[partition_0 string] a b", Shown(Assert.Single(plan.Tables)));
        plan = Plan(new(), ("orders/1.csv", Orders), ("people/2.csv", People));
        Assert.Equal(["orders(id,total)[]", "people(name,born,city)[]"], plan.Tables.Select(Shown));
    }

    [Fact]
    public void Most_folders_make_a_table_and_the_odd_one_is_its_own()
    {
        var plan = Plan(new(), ("a/1.csv", Orders), ("b/2.csv", Orders), ("c/3.csv", Orders), ("x/2.csv", People));
        Assert.Equal([".(id,total)[partition_0 string] a b c", "x(name,born,city)[]"], plan.Tables.Select(Shown));
    }

    [Fact]
    public void A_schema_that_grew_is_the_same_table()
    {
        var plan = Plan(new(), ("dt=2026-01-01/a.csv", "id,total\n1,2\n"), ("dt=2026-01-02/b.csv", "id,total,note\n1,2.5,x\n"));
        var table = Assert.Single(plan.Tables);
        Assert.Equal(".(id,total,note)[dt date] 2026-01-01 2026-01-02", Shown(table));
        Assert.Equal("double", table.Schema.Columns[1].Type.ToString());
        Assert.Equal(2, table.Partitions[0].Schema.Columns.Count);
    }

    [Fact]
    public void Strangers_in_one_folder_are_tables_of_one_file()
    {
        var plan = Plan(new(), ("in/a.csv", Orders), ("in/b.csv", People), ("in/c.bin", "\u0001\u0002 nothing"));
        Assert.Equal(["in/a.csv(id,total)[]", "in/b.csv(name,born,city)[]"], plan.Tables.Select(Shown));
        Assert.All(plan.Tables, table => Assert.True(table.IsFile));
        Assert.Equal("in/c.bin", Assert.Single(plan.Ignored).Path);
    }

    /// <summary>Source: AWS Glue Developer Guide, "Creating a single schema for each Amazon S3 include path".</summary>
    [Fact]
    public void Key_value_folders_with_nothing_in_common_are_tables_unless_they_are_to_be_combined()
    {
        (string, string)[] files = [("year=2025/a.json", """{"A": 1, "B": 2}"""), ("year=2026/b.json", """{"C": 3, "D": 4}""")];
        Assert.Equal(["year=2025(a,b)[]", "year=2026(c,d)[]"], Plan(new(), files).Tables.Select(Shown));
        Assert.Equal(".(a,b,c,d)[year int] 2025 2026", Shown(Assert.Single(Plan(new() { CombinesCompatible = true }, files).Tables)));
        files[1].Item2 = """{"B": 2, "C": 3, "D": 4, "E": 5}""";
        Assert.Equal(".(a,b,c,d,e)[year int] 2025 2026", Shown(Assert.Single(Plan(new(), files).Tables)));
    }

    [Fact]
    public void Files_beside_similar_folders_are_one_table()
    {
        var plan = Plan(new(), ("a.csv", Orders), ("old/b.csv", Orders));
        Assert.Equal(".(id,total)[]", Shown(Assert.Single(plan.Tables)));
    }

    [Fact]
    public void What_was_a_table_stays_one_when_its_neighbours_go()
    {
        Assert.Equal(".(id,total)[partition_0 string] orders", Shown(Assert.Single(Plan(new(), ("orders/1.csv", Orders)).Tables)));
        Assert.Equal(
            "orders(id,total)[]", Shown(Assert.Single(Plan(new() { Known = new HashSet<string> { "orders" } }, ("orders/1.csv", Orders)).Tables)));
    }

    [Fact]
    public void A_stated_level_decides()
    {
        var files = new[] { ("eu/a/1.csv", Orders), ("eu/b/1.csv", Orders), ("us/a/1.csv", Orders) };
        Assert.Equal(
            ".(id,total)[partition_0 string,partition_1 string] eu/a eu/b us/a", Shown(Assert.Single(Plan(new(), files).Tables)));
        Assert.Equal(
            ["eu(id,total)[partition_0 string] a b", "us(id,total)[partition_0 string] a"],
            Plan(new() { TableLevel = 1 }, files).Tables.Select(Shown));
    }

    [Fact]
    public void Compatible_files_combine_where_that_is_wished()
    {
        var files = new[] { ("a/1.csv", "id,x\n1,2\n"), ("b/1.csv", "id,p,q,r,s\n1,2,3,4,5\n") };
        Assert.Equal(2, Plan(new(), files).Tables.Count);
        Assert.Equal(".(id,x,p,q,r,s)[partition_0 string] a b", Shown(Assert.Single(Plan(new() { CombinesCompatible = true }, files).Tables)));
    }

    [Fact]
    public void A_column_gives_way_to_the_partition_of_its_name()
    {
        var plan = Plan(new(), ("id=5/a.csv", Orders));
        Assert.Equal(".(id_data,total)[id int] 5", Shown(Assert.Single(plan.Tables)));
        plan = Plan(new(), ("id=5/a.json", "{\"id\": 5, \"v\": 1}"));
        Assert.Equal(".(v)[id int] 5", Shown(Assert.Single(plan.Tables)));
    }

    [Theory]
    [InlineData("*.csv", "a.csv", true)]
    [InlineData("*.csv", "x/a.csv", false)]
    [InlineData("**.csv", "x/y/a.csv", true)]
    [InlineData("x/**", "x/y/a.csv", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("{a,b}*/[0-9].txt", "bc/7.txt", true)]
    [InlineData("[!a].txt", "a.txt", false)]
    [InlineData("a\\*", "a*", true)]
    [InlineData("a\\*", "ab", false)]
    // AWS Glue Developer Guide, "Include and exclude patterns": the table of patterns and the rules below it.
    [InlineData("*.*", "notes.txt", true)]
    [InlineData("*.*", "notes", false)]
    [InlineData("*.{csv,avro}", "t.avro", true)]
    [InlineData("*.{csv,avro}", "t.json", false)]
    [InlineData("foo.?", "foo.z", true)]
    [InlineData("foo.?", "foo.zz", false)]
    [InlineData("myfolder/*", "myfolder/one", true)]
    [InlineData("myfolder/*", "myfolder/one/two", false)]
    [InlineData("myfolder/*/*", "myfolder/one/two", true)]
    [InlineData("myfolder/*/*", "myfolder/one", false)]
    [InlineData("myfolder/**", "myfolder/one/two", true)]
    [InlineData("myfolder**", "myfolder", true)]
    [InlineData("myfolder**", "myfolder/two.txt", true)]
    [InlineData("Market*", "Market_us", true)]
    [InlineData("Market*", "market_us", false)]
    [InlineData("*", ".hidden", true)]
    [InlineData("a\\{b", "a{b", true)]
    [InlineData("a\\\\b", "a\\b", true)]
    [InlineData("[abce-g]1", "f1", true)]
    [InlineData("[abce-g]1", "d1", false)]
    [InlineData("x[!a-c]y", "xdy", true)]
    [InlineData("x[!a-c]y", "x/y", false)]
    [InlineData("[-a]", "-", true)]
    [InlineData("[!-a]", "-", false)]
    [InlineData("[*?\\]z", "\\z", true)]
    [InlineData("[^a]", "^", true)]
    [InlineData("[^a]", "b", false)]
    [InlineData("2015/01/{[!0],0[8-9]}**", "2015/01/12/part/a.csv", true)]
    [InlineData("2015/01/{[!0],0[8-9]}**", "2015/01/09/a.csv", true)]
    [InlineData("2015/01/{[!0],0[8-9]}**", "2015/01/07/a.csv", false)]
    [InlineData("2015/0[2-9]/**", "2015/02/01/a.csv", true)]
    [InlineData("2015/1[0-2]/**", "2015/01/01/a.csv", false)]
    [InlineData("departments/market*", "departments/market-eu.json", true)]
    [InlineData("departments/market*", "departments/finance.json", false)]
    [InlineData("employees/*.csv", "employees/ann.csv", true)]
    public void Globs_match_as_documented(string pattern, string path, bool matches) =>
        Assert.Equal(matches, GlobPattern.Parse(pattern).Matches(path));
}
