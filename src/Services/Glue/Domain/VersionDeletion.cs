using Weir.Kernel.State;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>Deletes archived versions; the current one is the table itself.</summary>
internal static class VersionDeletion
{
    public static void Delete(CatalogStore catalog, IStateWriter state, CatalogPlace place, TableState table, string versionId)
    {
        var version = Views.Version(versionId) ?? throw GlueErrors.Invalid($"Version Id {versionId} is not valid.");
        if (version == table.Version)
        {
            throw GlueErrors.Invalid("The current version of a table cannot be deleted.");
        }

        if (!catalog.DeleteVersion(state, place, table.Database, table.Name, version))
        {
            throw GlueErrors.NoVersion();
        }
    }
}
