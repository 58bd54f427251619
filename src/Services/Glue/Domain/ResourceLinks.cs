using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>Where a database is. The name is lower case.</summary>
internal readonly record struct DatabaseAt(CatalogPlace Place, string Name);

/// <summary>Where a table is. Names are lower case.</summary>
internal readonly record struct TableAt(CatalogPlace Place, string Database, string Name);

/// <summary>A table as its name shows it: through a link, where it is one that leads somewhere.</summary>
/// <param name="At">Where the table of that name is; not where a table link leads.</param>
/// <param name="Link">What the name itself stands for, when it is a table link.</param>
/// <param name="Problem">Why the link could not be followed.</param>
internal sealed record SeenTable(TableAt At, TableState Table, TableState? Link, ServiceException? Problem);

/// <summary>
/// Resource links: names of the catalog that mean a database or a table elsewhere, also of another account or region. One link is followed
/// and no more: where it leads to another link, that is said. Who goes through a link needs his permission on both ends.
/// </summary>
internal sealed class ResourceLinks(CatalogStore catalog)
{
    /// <summary>The database that a name means.</summary>
    public DatabaseAt Database(CallContext call, string action, string? catalogId, string database)
    {
        var at = new DatabaseAt(Place.Of(call, catalogId), database.ToLowerInvariant());
        if (LinkOf(at) is not { } link)
        {
            return at;
        }

        var target = TargetOf(call, link);
        call.Authorize(action, Place.DatabaseArn(target.Place, target.Name));
        call.Authorize(action, Place.CatalogArn(target.Place));
        RequireEnd(at.Name, target);
        return target;
    }

    /// <summary>The table or table link that is called so: where the database is a link, in the one it leads to.</summary>
    public TableAt Named(CallContext call, string action, string? catalogId, string database, string table) =>
        Enter(call, action, catalogId, database, table).At;

    /// <summary>The table that a name means: one link is followed, of the database or of the table.</summary>
    public TableAt Meant(CallContext call, string action, string? catalogId, string database, string table)
    {
        var (at, isLinked) = Enter(call, action, catalogId, database, table);
        return !isLinked && Find(at) is { Target: not null } link ? Follow(call, action, link).At : at;
    }

    /// <summary>The same for what changes the table or its partitions, which cannot go through two links.</summary>
    public TableAt ToChange(CallContext call, string action, string? catalogId, string database, string table)
    {
        var at = Meant(call, action, catalogId, database, table);
        return Find(at)?.Target is null ? at : throw GlueErrors.Invalid(
            $"Table {at.Name} of the resource link {database.ToLowerInvariant()} is a resource link too: tables are not changed through both.");
    }

    /// <summary>A table as its name shows it; null when there is none. A table link that leads nowhere, or where the caller may not go, shows itself.</summary>
    public SeenTable? See(CallContext call, string action, string? catalogId, string database, string table)
    {
        var (at, isLinked) = Enter(call, action, catalogId, database, table);
        return Find(at) is not { } found ? null
            : isLinked ? new(at, found, null, found.Target is null ? null : GlueErrors.LinkToLink(database, at))
            : See(call, action, at, found);
    }

    /// <summary>The same of a table that must be there.</summary>
    public SeenTable Require(CallContext call, string action, string? catalogId, string database, string table)
    {
        if (See(call, action, catalogId, database, table) is { } seen)
        {
            return seen;
        }

        var at = Named(call, action, catalogId, database, table);
        return new(at, catalog.State.Read(state => catalog.RequireTable(state, at)), null, null);
    }

    /// <summary>The same of a table that was listed.</summary>
    public SeenTable See(CallContext call, string action, TableAt at, TableState found)
    {
        if (found.Target is null)
        {
            return new(at, found, null, null);
        }

        try
        {
            var target = Follow(call, action, found).Table;
            var shown = target with { Database = found.Database, Name = found.Name, Created = found.Created, CreatedBy = found.CreatedBy, Target = found.Target };
            return new(at, shown, found, null);
        }
        catch (ServiceException problem)
        {
            return new(at, found, found, problem);
        }
    }

    /// <summary>A database as its name shows it; a link that leads nowhere, or where the caller may not go, shows itself.</summary>
    public DatabaseState See(CallContext call, string action, CatalogPlace place, DatabaseState found)
    {
        if (found.Target is null)
        {
            return found;
        }

        try
        {
            var at = Database(call, action, place.Account, found.Name);
            var target = catalog.State.Read(state => catalog.RequireDatabase(state, at.Place, at.Name));
            return target with { Name = found.Name, Created = found.Created, Target = found.Target };
        }
        catch (ServiceException)
        {
            return found;
        }
    }

    /// <summary>Whether a database is a link.</summary>
    public bool IsLink(CallContext call, string? catalogId, string database) =>
        LinkOf(new(Place.Of(call, catalogId), database.ToLowerInvariant())) is not null;

    /// <summary>Where a name leads when only the database's link is followed, and whether it was one.</summary>
    private (TableAt At, bool IsLinked) Enter(CallContext call, string action, string? catalogId, string database, string table)
    {
        call.AuthorizeAbove(action, database);
        var at = new DatabaseAt(Place.Of(call, catalogId), database.ToLowerInvariant());
        var name = table.ToLowerInvariant();
        if (LinkOf(at) is not { } link)
        {
            return (new(at.Place, at.Name, name), false);
        }

        var target = TargetOf(call, link);
        var found = new TableAt(target.Place, target.Name, name);
        Authorize(call, action, found);
        RequireEnd(at.Name, target);
        return (found, true);
    }

    private (TableAt At, TableState Table) Follow(CallContext call, string action, TableState link)
    {
        var target = link.Target!;
        var at = new TableAt(
            PlaceOf(call, target.CatalogId, target.Region), (target.DatabaseName ?? "").ToLowerInvariant(), (target.Name ?? "").ToLowerInvariant());
        Authorize(call, action, at);
        var found = Find(at) ?? throw GlueErrors.BrokenLink($"{link.Database}.{link.Name}", $"table {at.Database}.{at.Name}", at.Place);
        return found.Target is null && LinkOf(new(at.Place, at.Database)) is null ? (at, found) : throw GlueErrors.LinkToLink($"{link.Database}.{link.Name}", at);
    }

    private static void Authorize(CallContext call, string action, TableAt at)
    {
        call.Authorize(action, Place.TableArn(at.Place, at.Database, at.Name));
        call.Authorize(action, Place.DatabaseArn(at.Place, at.Database));
        call.Authorize(action, Place.CatalogArn(at.Place));
    }

    private void RequireEnd(string link, DatabaseAt target)
    {
        var found = catalog.State.Read(state => catalog.FindDatabase(state, target.Place, target.Name))
            ?? throw GlueErrors.BrokenLink(link, $"database {target.Name}", target.Place);
        if (found.Target is not null)
        {
            throw GlueErrors.Invalid($"The resource link {link} leads to database {target.Name}, which is a resource link itself.");
        }
    }

    private DatabaseIdentifier? LinkOf(DatabaseAt at) => catalog.State.Read(state => catalog.FindDatabase(state, at.Place, at.Name))?.Target;

    private TableState? Find(TableAt at) => catalog.State.Read(state => catalog.FindTable(state, at.Place, at.Database, at.Name));

    private static DatabaseAt TargetOf(CallContext call, DatabaseIdentifier link) =>
        new(PlaceOf(call, link.CatalogId, link.Region), (link.DatabaseName ?? "").ToLowerInvariant());

    private static CatalogPlace PlaceOf(CallContext call, string? catalogId, string? region) => new(catalogId ?? call.Account, region ?? call.Region);
}
