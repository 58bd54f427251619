using Weir.Contracts;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>The Glue catalog's entries as Athena's API shows them.</summary>
internal static class CatalogShapes
{
    public static DataCatalog Write(DataCatalogState catalog) => new()
    {
        Name = catalog.Name,
        Type = catalog.Type,
        Description = catalog.Description,
        Parameters = catalog.Parameters,
    };

    public static Database Write(CatalogDatabase database) =>
        new() { Name = database.Name, Description = database.Description, Parameters = database.Parameters };

    public static TableMetadata Write(CatalogTable table)
    {
        var parameters = new Dictionary<string, string>(table.Parameters);
        var storage = table.Storage;
        Add("location", storage.Location);
        Add("inputformat", storage.InputFormat);
        Add("outputformat", storage.OutputFormat);
        Add("serde.serialization.lib", storage.SerializationLibrary);
        foreach (var (key, value) in storage.SerdeParameters)
        {
            parameters[$"serde.param.{key}"] = value;
        }

        return new()
        {
            Name = table.Name,
            CreateTime = table.CreateTime,
            LastAccessTime = DateTimeOffset.UnixEpoch,
            TableType = table.TableType,
            Columns = [.. storage.Columns.Select(Write)],
            PartitionKeys = [.. table.PartitionKeys.Select(Write)],
            Parameters = parameters,
        };

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                parameters[key] = value;
            }
        }
    }

    private static Column Write(CatalogColumn column) =>
        new() { Name = column.Name, Type = column.Type, Comment = column.Comment };
}
