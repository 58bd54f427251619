using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Avro;

namespace Weir.Services.Athena.Queries;

/// <summary>Avro for CREATE TABLE AS, INSERT and UNLOAD.</summary>
internal sealed class AvroRowFile(Stream stream, IReadOnlyList<DuckField> columns, WriteOptions options) : IRowFile
{
    private readonly AvroTableWriter _writer = Of(stream, columns, options);

    public void Write(DuckChunk chunk, int from, int count) => _writer.Write(chunk, from, count);

    public void Finish() => _writer.Finish();

    /// <summary>The compressions Athena writes Avro with, by their names in table properties.</summary>
    public static AvroCodec CodecOf(string name) => name.ToUpperInvariant() switch
    {
        "GZIP" or "DEFLATE" => AvroCodec.Deflate,
        "SNAPPY" => AvroCodec.Snappy,
        "BZIP2" => AvroCodec.Bzip2,
        "ZSTD" => AvroCodec.Zstandard,
        "NONE" or "UNCOMPRESSED" => AvroCodec.Null,
        var other => throw QueryFailure.User($"NOT_SUPPORTED: writing AVRO with {other} compression is not supported"),
    };

    private static AvroTableWriter Of(Stream stream, IReadOnlyList<DuckField> columns, WriteOptions options)
    {
        try
        {
            return new(stream, columns, CodecOf(options.Codec));
        }
        catch (NotSupportedException error)
        {
            throw QueryFailure.User($"NOT_SUPPORTED: {error.Message}");
        }
    }
}
