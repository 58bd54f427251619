using Weir.Engines.Formats;
using Weir.Engines.Hudi.Logs;
using Weir.Tests.Support;

namespace Weir.Engines.Hudi.Tests;

[Trait("feature", "athena.formats")]
public sealed class LogTests
{
    private const string Schema = "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"k\",\"type\":[\"null\",\"string\"]}]}";

    private static readonly Timeline Done = Timeline.Of(["1.deltacommit", "2.deltacommit", "3.deltacommit", "5.deltacommit"]);

    [Fact]
    public void Blocks_come_in_their_order_and_torn_ones_are_passed_over()
    {
        var file = new HudiLogBytes().Records("1", Schema, ["a"]).Torn().Deletes("2", ("b", 7), ("c", null)).Torn(20).Rollback("3", "2").Torn(9).ToArray();

        var blocks = LogFileReader.Read(new MemoryBytes(file)).ToArray();

        Assert.Equal([LogBlockKind.Avro, LogBlockKind.Delete, LogBlockKind.Command], blocks.Select(block => block.Kind));
        Assert.Equal([("b", 7L), ("c", (object?)null)], BlockContents.Deletes(blocks[1]));
        Assert.Equal("020261", Convert.ToHexString(BlockContents.Records(blocks[0]).Single().Span));
    }

    [Fact]
    public void What_is_rolled_back_unfinished_or_held_together_later_does_not_count()
    {
        var log = new HudiLogBytes()
            .Records("1", Schema, ["a"]).Records("2", Schema, ["b"]).Rollback("3", "2")
            .Records("4", Schema, ["unfinished"])
            .Block(3, [0, 0, 0, 3, 0, 0, 0, 0], (0, "5"), (2, Schema), (4, "1,3"))
            .Records("3", Schema, ["c"]).Block(6, [], (0, "3")).Block(2, [], (0, "3")).ToArray();

        var counting = LogBlocks.Counting(LogFileReader.Read(new MemoryBytes(log)), Done);

        Assert.Equal(["5"], counting.Select(block => block.Instant));
        Assert.Throws<HudiException>(() => LogBlocks.Counting([new(LogBlockKind.HFile, new Dictionary<int, string> { [0] = "1" }, default)], Done));
        Assert.Throws<HudiException>(() => LogBlocks.Counting([new(LogBlockKind.Avro, new Dictionary<int, string> { [0] = "1", [7] = "true" }, default)], Done));
    }

    [Theory]
    [InlineData(MergeMode.EventTime, "a5 b9")]
    [InlineData(MergeMode.LogsOverBase, "a5 b9")]
    [InlineData(MergeMode.CommitTime, "a3 b1")]
    public void Of_two_records_of_a_key_the_mode_says_which_wins(MergeMode mode, string winners)
    {
        var merger = new LogMerger(mode);
        merger.Put("a", ["a5"], [5m]);
        merger.Put("b", ["b9"], [9m]);
        merger.Put("a", ["a3"], [3m]);
        merger.Put("b", ["b1"], [1m]);

        Assert.Equal(winners, string.Join(' ', merger.Records.Values.Select(record => record.Values![0])));
    }

    [Fact]
    public void A_delete_holds_unless_it_is_older_than_what_it_deletes()
    {
        var merger = new LogMerger(MergeMode.EventTime);
        merger.Put("a", ["a"], [5m]);
        merger.Put("b", ["b"], [5m]);
        merger.Put("c", ["c"], [5m]);
        merger.Delete("a", 4m);
        merger.Delete("b", 6m);
        merger.Delete("c", 0m);
        merger.Put("c", ["again"], [1m]);
        merger.Put("b", ["late"], [5m]);

        Assert.Equal("a", merger.Records["a"].Values![0]);
        Assert.Null(merger.Records["b"].Values);
        Assert.Equal("again", merger.Records["c"].Values![0]);
    }

    [Fact]
    public void Damage_is_an_error_in_words()
    {
        var file = new HudiLogBytes().Deletes("2", ("key", 7)).ToArray();

        Assert.Throws<HudiException>(() => LogFileReader.Read(new MemoryBytes("not a log at all, though it is long"u8.ToArray())).ToArray());
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Empty(LogFileReader.Read(new MemoryBytes(file.AsMemory(0, length))));
        }

        var block = LogFileReader.Read(new MemoryBytes(file)).Single();
        for (var length = 0; length < block.Content.Length; length++)
        {
            Assert.Throws<HudiException>(() => BlockContents.Deletes(block with { Content = block.Content[..length] }));
        }
    }
}
