using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Catalogs;
using Weir.Engines.Iceberg.Metadata;
using Weir.Kernel.Core;

namespace Weir.Engines.Iceberg.Tests;

public sealed class CatalogRequestTests
{
    private const long Now = 1_700_000_000_000;

    private const string Create = """
        {"name": "t", "location": "s3://b/t/", "properties": {"format-version": "2", "k": "v"},
         "schema": {"type": "struct", "identifier-field-ids": [30], "fields": [
           {"id": 30, "name": "id", "type": "long", "required": true},
           {"id": 10, "name": "point", "required": false, "type": {"type": "struct", "fields": [{"id": 11, "name": "x", "type": "double", "required": false}]}},
           {"id": 20, "name": "tags", "required": false, "type": {"type": "list", "element-id": 21, "element": "string", "element-required": false}},
           {"id": 40, "name": "day", "type": "date", "required": false}]},
         "partition-spec": {"spec-id": 7, "fields": [{"source-id": 40, "transform": "month", "name": "day_month"}, {"source-id": 30, "transform": "bucket[8]", "name": "b", "field-id": 1099}]},
         "write-order": {"order-id": 3, "fields": [{"source-id": 11, "transform": "identity", "direction": "desc", "null-order": "nulls-last"}]}}
        """;

    private readonly TableMetadata _table = CreateRequest.Parse(Object(Create)).NewTable(new IdSource(), "s3://b/t/", Now);

