using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Tests;

[Trait("feature", "athena.iceberg")]
public sealed class MetadataTests
{
    private const string Version2 = """
        {"format-version":2,"table-uuid":"9c12d441-03fe-4693-9a96-a0705ddf69c1","location":"s3://bucket/test/location","last-sequence-number":34,"last-updated-ms":1602638573590,
        "last-column-id":3,"current-schema-id":1,"schemas":[{"type":"struct","schema-id":0,"fields":[{"id":1,"name":"x","required":true,"type":"long"}]},
        {"type":"struct","schema-id":1,"identifier-field-ids":[1,2],"fields":[{"id":1,"name":"x","required":true,"type":"long"},{"id":2,"name":"y","required":true,"type":"long","doc":"comment"},{"id":3,"name":"z","required":true,"type":"long"}]}],
        "default-spec-id":0,"partition-specs":[{"spec-id":0,"fields":[{"name":"x","transform":"identity","source-id":1,"field-id":1000}]}],"last-partition-id":1000,
        "default-sort-order-id":3,"sort-orders":[{"order-id":3,"fields":[{"transform":"identity","source-id":2,"direction":"asc","null-order":"nulls-first"},{"transform":"bucket[4]","source-id":3,"direction":"desc","null-order":"nulls-last"}]}],
        "properties":{"read.split.target.size":"134217728"},"current-snapshot-id":3055729675574597004,
        "snapshots":[{"snapshot-id":3051729675574597004,"timestamp-ms":1515100955770,"sequence-number":0,"summary":{"operation":"append"},"manifest-list":"s3://a/b/1.avro","weather":"fine"},
        {"snapshot-id":3055729675574597004,"parent-snapshot-id":3051729675574597004,"timestamp-ms":1555100955770,"sequence-number":1,"summary":{"operation":"append"},"manifest-list":"s3://a/b/2.avro","schema-id":1}],
        "snapshot-log":[{"snapshot-id":3051729675574597004,"timestamp-ms":1515100955770},{"snapshot-id":3055729675574597004,"timestamp-ms":1555100955770}],
        "metadata-log":[],"statistics":[{"snapshot-id":3055729675574597004,"statistics-path":"s3://a/b/stats.puffin"}],"from-the-future":{"a":[1,2]}}
        """;

    [Fact]
    public void What_is_written_again_is_what_was_read_with_what_nobody_here_knows()
    {
        var table = MetadataJson.Read(Encoding.UTF8.GetBytes(Version2));

        var written = JsonNode.Parse(MetadataJson.Write(table))!.AsObject();

        var read = JsonNode.Parse(Version2)!.AsObject();
        foreach (var (name, value) in read)
        {
            Assert.True(JsonNode.DeepEquals(value, written[name]), $"{name}: {written[name]?.ToJsonString()}");
        }

        Assert.Equal("""{"main":{"snapshot-id":3055729675574597004,"type":"branch"}}""", written["refs"]!.ToJsonString());
        Assert.Equal(1, table.AsOf(1555100955770)!.SequenceNumber);
        Assert.Equal(0, table.AsOf(1555100955769)!.SequenceNumber);
        Assert.Null(table.AsOf(1));
        Assert.Equal(2, table.Ancestors(table.CurrentSnapshotId).Count());
    }

    [Fact]
    public void Transforms_of_several_columns_are_kept_and_prune_nothing() // iceberg: format/spec.md, partition transforms of version 3
    {
        const string Text = """
            {"format-version":3,"table-uuid":"d20125c8-7284-442c-9aea-15fee620737c","location":"s3://bucket/t","last-updated-ms":1,"last-column-id":2,"last-partition-id":1000,
            "current-schema-id":0,"schemas":[{"schema-id":0,"type":"struct","fields":[{"id":1,"name":"a","required":false,"type":"long"},{"id":2,"name":"b","required":false,"type":"string"}]}],
            "default-spec-id":0,"partition-specs":[{"spec-id":0,"fields":[{"source-ids":[1,2],"field-id":1000,"name":"both","transform":"bucket[4]"}]}],
            "default-sort-order-id":1,"sort-orders":[{"order-id":1,"fields":[{"transform":"zorder","source-ids":[2,1],"direction":"asc","null-order":"nulls-last"}]}]}
            """;

        var table = MetadataJson.Read(Encoding.UTF8.GetBytes(Text));
        var written = MetadataJson.ToJson(table);

        Assert.Equal(TransformKind.Unknown, table.Spec.Fields.Single().Transform.Kind);
        Assert.Same(Scanning.Filter.All, Scanning.Projection.Onto(table.Spec, table.Schema, new Scanning.Comparison(1, Scanning.FilterOperator.Equal, 5L)));
        Assert.Equal("""[{"source-ids":[1,2],"field-id":1000,"name":"both","transform":"bucket[4]"}]""", written["partition-specs"]![0]!["fields"]!.ToJsonString());
        Assert.Equal("[2,1]", written["sort-orders"]![0]!["fields"]![0]!["source-ids"]!.ToJsonString());
        Assert.Equal(table.Spec, MetadataJson.Read(MetadataJson.Write(table)).Spec);
    }

