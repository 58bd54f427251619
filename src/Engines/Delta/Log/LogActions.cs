using System.Collections.Immutable;

namespace Weir.Engines.Delta.Log;

/// <summary>A data file of a table.</summary>
/// <param name="Path">As the log writes it: encoded, relative to the table or absolute.</param>
/// <param name="PartitionValues">Texts by the physical names of the partition columns; null and the empty text are NULL.</param>
/// <param name="Statistics">JSON; null when nobody took any.</param>
public sealed record AddFile(
    string Path, IReadOnlyDictionary<string, string?> PartitionValues, long SizeBytes, string? Statistics, DeletionVectorInfo? DeletionVector)
{
    /// <summary>Where it lies, as a whole address.</summary>
    public required string Address { get; init; }
}

/// <summary>Where the rows are told that a file has lost.</summary>
/// <param name="StorageType"><c>u</c>: a file named by a UUID, <c>i</c>: here, <c>p</c>: a file anywhere.</param>
public sealed record DeletionVectorInfo(string StorageType, string PathOrInline, int? Offset, int SizeBytes, long Cardinality)
{
    /// <summary>One file may be part of a table with several vectors, one after another: this tells them apart.</summary>
    public string Id => Offset is { } offset ? $"{StorageType}{PathOrInline}@{offset}" : StorageType + PathOrInline;
}

/// <summary>Who may read and write a table.</summary>
public sealed record Protocol(int MinReaderVersion, int MinWriterVersion, ImmutableArray<string> ReaderFeatures);

/// <summary>A table's schema and settings, as the log has them.</summary>
public sealed record Metadata(
    string? Name, string? Description, string SchemaText, ImmutableArray<string> PartitionColumns, ImmutableDictionary<string, string> Configuration);
