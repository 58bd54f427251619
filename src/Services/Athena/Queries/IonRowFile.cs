using System.Globalization;
using Weir.Contracts;
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
    public static IonWriteOptions OptionsOf(SerdeSettings settings, IReadOnlyList<CatalogColumn> columns)
    {
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
            Forms = columns.Select(column => (Name: column.Name.ToLowerInvariant(), column.Type))
                .Where(column => settings[$"ion.{column.Name}.serialize_as"] is not null)
                .ToDictionary(column => column.Name, column => Form(column.Name, column.Type, settings[$"ion.{column.Name}.serialize_as"]!), StringComparer.Ordinal),
            OffsetMinutes = Offset(settings["ion.timestamp.serialization_offset"] ?? "Z"),
        };
    }

    /// <summary>A column's own type, or the other that holds the same.</summary>
    private static IonForm Form(string column, string type, string form) => (HiveTypes.Parse(type)?.Kind, form.Trim().ToUpperInvariant()) switch
    {
        (DuckKind.Varchar, "SYMBOL") => IonForm.Symbol,
        (DuckKind.Blob, "CLOB") => IonForm.Clob,
        (DuckKind.List, "SEXP") => IonForm.Sexp,
        (DuckKind.Varchar, "STRING") or (DuckKind.Blob, "BLOB") or (DuckKind.List, "LIST") or (DuckKind.Boolean, "BOOL")
            or (DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt, "INT") or (DuckKind.Float or DuckKind.Double, "FLOAT")
            or (DuckKind.Decimal, "DECIMAL") or (DuckKind.Date or DuckKind.Timestamp, "TIMESTAMP") or (DuckKind.Map or DuckKind.Struct, "STRUCT") => IonForm.Usual,
        _ => throw QueryFailure.User($"HIVE_INVALID_METADATA: column {column} of type {type} cannot be serialized as {form}"),
    };

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
