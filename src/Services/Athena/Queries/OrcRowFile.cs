using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Orc;

namespace Weir.Services.Athena.Queries;

/// <summary>ORC for CREATE TABLE AS, INSERT and UNLOAD.</summary>
internal sealed class OrcRowFile(Stream stream, IReadOnlyList<DuckField> columns, WriteOptions options) : IRowFile
{
    private readonly OrcFileWriter _writer = new(stream, columns, new() { Codec = CodecOf(options.Codec) });

    public void Write(DuckChunk chunk, int from, int count) => _writer.Write(chunk, from, count);

    public void Finish() => _writer.Finish();

    /// <summary>The compressions Athena writes ORC with, by their names in table properties.</summary>
    public static OrcCodec CodecOf(string name) => name.ToUpperInvariant() switch
    {
        "ZLIB" or "GZIP" => OrcCodec.Zlib,
        "SNAPPY" => OrcCodec.Snappy,
        "ZSTD" => OrcCodec.Zstd,
        "LZ4" => OrcCodec.Lz4,
        "NONE" or "UNCOMPRESSED" => OrcCodec.None,
        var other => throw QueryFailure.User($"NOT_SUPPORTED: writing ORC with {other} compression is not supported"),
    };
}
