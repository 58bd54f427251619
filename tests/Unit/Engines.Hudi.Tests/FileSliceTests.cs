using System.Text;

namespace Weir.Engines.Hudi.Tests;

[Trait("feature", "athena.formats")]
public sealed class FileSliceTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public void Names_tell_file_group_and_instant()
    {
        Assert.Equal(new BaseFileName("ab-0", "0-13-23", "20240101000000000", "parquet"), BaseFileName.TryParse("ab-0_0-13-23_20240101000000000.parquet"));
        Assert.Equal(new LogFileName("ab-0", "20240101000000000", 12, "0-33-43"), LogFileName.TryParse(".ab-0_20240101000000000.log.12_0-33-43"));
        Assert.Equal(new LogFileName("ab_c-0", "20240101", 1, ""), LogFileName.TryParse(".ab_c-0_20240101.log.1"));
        Assert.All(["x.parquet", "a_b.parquet", "_SUCCESS", ".hoodie_partition_metadata", ".a_1.log.1_2.cdc", ".log.1", "", ".", "a__x.parquet"], name =>
        {
            Assert.Null(BaseFileName.TryParse(name));
            Assert.Null(LogFileName.TryParse(name));
        });
    }

    [Fact]
    public void The_newest_committed_file_of_each_group_counts()
    {
        var timeline = Timeline.Of(["100.commit", "100.commit.requested", "100.inflight", "200.commit", "300.commit.requested", "300.inflight", "400.rollback", "hoodie.properties"]);

        Assert.Equal("a200 b100 c050", Shown(timeline, ["a_0_100.parquet", "a_0_200.parquet", "a_0_300.parquet", "b_0_100.parquet", "c_0_050.parquet", "d_0_300.parquet", "e_0_400.parquet", ".hoodie_partition_metadata"]));
        Assert.Equal("", Shown(Timeline.Of([]), ["a_0_100.parquet"]));
        Assert.Equal("b100", Shown(timeline, ["a_0_100.parquet", "b_0_100.parquet"], new() { ["a"] = "200" }));
    }

    [Fact]
    public void Logs_of_a_planned_compaction_still_change_the_base_there_is()
    {
        var timeline = Timeline.Of(["100.deltacommit", "150.deltacommit", "200.compaction.requested", "250.deltacommit"]);

        Assert.Equal("a100[.a_100.log.1_0 .a_100.log.2_0 .a_100.log.10_0 .a_200.log.1_0]", Shown(
            timeline, [".a_200.log.1_0", ".a_100.log.10_0", ".a_100.log.2_0", ".a_100.log.1_0", "a_0_100.parquet", ".a_050.log.1_0"]));
        Assert.Equal("a200[.a_200.log.1_0]", Shown(
            Timeline.Of(["100.deltacommit", "200.commit", "250.deltacommit"]), [".a_200.log.1_0", ".a_100.log.1_0", "a_0_100.parquet", "a_0_200.parquet"]));
        Assert.Equal("a-[.a_100.log.1_0]", Shown(timeline, [".a_100.log.1_0"]));
    }

    [Fact]
    public void With_completion_times_a_log_belongs_to_the_base_it_was_finished_after()
    {
        var timeline = Timeline.Of(["100_110.deltacommit", "150_260.deltacommit", "160_170.deltacommit", "200_220.commit", "300.deltacommit.inflight"]);

        // 150 began before the compaction of 200 and ended after it: the compaction has not seen it.
        Assert.Equal("a200[.a_150.log.1_0]", Shown(timeline, ["a_0_100.parquet", "a_0_200.parquet", ".a_150.log.1_0", ".a_160.log.1_0", ".a_300.log.1_0"], layout2: true));
    }

    [Fact]
    public void Commits_name_the_groups_they_took_the_place_of()
    {
        var replaced = CommitMetadata.Replaced(Encoding.UTF8.GetBytes("""{"partitionToReplaceFileIds":{"p=1":["a","b"],"":["c"]},"operationType":"CLUSTER"}"""));

        Assert.Equal(["a", "b", "c"], replaced.Values.SelectMany(ids => ids));
        Assert.Empty(CommitMetadata.Replaced([]));
        Assert.Throws<HudiException>(() => CommitMetadata.Replaced("{"u8.ToArray()));
        Assert.Throws<HudiException>(() => CommitMetadata.Replaced("Obj\u0001xx"u8.ToArray()));
    }

    [Fact]
    public void Properties_are_Java_s()
    {
        var properties = TableProperties.Parse(Encoding.UTF8.GetBytes("#made\nhoodie.table.type=MERGE_ON_READ\nhoodie.table.create.schema={\"type\"\\:\"record\"}\nhoodie.table.recordkey.fields = a,b\nhoodie.table.precombine.field:ts\nlong=1\\\n  2\nhoodie.compaction.payload.class=org.apache.hudi.common.model.DefaultHoodieRecordPayload\nhoodie.table.version=6\n"));

        Assert.True(properties.IsMergeOnRead);
        Assert.Equal("{\"type\":\"record\"}", properties["hoodie.table.create.schema"]);
        Assert.Equal(["a", "b"], properties.KeyFields);
        Assert.Equal(["ts"], properties.OrderingFields);
        Assert.Equal(MergeMode.EventTime, properties.Merging());
        Assert.Equal(".hoodie/", properties.TimelineFolder);
        Assert.Equal(".hoodie/timeline/", TableProperties.Parse("hoodie.table.version=8"u8).TimelineFolder);
        Assert.Throws<HudiException>(() => TableProperties.Parse("hoodie.compaction.payload.class=a.PartialUpdateAvroPayload"u8).Merging());
    }

    private static string Shown(Timeline timeline, string[] names, Dictionary<string, string>? replaced = null, bool layout2 = false) => string.Join(
        ' ',
        FileSlices.Newest(names.Select(name => (name, name)), timeline, replaced ?? Nothing, layout2)
            .Select(slice => $"{slice.FileId}{slice.BaseInstant ?? "-"}{(slice.Logs.Count == 0 ? "" : $"[{string.Join(' ', slice.Logs)}]")}"));
}
