using Weir.Kernel.Identity;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>Where a call's catalog is, what its objects are called, and who may touch them.</summary>
internal static class Place
{
    public static CatalogPlace Of(CallContext call, string? catalogId) => catalogId is null || catalogId == call.Account
        ? new(call.Account, call.Region)
        : throw GlueErrors.OtherCatalog(catalogId);

    public static string CatalogArn(CallContext call) => CatalogArn(Of(call, null));

    public static string CatalogArn(CatalogPlace place) => $"arn:aws:glue:{place.Region}:{place.Account}:catalog";

    public static string DatabaseArn(CallContext call, string database) => DatabaseArn(Of(call, null), database);

    public static string DatabaseArn(CatalogPlace place, string database) =>
        $"arn:aws:glue:{place.Region}:{place.Account}:database/{database.ToLowerInvariant()}";

    public static string TableArn(CallContext call, string database, string table) => TableArn(Of(call, null), database, table);

    public static string TableArn(CatalogPlace place, string database, string table) =>
        $"arn:aws:glue:{place.Region}:{place.Account}:table/{database.ToLowerInvariant()}/{table.ToLowerInvariant()}";

    public static string ConnectionArn(CallContext call, string name) => $"arn:aws:glue:{call.Region}:{call.Account}:connection/{name}";

    public static string FunctionArn(CallContext call, string database, string name) =>
        $"arn:aws:glue:{call.Region}:{call.Account}:userDefinedFunction/{database.ToLowerInvariant()}/{name.ToLowerInvariant()}";

    public static string CrawlerArn(CallContext call, string name) => $"arn:aws:glue:{call.Region}:{call.Account}:crawler/{name}";

    /// <summary>An action on a table is one on its database and on the catalog too: each must be allowed.</summary>
    public static void AuthorizeAbove(this CallContext call, string action, string? database)
    {
        if (database is not null)
        {
            call.Authorize(action, DatabaseArn(call, database));
        }

        call.Authorize(action, CatalogArn(call));
    }

    /// <summary>The name as the catalog keeps it: lower case.</summary>
    public static string Name(string member, string name)
    {
        var isName = name.Length is > 0 and <= GlueLimits.NameLettersMax && !string.IsNullOrWhiteSpace(name)
            && !name.Any(letter => char.IsControl(letter) || letter == '/');
        return isName ? name.ToLowerInvariant() : throw GlueErrors.Forbidden(
            $"Value '{name}' at '{member}'", $"Member must have 1 to {GlueLimits.NameLettersMax} characters, no control characters and no slash");
    }
}
