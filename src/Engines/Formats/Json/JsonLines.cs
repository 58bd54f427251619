using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Text;

namespace Weir.Engines.Formats.Json;

/// <summary>One JSON object a line.</summary>
public static class JsonLines
{
    public static LineFormat Format(LineOptions lines, JsonOptions options, IReadOnlyList<DuckField> table) =>
        new(lines, columns => new Decoder(new JsonRow(options, table, columns)));

    private sealed class Decoder(JsonRow json) : ILineDecoder
    {
        /// <summary>A line that is no JSON is an error also where rows are only counted.</summary>
        public void Decode(ReadOnlySpan<byte> line, Span<DuckColumnWriter> columns, int row) => json.Write(line, columns, row);
    }
}