    [Fact]
    public void Structs_change_by_the_names_of_their_fields()
    {
        NestedField Column(string type) => new(0, "s", IcebergType.FromJson(System.Text.Json.Nodes.JsonNode.Parse(type)));
        static string Struct(params string[] fields) => $$"""{"type":"struct","fields":[{{string.Join(',', fields)}}]}""";
        static string Field(string name, string type) => $$"""{"id":0,"name":"{{name}}","required":false,"type":{{type}}}""";
        var list = """{"type":"list","element-id":0,"element":%,"element-required":false}""";
        var table = NewTable.Of(
            new(), TimeProvider.System, "s3://b/t", [Column(Struct(Field("a", "\"int\""), Field("b", "\"string\""), Field("l", list.Replace("%", Struct(Field("x", "\"float\"")), StringComparison.Ordinal))))], [], []);
        Assert.Equal(6, table.LastColumnId);

        var changed = SchemaChanges.Change(
            table, "s", "s", Column(Struct(Field("l", list.Replace("%", Struct(Field("new", "\"date\""), Field("x", "\"double\"")), StringComparison.Ordinal)), Field("A", "\"long\""), Field("c", "\"int\""))).Type, null);
        var again = SchemaChanges.Change(changed, "s", "s", Column(Struct(Field("b", "\"string\""))).Type, null);

        var fields = ((StructType)changed.Schema.Find("s")!.Type).Fields;
        Assert.Equal(["l:4", "a:2", "c:8"], fields.Select(field => $"{field.Name}:{field.Id}"));
        Assert.Equal(["new:7", "x:6"], ((StructType)((ListType)fields[0].Type).Element).Fields.Select(field => $"{field.Name}:{field.Id}"));
        Assert.Equal((PrimitiveType.Long, PrimitiveType.Double, 8), (changed.Schema.Primitive(2), changed.Schema.Primitive(6), changed.LastColumnId));
        Assert.Equal(9, ((StructType)again.Schema.Find("s")!.Type).Fields.Single().Id);
        Assert.Contains("s.a", Assert.Throws<IcebergException>(() => SchemaChanges.Change(changed, "s", "s", Column(Struct(Field("a", "\"int\""))).Type, null)).Message, StringComparison.Ordinal);
        Assert.Throws<IcebergException>(() => SchemaChanges.Change(changed, "s", "s", PrimitiveType.Int, null));
    }

    [Fact]
    public void Partition_fields_have_names_and_columns_of_their_own() // trino: BaseIcebergConnectorTest.testPartitionColumnNameConflict
    {
        TableMetadata Table(params (string, string)[] parts) => NewTable.Of(
            new(), TimeProvider.System, "s3://b/t",
            [
                new(0, "ts", PrimitiveType.Timestamp), new(0, "ts_day", PrimitiveType.Int),
                new(0, "at", new StructType([new(0, "City", PrimitiveType.String), new(0, "l", new ListType(0, PrimitiveType.Int, false))])),
            ],
            [.. parts.Select(part => (part.Item1, Transform.Parse(part.Item2)))], []);

        Assert.Equal(["ts_day_2", "ts_day", "at.City_trunc"], Table(("ts", "day"), ("ts_day", "identity"), ("at.city", "truncate[2]")).Spec.Fields.Select(field => field.Name));
        Assert.Contains("redundant", Assert.Throws<IcebergException>(() => Table(("ts", "day"), ("ts", "hour"))).Message, StringComparison.Ordinal);
        Assert.Contains("redundant", Assert.Throws<IcebergException>(() => Table(("ts_day", "bucket[4]"), ("ts_day", "bucket[4]"))).Message, StringComparison.Ordinal);
        Assert.Contains("more than once", Assert.Throws<IcebergException>(() => Table(("ts_day", "bucket[4]"), ("ts_day", "bucket[8]"))).Message, StringComparison.Ordinal);
        Assert.Throws<IcebergException>(() => Table(("at", "identity")));
        Assert.Throws<IcebergException>(() => Table(("at.l.element", "identity")));
    }

