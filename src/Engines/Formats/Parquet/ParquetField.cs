using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Parquet;

/// <summary>A column of a Parquet file, or a part of one: its id, and the type it is read as.</summary>
/// <param name="Id">The number that table formats know it by; null where the writer gave none.</param>
/// <param name="Parts">The fields of a struct; the element of a list; key and value of a map.</param>
public sealed record ParquetField(int? Id, string Name, DuckType Type, IReadOnlyList<ParquetField> Parts)
{
    internal static ParquetField Of(string name, ParquetColumn column)
    {
        IEnumerable<string> names = column.Shape switch
        {
            ParquetShape.Struct or ParquetShape.Map => column.Type.Fields.Select(field => field.Name),
            ParquetShape.List => ["element"],
            ParquetShape.Leaf or ParquetShape.Missing => [],
        };
        return new(column.Node?.Element.FieldId, name, column.Type, [.. names.Zip(column.Parts, Of)]);
    }
}
