using Weir.Kernel.State;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>The rules by which the catalog changes; each runs inside one transaction.</summary>
internal sealed class CatalogWriter(CatalogStore catalog)
{
    public void CreateDatabase(IStateWriter state, CatalogPlace place, DatabaseState database)
    {
        if (catalog.FindDatabase(state, place, database.Name) is not null)
        {
            throw GlueErrors.DatabaseExists();
        }

        catalog.PutDatabase(state, place, database);
    }

    public void CreateTable(IStateWriter state, CatalogPlace place, TableState table)
    {
        if (catalog.RequireDatabase(state, place, table.Database).Target is not null)
        {
            throw GlueErrors.Invalid($"Database {table.Database} is a resource link: a table is made in the database it leads to.");
        }

        if (catalog.FindTable(state, place, table.Database, table.Name) is not null)
        {
            throw GlueErrors.TableExists();
        }

        catalog.PutTable(state, place, table);
    }

    /// <summary>Makes the next version of a table; the one before is archived unless that is skipped.</summary>
    /// <param name="expectedVersion">The version the caller changed; null to overwrite whichever there is.</param>
    public void UpdateTable(
        IStateWriter state, CatalogPlace place, TableState wanted, bool isArchiveSkipped, int? expectedVersion)
    {
        var current = catalog.RequireTable(state, place, wanted.Database, wanted.Name);
        if (expectedVersion is { } expected && expected != current.Version)
        {
            throw GlueErrors.Concurrent();
        }

        if (!isArchiveSkipped)
        {
            catalog.PutVersion(state, place, current);
        }

        catalog.PutTable(state, place, wanted with
        {
            Version = current.Version + 1,
            Created = current.Created,
            CreatedBy = current.CreatedBy,
        });
    }

    public void DeleteTable(IStateWriter state, CatalogPlace place, string database, string name)
    {
        catalog.RequireTable(state, place, database, name);
        catalog.DeleteTable(state, place, database, name);
    }

    public void CreatePartition(IStateWriter state, CatalogPlace place, TableState table, PartitionState partition)
    {
        if (catalog.FindPartition(state, place, table.Database, table.Name, partition.Values) is not null)
        {
            throw GlueErrors.PartitionExists();
        }

        catalog.PutPartition(state, place, table.Database, table.Name, partition);
    }

    /// <summary>Replaces a partition; new values move it.</summary>
    public void UpdatePartition(
        IStateWriter state, CatalogPlace place, TableState table, IReadOnlyList<string> values, PartitionState wanted)
    {
        var current = catalog.FindPartition(state, place, table.Database, table.Name, values) ?? throw GlueErrors.NoPartition();
        if (!wanted.Values.SequenceEqual(current.Values))
        {
            if (catalog.FindPartition(state, place, table.Database, table.Name, wanted.Values) is not null)
            {
                throw GlueErrors.PartitionExists();
            }

            catalog.DeletePartition(state, place, table.Database, table.Name, values);
        }

        catalog.PutPartition(state, place, table.Database, table.Name, wanted with { Created = current.Created });
    }

    public void DeletePartition(IStateWriter state, CatalogPlace place, TableState table, IReadOnlyList<string> values)
    {
        if (!catalog.DeletePartition(state, place, table.Database, table.Name, values))
        {
            throw GlueErrors.NoPartition();
        }
    }
}