    [Fact]
    public void A_column_stays_while_something_rests_on_it() // trino: BaseIcebergConnectorTest.testDropPartitionColumn, testDropColumnUsedInOlderPartitionSpecs
    {
        var table = new Sample(("day", "month"), ("name", "bucket[2]")).Table;
        var evolved = table with { Specs = [table.Spec, new(1, [])], DefaultSpecId = 1 };
        var known = evolved with { Specs = [new(1, [])], Schemas = [evolved.Schema with { IdentifierIds = [Sample.Name] }] };

        Assert.Equal("Cannot drop partition field: day", Assert.Throws<IcebergException>(() => SchemaChanges.Drop(table, "day")).Message);
        Assert.Equal("Cannot drop column which is used by an old partition spec: name", Assert.Throws<IcebergException>(() => SchemaChanges.Drop(evolved, "name")).Message);
        Assert.Equal("Cannot delete identifier field name", Assert.Throws<IcebergException>(() => SchemaChanges.Drop(known, "name")).Message);
        Assert.Null(SchemaChanges.Drop(known, "day").Schema.Find("day"));
    }

    [Fact]
    public void Version_1_reads()
    {
        const string Text = """
            {"format-version":1,"table-uuid":"d20125c8-7284-442c-9aea-15fee620737c","location":"s3://bucket/t","last-updated-ms":1602638573874,"last-column-id":3,
            "schema":{"type":"struct","fields":[{"id":1,"name":"x","required":true,"type":"long"},{"id":2,"name":"s","required":false,"type":{"type":"struct","fields":[{"id":3,"name":"l","required":false,
            "type":{"type":"list","element-id":4,"element":{"type":"map","key-id":5,"key":"string","value-id":6,"value":"decimal(9, 2)","value-required":false},"element-required":false}}]}}]},
            "partition-spec":[{"name":"x","transform":"identity","source-id":1,"field-id":1000}],"properties":{},"current-snapshot-id":-1,"snapshots":[]}
            """;

        var table = MetadataJson.Read(Encoding.UTF8.GetBytes(Text));

        Assert.Null(table.CurrentSnapshot);
        Assert.Equal("x", table.Spec.Fields.Single().Name);
        Assert.Equal(PrimitiveType.Decimal(9, 2), table.Schema.Primitive(6));
        Assert.Equal(6, table.Schema.LastId);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("{\"format-version\":4}")]
    [InlineData("{\"format-version\":2,\"location\":\"s3://b/t\",\"last-updated-ms\":\"soon\",\"schemas\":[]}")]
    [InlineData("{\"format-version\":2,\"location\":\"s3://b/t\",\"last-updated-ms\":1,\"last-column-id\":1,\"schemas\":[{\"fields\":[{\"id\":1,\"name\":\"a\",\"type\":\"geometry\"}]}]}")]
    public void Metadata_that_cannot_be_understood_is_refused_in_words(string text) =>
        Assert.Throws<IcebergException>(() => MetadataJson.Read(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("\"properties\":{", "\"location\":\"s3://twice\",\"properties\":{")]
    [InlineData("\"doc\":\"comment\"", "\"doc\":{}")]
    [InlineData("\"type\":\"long\",\"doc\"", "\"type\":{\"type\":[]},\"doc\"")]
    [InlineData("\"identifier-field-ids\":[1,2]", "\"identifier-field-ids\":[null]")]
    [InlineData("\"manifest-list\":\"s3://a/b/2.avro\"", "\"manifests\":[1]")]
    [InlineData("\"name\":\"x\",\"transform\":\"identity\",\"source-id\":1", "\"name\":\"x\",\"transform\":\"identity\",\"source-ids\":[\"1\"]")]
    public void A_member_of_another_kind_or_named_twice_is_refused_in_words(string part, string instead)
    {
        Assert.Contains(part, Version2, StringComparison.Ordinal);

        Assert.Throws<IcebergException>(() => MetadataJson.Read(Encoding.UTF8.GetBytes(Version2.Replace(part, instead, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_snapshot_that_comes_before_itself_is_damage()
    {
        var table = MetadataJson.Read(Encoding.UTF8.GetBytes(Version2.Replace(
            "\"snapshot-id\":3051729675574597004,\"timestamp-ms\":1515100955770,\"sequence-number\"",
            "\"snapshot-id\":3051729675574597004,\"parent-snapshot-id\":3055729675574597004,\"timestamp-ms\":1515100955770,\"sequence-number\"",
            StringComparison.Ordinal)));

        Assert.Throws<IcebergException>(() => table.Ancestors(table.CurrentSnapshotId).Count());
    }

    [Fact]
    public void A_manifest_gives_back_what_was_put_into_it()
    {
        ImmutableArray<NestedField> columns =
        [
            new(1, "a", PrimitiveType.Decimal(20, 2)), new(2, "b", PrimitiveType.String), new(3, "c", PrimitiveType.Uuid), new(4, "d", PrimitiveType.Timestamp),
            new(5, "e x", PrimitiveType.Double), new(6, "f", PrimitiveType.Binary), new(7, "g", PrimitiveType.Boolean),
        ];
        var parts = columns.Select((column, at) => new PartitionField(column.Id, 1000 + at, column.Name, Transform.Identity)).Append(new(4, 1007, "d_day", Transform.Parse("day")));
        var schema = new Schema(0, columns);
        var table = new TableMetadata
        {
            FormatVersion = 2,
            Uuid = "u",
            Location = "s3://b/t",
            LastUpdatedMillis = 1,
            LastColumnId = 7,
            Schemas = [schema],
            CurrentSchemaId = 0,
            Specs = [new(0, [.. parts])],
            DefaultSpecId = 0,
            LastPartitionId = 1007,
        };
        ImmutableArray<object?> values = [(Int128)(-1234567890123), "ü", Guid.Parse("f79c3e09-677c-4bbd-a479-3f349cb785e7"), 5L, -0.5, new byte[] { 1, 2 }, true, -1];
        var file = Sample.File("a", 1, 2) with { Partition = values, SplitOffsets = [4, 100], EqualityIds = [1, 2], SortOrderId = 1, KeyMetadata = [9] };
        var nulls = Sample.File("b", 1, 2) with { Partition = [.. values.Select(_ => (object?)null)], Content = FileContent.PositionDeletes, ReferencedDataFile = "x" };
        ManifestEntry[] entries = [new(EntryStatus.Added, 1, null, null, file), new(EntryStatus.Existing, 2, 3, 4, nulls)];

        var bytes = ManifestContent.Write(entries, false, table.Spec, table.PartitionTypesOf(table.Spec), schema);
        var manifest = ManifestContent.Describe(entries, "m", bytes.Length, false, table.Spec, table.PartitionTypesOf(table.Spec), 1) with { SequenceNumber = 7 };
        var read = ManifestContent.Read(bytes, manifest, table);

        Assert.Equal((EntryStatus.Added, 7L, 7L), (read[0].Status, read[0].SequenceNumber!.Value, read[0].FileSequenceNumber!.Value));
        Assert.Equal((EntryStatus.Existing, 3L, 4L), (read[1].Status, read[1].SequenceNumber!.Value, read[1].FileSequenceNumber!.Value));
        Assert.Equal(values.Select(value => value is byte[] binary ? Convert.ToHexString(binary) : value), read[0].File.Partition.Select(value => value is byte[] binary ? Convert.ToHexString(binary) : value));
        Assert.All(read[1].File.Partition, value => Assert.Null(value));
        Assert.Equal([4L, 100L], read[0].File.SplitOffsets);
        Assert.Equal([1, 2], read[0].File.EqualityIds);
        Assert.Equal(file.LowerBounds![1], read[0].File.LowerBounds![1]);
        Assert.Equal(10, read[0].File.NullCounts![Sample.Name]);
        Assert.Equal("x", read[1].File.ReferencedDataFile);
        Assert.Equal(1, manifest.AddedFiles);
        Assert.True(manifest.Partitions[0].ContainsNull);
        Assert.Equal((Int128)(-1234567890123), Values.FromBytes(PrimitiveType.Decimal(20, 2), manifest.Partitions[0].Lower));
    }

    [Fact]
    public async Task A_damaged_manifest_is_refused_in_words_wherever_it_is_cut_or_changed()
    {
        var sample = new Sample(("day", "day"));
        await sample.AppendAsync(Sample.File("a", 1, 10, 5));
        var list = sample.Files.All[sample.Table.CurrentSnapshot!.ManifestList!];
        var manifest = ManifestListFile.Read(list, "list").Single();
        var content = sample.Files.All[manifest.Path];
        var random = new Random(7);
        for (var round = 0; round < 1000; round++)
        {
            var damaged = content.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            damaged = random.Next(3) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
            try
            {
                ManifestContent.Read(damaged, manifest, sample.Table);
            }
            catch (IcebergException)
            {
            }
        }
    }

    [Fact]
    public void Columns_keep_their_ids_through_every_change()
    {
        var table = new Sample(("day", "day")).Table;

        table = SchemaChanges.Add(table, [new(0, "list", new ListType(0, PrimitiveType.Int, false))]);
        table = SchemaChanges.Change(table, "name", "title", null, "what it is called", isFirst: true);
        table = SchemaChanges.Drop(table, "id");
        table = SchemaChanges.Add(table, [new(0, "id", PrimitiveType.Int)]);
        table = SchemaChanges.Change(table, "id", "id", PrimitiveType.Long, null, after: "title");

        Assert.Equal(
            "struct<2: title: string, 6: id: long, 3: day: date, 4: list: list<int>>", table.Schema.AsStruct.ToString());
        Assert.Equal(5, ((ListType)table.Schema.Find("list")!.Type).ElementId);
        Assert.Equal(6, table.LastColumnId);
        Assert.Throws<IcebergException>(() => SchemaChanges.Drop(table, "day"));
        Assert.Throws<IcebergException>(() => SchemaChanges.Change(table, "id", "id", PrimitiveType.Int, null));
        Assert.Throws<IcebergException>(() => SchemaChanges.Change(table, "id", "TITLE", null, null));
        Assert.Throws<IcebergException>(() => SchemaChanges.Add(table, [new(0, "Day", PrimitiveType.Int)]));
    }

    [Fact]
    public void A_list_whose_field_ids_are_no_numbers_is_refused()
    {
        using var target = new MemoryStream();
        using (var writer = new AvroFileWriter(target, AvroSchema.Parse("""{"type":"record","name":"r","fields":[{"name":"manifest_path","type":"string","field-id":"500"}]}"""), AvroCodec.Null))
        {
            writer.Append(new object?[] { "s3://b/m.avro" });
        }

        Assert.Contains("500", Assert.Throws<IcebergException>(() => ManifestListFile.Read(target.ToArray(), "list")).Message);
    }

    [Theory]
    [InlineData(AvroCodec.Snappy)]
    [InlineData(AvroCodec.Zstandard)]
    [InlineData(AvroCodec.Null)]
    public void Manifest_lists_of_other_writers_read_in_their_compression(AvroCodec codec)
    {
        var snapshot = new Snapshot { Id = 1, TimestampMillis = 1, Summary = ImmutableDictionary<string, string>.Empty };
        var ours = ManifestListFile.Write([new() { Path = "s3://b/m.avro", LengthBytes = 5, SpecId = 0, AddedSnapshotId = 1 }], snapshot);
        using var target = new MemoryStream();
        using (var reader = AvroFileReader.Open(new MemoryStream(ours)))
        using (var writer = new AvroFileWriter(target, reader.Schema, codec))
        {
            foreach (var record in reader.Read())
            {
                writer.Append(record);
            }
        }

        var theirs = target.ToArray();
        Assert.Equal("s3://b/m.avro", ManifestListFile.Read(theirs, "list").Single().Path);

        theirs[^20] ^= 0xFF;
        if (codec == AvroCodec.Snappy)
        {
            Assert.Throws<IcebergException>(() => ManifestListFile.Read(theirs, "list"));
        }
    }
}
