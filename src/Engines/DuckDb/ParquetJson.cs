namespace Weir.Engines.DuckDb;

/// <summary>Rows of a Parquet file as JSON objects: for metadata that others keep in Parquet.</summary>
public static class ParquetJson
{
    /// <summary>Those of the columns named that the file has, as they are called in it; rows are read while they are asked for.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(DuckConnection connection, string path, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var source = $"read_parquet({DuckSql.Text(path)})";
        DuckField[] found;
        using (var shape = connection.Query($"SELECT * FROM {source} LIMIT 0", cancellationToken))
        {
            found = [.. shape.Columns.Where(column => columns.Contains(column.Name, StringComparer.Ordinal))];
        }

        if (found.Length == 0)
        {
            yield break;
        }

        var names = string.Join(", ", found.Select(column => $"{DuckSql.Name(column.Name)} := {DuckSql.Name(column.Name)}"));
        using var rows = connection.Query($"SELECT CAST(to_json(struct_pack({names})) AS VARCHAR) FROM {source}", cancellationToken);
        while (rows.NextChunk() is { } chunk)
        {
            // A chunk's memory is the engine's: its rows are copied before anybody waits.
            var texts = new ReadOnlyMemory<byte>[chunk.RowCount];
            for (var row = 0; row < texts.Length; row++)
            {
                texts[row] = WithoutNonNumbers(chunk[0].Bytes(row).ToArray());
            }

            foreach (var text in texts)
            {
                yield return text;
            }
        }
    }

    /// <summary>The engine writes NaN and infinities as bare words, which JSON has not: they become null.</summary>
    private static byte[] WithoutNonNumbers(byte[] json)
    {
        if (json.AsSpan().IndexOf("NaN"u8) < 0 && json.AsSpan().IndexOf("inity"u8) < 0)
        {
            return json;
        }

        var isText = false;
        for (var at = 0; at < json.Length; at++)
        {
            if (json[at] == '\\' && isText)
            {
                at++;
            }
            else if (json[at] == '"')
            {
                isText = !isText;
            }
            else if (!isText)
            {
                at += Blank(json.AsSpan(at), "NaN"u8) + Blank(json.AsSpan(at), "-Infinity"u8) + Blank(json.AsSpan(at), "Infinity"u8);
            }
        }

        return json;
    }

    /// <summary>Puts null (or an empty text, where there is no room) in the place of a word; how many bytes that was beyond the first.</summary>
    private static int Blank(Span<byte> json, ReadOnlySpan<byte> word)
    {
        if (!json.StartsWith(word))
        {
            return 0;
        }

        var shown = word.Length < 4 ? "\"\" "u8 : "null"u8;
        json[..word.Length].Fill((byte)' ');
        shown[..Math.Min(shown.Length, word.Length)].CopyTo(json);
        return word.Length - 1;
    }
}
