using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Ion.Writing;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Queries;

/// <summary>Ion for CREATE TABLE AS and INSERT.</summary>
internal sealed class IonRowFile(Stream stream, IReadOnlyList<DuckField> columns, WriteOptions options) : IRowFile
{
    private readonly IonTableWriter _writer = new(stream, columns, options.Ion ?? new());

    public void Write(DuckChunk chunk, int from, int count) => _writer.Write(chunk, from, count);

    public void Finish()
    {
        _writer.Finish();
        stream.Dispose();
    }

    /// <summary>What the SerDe's properties say of what is written.</summary>
    public static IonWriteOptions OptionsOf(SerdeSettings settings)
    {
        if (settings.All.FirstOrDefault(pair => pair.Key.EndsWith(".serialize_as", StringComparison.OrdinalIgnoreCase)).Key is { } key)
        {
            throw QueryFailure.User($"NOT_SUPPORTED: writing with the property {key} is not supported");
        }

        return new()
        {
            IsText = (settings["ion.encoding"] ?? "BINARY").ToUpperInvariant() switch
            {
                "BINARY" => false,
                "TEXT" => true,
                var other => throw QueryFailure.User($"HIVE_INVALID_METADATA: ion.encoding is BINARY or TEXT, not {other}"),
            },
            Nulls = (settings["ion.serialize_null"] ?? "OMIT").ToUpperInvariant() switch
            {
                "OMIT" => IonNulls.Omitted,
                "UNTYPED" => IonNulls.Untyped,
                "TYPED" => IonNulls.Typed,
                var other => throw QueryFailure.User($"HIVE_INVALID_METADATA: ion.serialize_null is OMIT, TYPED or UNTYPED, not {other}"),
            },
            OffsetMinutes = Offset(settings["ion.timestamp.serialization_offset"] ?? "Z"),
        };
    }

    private static int Offset(string text)
    {
        if (text is "Z" or "z" or "")
        {
            return 0;
        }

        return text[0] is '+' or '-' && TimeSpan.TryParseExact(text[1..], "hh\\:mm", CultureInfo.InvariantCulture, out var offset)
            ? (int)offset.TotalMinutes * (text[0] == '-' ? -1 : 1)
            : throw QueryFailure.User($"HIVE_INVALID_METADATA: {text} is no offset for ion.timestamp.serialization_offset");
    }
}
