using System.Globalization;
using Weir.Engines.Iceberg.Metadata;

namespace Weir.Engines.Iceberg.Manifests;

/// <summary>Manifest lists: which manifests a snapshot is made of.</summary>
public static class ManifestListFile
{
    private const string Schema = """
        {"type":"record","name":"manifest_file","fields":[
        {"name":"manifest_path","type":"string","field-id":500},
        {"name":"manifest_length","type":"long","field-id":501},
        {"name":"partition_spec_id","type":"int","field-id":502},
        {"name":"content","type":"int","field-id":517},
        {"name":"sequence_number","type":"long","field-id":515},
        {"name":"min_sequence_number","type":"long","field-id":516},
        {"name":"added_snapshot_id","type":"long","field-id":503},
        {"name":"added_files_count","type":"int","field-id":504},
        {"name":"existing_files_count","type":"int","field-id":505},
        {"name":"deleted_files_count","type":"int","field-id":506},
        {"name":"added_rows_count","type":"long","field-id":512},
        {"name":"existing_rows_count","type":"long","field-id":513},
        {"name":"deleted_rows_count","type":"long","field-id":514},
        {"name":"partitions","type":["null",{"type":"array","items":{"type":"record","name":"r508","fields":[
        {"name":"contains_null","type":"boolean","field-id":509},
        {"name":"contains_nan","type":["null","boolean"],"default":null,"field-id":518},
        {"name":"lower_bound","type":["null","bytes"],"default":null,"field-id":510},
        {"name":"upper_bound","type":["null","bytes"],"default":null,"field-id":511}]},"element-id":508}],"default":null,"field-id":507},
        {"name":"key_metadata","type":["null","bytes"],"default":null,"field-id":519}]}
        """;

    public static List<ManifestFile> Read(byte[] file, string path) =>
        MetadataFile.Read(file, path, record => new ManifestFile
        {
            Path = record.Get<string>(500),
            LengthBytes = record.Long(501),
            SpecId = record.IntOrNull(502) ?? 0,
            IsDeletes = record.IntOrNull(517) == 1,
            SequenceNumber = record.LongOrNull(515) ?? 0,
            MinSequenceNumber = record.LongOrNull(516) ?? 0,
            AddedSnapshotId = record.LongOrNull(503) ?? 0,
            AddedFiles = record.IntOrNull(504),
            ExistingFiles = record.IntOrNull(505),
            DeletedFiles = record.IntOrNull(506),
            AddedRows = record.LongOrNull(512),
            ExistingRows = record.LongOrNull(513),
            DeletedRows = record.LongOrNull(514),
            Partitions = [.. record.Records(507).Select(Summary)],
            KeyMetadata = record[519] as byte[],
        });

    public static byte[] Write(IReadOnlyList<ManifestFile> manifests, Snapshot snapshot)
    {
        var metadata = new Dictionary<string, string>
        {
            ["snapshot-id"] = snapshot.Id.ToString(CultureInfo.InvariantCulture),
            ["parent-snapshot-id"] = snapshot.ParentId?.ToString(CultureInfo.InvariantCulture) ?? "null",
            ["sequence-number"] = snapshot.SequenceNumber.ToString(CultureInfo.InvariantCulture),
            ["format-version"] = "2",
        };
        return MetadataFile.Write(Schema, metadata, manifests.Select(manifest => new object?[]
        {
            manifest.Path,
            manifest.LengthBytes,
            manifest.SpecId,
            manifest.IsDeletes ? 1 : 0,
            manifest.SequenceNumber ?? snapshot.SequenceNumber,
            manifest.MinSequenceNumber ?? snapshot.SequenceNumber,
            manifest.AddedSnapshotId,
            manifest.AddedFiles ?? 0,
            manifest.ExistingFiles ?? 0,
            manifest.DeletedFiles ?? 0,
            manifest.AddedRows ?? 0,
            manifest.ExistingRows ?? 0,
            manifest.DeletedRows ?? 0,
            manifest.Partitions.Select(summary => new object?[] { summary.ContainsNull, summary.ContainsNan, summary.Lower, summary.Upper }).ToArray(),
            manifest.KeyMetadata,
        }));
    }

    private static PartitionSummary Summary(MetadataRecord record) =>
        new(record[509] is not false, record[518] as bool?, record[510] as byte[], record[511] as byte[]);
}
