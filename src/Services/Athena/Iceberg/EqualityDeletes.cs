using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Types;
using Weir.Engines.Sql.Binding;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Relations of the values that equality delete files delete.</summary>
internal sealed class EqualityDeletes(
    IcebergSource source, DataFileFormats formats, Func<IEnumerable<DataFile>, IReadOnlyList<string>> hold)
{
    public static string KeyName(int id) => string.Create(CultureInfo.InvariantCulture, $"weir_key_{id}");

    /// <summary>One relation for each set of columns that files delete by.</summary>
    public IReadOnlyList<(IReadOnlyList<NestedField> Keys, string Relation)> Of(IReadOnlyList<DataFile> files)
    {
        var sets = new List<(IReadOnlyList<NestedField>, string)>();
        foreach (var group in files.GroupBy(file => string.Join(',', file.EqualityIds.Order())))
        {
            ImmutableArray<NestedField> keys = [.. group.First().EqualityIds.Order().Select(id => source.Table.Metadata.FieldEver(id)
                ?? throw QueryFailure.User($"ICEBERG_INVALID_METADATA: {group.First().Path} deletes by a column that is not known: {id}"))];
            var mapping = source.Table.Metadata.Properties.GetValueOrDefault("schema.name-mapping.default");
            DataFile[] members = [.. group];
            var paths = hold(members);
            formats.Signatures(members, paths, (_, all) => FileField.Mapped(all, source.Schema, mapping).Where(field => keys.Any(key => key.Id == field.Id)));
            var selects = paths.Zip(members, (path, file) =>
            {
                var fields = FileField.Mapped(formats.Fields(file, path), source.Schema, mapping);
                FileField[] found = [.. keys.Select(key => fields.FirstOrDefault(field => field.Id == key.Id)
                    ?? throw QueryFailure.User($"ICEBERG_BAD_DATA: {file.Path} lacks a column it deletes by"))];
                var items = keys.Zip(found, (key, field) => $"{field.Read(key.Type, DuckSql.Name(field.Name))} AS {KeyName(key.Id)}");
                return $"SELECT {string.Join(", ", items)} FROM {formats.Rows([file], [path], [.. found.Select(field => field.Name)], ColumnFilter.All).From}";
            });
            sets.Add((keys, $"({string.Join(" UNION ALL ", selects)})"));
        }

        return sets;
    }
}