    [Fact]
    public void A_new_table_gets_ids_of_its_own_and_what_refers_to_them_follows()
    {
        Assert.Equal([1, 2, 3, 4], _table.Schema.Fields.Select(field => field.Id));
        Assert.Equal(6, _table.LastColumnId);
        Assert.Equal([1], _table.Schema.IdentifierIds);
        Assert.Equal([(4, 1000), (1, 1001)], _table.Spec.Fields.Select(field => (field.SourceId, field.FieldId)));
        Assert.Equal(1001, _table.LastPartitionId);
        Assert.Equal((1, 5), (_table.SortOrder.Id, _table.SortOrder.Fields[0].SourceId));
        Assert.Equal("k=v", string.Join(',', _table.Properties.Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal("s3://b/t", _table.Location);
        Assert.Equal(_table.Schema, MetadataJson.Read(MetadataJson.Write(_table)).Schema);
    }

    [Theory]
    [InlineData("""{"action": "add-schema"}""")]
    [InlineData("""{"action": "add-schema", "schema": {"fields": [{"id": 1, "name": "a", "type": "int", "required": false}, {"id": 1, "name": "b", "type": "int", "required": false}]}}""")]
    [InlineData("""{"action": "set-current-schema", "schema-id": -1}""")]
    [InlineData("""{"action": "set-default-spec", "spec-id": 4}""")]
    [InlineData("""{"action": "add-spec", "spec": {"fields": [{"source-id": 2, "transform": "identity", "name": "p"}]}}""")]
    [InlineData("""{"action": "add-spec", "spec": {"fields": [{"source-id": 1, "transform": "month", "name": "p"}]}}""")]
    [InlineData("""{"action": "add-spec", "spec": {"fields": [{"source-id": 1, "transform": "bucket[2]", "name": "day"}]}}""")]
    [InlineData("""{"action": "add-spec", "spec": {"fields": [{"source-id": 1, "transform": "elsewhere", "name": "p"}]}}""")]
    [InlineData("""{"action": "add-sort-order", "sort-order": {"order-id": 1, "fields": [{"source-id": 99, "transform": "identity", "direction": "asc", "null-order": "nulls-first"}]}}""")]
    [InlineData("""{"action": "remove-partition-specs", "spec-ids": [0]}""")]
    [InlineData("""{"action": "assign-uuid", "uuid": "9c12d441-03fe-4693-9a96-a0705ddf69c1"}""")]
    [InlineData("""{"action": "upgrade-format-version", "format-version": 9}""")]
    [InlineData("""{"action": "set-statistics", "statistics": {"snapshot-id": 1, "statistics-path": "s3://b/x"}}""")]
    [InlineData("""{"action": "remove-properties", "removals": [1]}""")]
    [InlineData("""{"action": 5}""")]
    public void An_update_that_makes_no_sense_is_its_senders_fault(string update)
    {
        var error = Assert.Throws<IcebergException>(() => Apply(_table, update));

        Assert.Equal(IcebergProblem.Invalid, error.Problem);
    }

    [Fact]
    public void What_is_already_there_is_not_added_again()
    {
        var same = Apply(
            _table,
            $$"""{"action": "add-schema", "schema": {{_table.Schema.ToJson().ToJsonString()}}}""",
            """{"action": "set-current-schema", "schema-id": -1}""",
            """{"action": "add-spec", "spec": {"fields": [{"source-id": 4, "transform": "month", "name": "day_month"}, {"source-id": 1, "transform": "bucket[8]", "name": "b"}]}}""",
            """{"action": "set-default-spec", "spec-id": -1}""",
            """{"action": "add-sort-order", "sort-order": {"order-id": 9, "fields": []}}""",
            """{"action": "set-default-sort-order", "sort-order-id": -1}""");

        Assert.Single(same.Schemas);
        Assert.Single(same.Specs);
        Assert.Equal(0, same.DefaultSortOrderId);
    }

    [Fact]
    public void A_new_partition_spec_keeps_ids_of_fields_the_table_had_and_continues_after_them()
    {
        var table = Apply(
            _table,
            """{"action": "add-spec", "spec": {"fields": [{"source-id": 1, "transform": "bucket[8]", "name": "other"}, {"source-id": 4, "transform": "year", "name": "y"}]}}""",
            """{"action": "set-default-spec", "spec-id": -1}""");

        Assert.Equal([1001, 1002], table.Spec.Fields.Select(field => field.FieldId));
        Assert.Equal((1, 1002), (table.DefaultSpecId, table.LastPartitionId));
    }

    [Fact]
    public void Snapshots_come_become_current_are_tagged_and_go()
    {
        var one = Apply(_table, Snapshot(1, null, 1), Ref("main", "branch", 1));
        var two = Apply(one, Snapshot(2, 1, 2), Ref("main", "branch", 2), Ref("old", "tag", 1), """{"action": "set-statistics", "statistics": {"snapshot-id": 1, "statistics-path": "s3://b/s"}}""");

        Assert.Equal((2L, 2L, 2), (two.CurrentSnapshotId, two.LastSequenceNumber, two.SnapshotLog.Length));
        Assert.Equal("s3://b/s", (string?)two.Source!["statistics"]![0]!["statistics-path"]);
        var back = Apply(two, Ref("main", "branch", 1));
        Assert.Equal((1L, 3), (back.CurrentSnapshotId, back.SnapshotLog.Length));

        var rest = Apply(two, """{"action": "remove-snapshots", "snapshot-ids": [1]}""");
        Assert.Equal("main", Assert.Single(rest.Refs).Key);
        Assert.Equal(2, Assert.Single(rest.SnapshotLog).SnapshotId);
        Assert.Empty(rest.Source!["statistics"]!.AsArray());
        Assert.Null(Apply(two, """{"action": "remove-snapshot-ref", "ref-name": "main"}""").CurrentSnapshotId);
    }

    [Fact]
    public void A_snapshot_that_did_not_know_the_one_before_may_be_tried_again()
    {
        var table = Apply(_table, Snapshot(1, null, 1), Ref("main", "branch", 1));

        Assert.Equal(IcebergProblem.Conflict, Assert.Throws<IcebergException>(() => Apply(table, Snapshot(2, 1, 1))).Problem);
        Assert.Equal(IcebergProblem.Invalid, Assert.Throws<IcebergException>(() => Apply(table, Snapshot(1, 1, 2))).Problem);
    }

    [Fact]
    public void Version_3_counts_its_rows()
    {
        var table = Apply(_table, """{"action": "upgrade-format-version", "format-version": 3}""", Rows(1, 0, 10));

        Assert.Equal(10, table.NextRowId);
        Assert.Equal(10, MetadataJson.Read(MetadataJson.Write(table)).NextRowId);
        Assert.Equal(IcebergProblem.Conflict, Assert.Throws<IcebergException>(() => Apply(table, Rows(2, 5, 1))).Problem);

        static string Rows(long id, long first, long added) =>
            $$"""{"action": "add-snapshot", "snapshot": {"snapshot-id": {{id}}, "sequence-number": {{id}}, "timestamp-ms": {{Now}}, "manifest-list": "s3://b/l", "summary": {"operation": "append"}, "first-row-id": {{first}}, "added-rows": {{added}} } }""";
    }

    [Fact]
    public void A_table_made_by_a_commit_needs_a_schema_and_a_place()
    {
        var commit = Commit("""{"type": "assert-create"}""", """{"action": "set-properties", "updates": {"a": "b"}}""");

        Assert.True(commit.IsCreation);
        Assert.Throws<IcebergException>(() => commit.NewTable(new IdSource(), "s3://b/t", Now));
        Assert.Throws<IcebergException>(() => Commit("""{"type": "assert-default-spec-id", "default-spec-id": 0}""").NewTable(new IdSource(), "s3://b/t", Now));
        Assert.Equal(IcebergProblem.Conflict, Assert.Throws<IcebergException>(() => commit.ApplyTo(_table, Now)).Problem);
    }

    private static TableMetadata Apply(TableMetadata table, params string[] updates) =>
        CommitRequest.Parse(Object($$"""{"requirements": [], "updates": [{{string.Join(',', updates)}}]}""")).ApplyTo(table, Now);

    private static CommitRequest Commit(string requirement, params string[] updates) =>
        CommitRequest.Parse(Object($$"""{"requirements": [{{requirement}}], "updates": [{{string.Join(',', updates)}}]}"""));

    private static string Snapshot(long id, long? parent, long sequence) =>
        $$"""{"action": "add-snapshot", "snapshot": {"snapshot-id": {{id}}, {{(parent is null ? "" : $"\"parent-snapshot-id\": {parent},")}} "sequence-number": {{sequence}}, "timestamp-ms": {{Now + id}}, "manifest-list": "s3://b/l{{id}}", "summary": {"operation": "append"} } }""";

    private static string Ref(string name, string type, long id) =>
        $$"""{"action": "set-snapshot-ref", "ref-name": "{{name}}", "type": "{{type}}", "snapshot-id": {{id}}}""";

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();
}
