using Weir.Kernel.Identity;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Crawling;

/// <summary>Where a crawl's tables are: the crawler's database, or the one that its name, a resource link, leads to.</summary>
/// <param name="Call">The crawler's role.</param>
/// <param name="Place">The catalog of the database.</param>
/// <param name="Database">Its own name.</param>
/// <param name="Link">The database by which it is named; null when no link leads there.</param>
/// <param name="LinkTable">The table link by which its one table is named.</param>
internal sealed record CatalogHome(CallContext Call, CatalogPlace Place, string Database, string? Link, string? LinkTable = null)
{
    /// <summary>The database of crawlers that name none.</summary>
    public const string Default = "default";

    /// <summary>Makes the database when it is not there.</summary>
    public async ValueTask EnsureAsync(CatalogStore catalog, CatalogWriter writer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (catalog.State.Read(state => catalog.FindDatabase(state, Place, Database)) is not null)
        {
            return;
        }

        Call.Authorize("glue:CreateDatabase", Domain.Place.DatabaseArn(Place, Database));
        Call.Authorize("glue:CreateDatabase", Domain.Place.CatalogArn(Place));
        await catalog.State.WriteAsync(
            state =>
            {
                if (catalog.FindDatabase(state, Place, Database) is null)
                {
                    writer.CreateDatabase(state, Place, new() { Name = Database, Created = now });
                }

                return true;
            },
            cancellationToken);
    }

    /// <summary>The database of a name; throws why a link does not lead anywhere.</summary>
    public static CatalogHome Of(ResourceLinks links, CallContext call, string name)
    {
        var at = links.Database(call, "glue:GetDatabase", catalogId: null, name);
        return new(call, at.Place, at.Name, links.IsLink(call, catalogId: null, name) ? name.ToLowerInvariant() : null);
    }

    /// <summary>The database of a table that somebody named: one link is followed, of the database or of the table.</summary>
    public static (CatalogHome Home, string Table) Of(ResourceLinks links, CallContext call, string database, string table)
    {
        var at = links.ToChange(call, "glue:GetTable", catalogId: null, database, table);
        var own = new TableAt(Domain.Place.Of(call, null), database.ToLowerInvariant(), table.ToLowerInvariant());
        return (new(call, at.Place, at.Database, at == own ? null : own.Database, own.Name), at.Name);
    }

    /// <summary>Throws unless the role may do this to a table here, on both ends of a link.</summary>
    public void Authorize(string action, string table)
    {
        if (Link is not null)
        {
            Call.Authorize(action, Domain.Place.TableArn(Call, Link, LinkTable ?? table));
            Call.AuthorizeAbove(action, Link);
        }

        Call.Authorize(action, Domain.Place.TableArn(Place, Database, table));
        Call.Authorize(action, Domain.Place.DatabaseArn(Place, Database));
        Call.Authorize(action, Domain.Place.CatalogArn(Place));
    }
}
