using Weir.Kernel.Core;

namespace Weir.Services.Glue;

/// <summary>Every error a caller of Glue can see.</summary>
internal static class GlueErrors
{
    public static ServiceException NoDatabase(string name) => NotFound($"Database {name} not found.");

    public static ServiceException NoTable(string name) => NotFound($"Table {name} not found.");

    public static ServiceException NoPartition() => NotFound("Cannot find partition.");

    public static ServiceException NoVersion() => NotFound("Version not found.");

    public static ServiceException NoResource(string arn) => NotFound($"Resource {arn} not found.");

    public static ServiceException DatabaseExists() => Exists("Database already exists.");

    public static ServiceException TableExists() => Exists("Table already exists.");

    public static ServiceException PartitionExists() => Exists("Partition already exists.");

    public static ServiceException ValuesMismatch(int keys, int values) => Invalid(
        $"The number of partition keys do not match the number of partition values: the table has {keys}, the request {values}.");

    public static ServiceException Concurrent() =>
        new("ConcurrentModificationException", "Update table failed due to concurrent modifications.");

    public static ServiceException UnsupportedExpression(string expression, string why) =>
        Invalid($"Unsupported expression '{expression}': {why}");

    public static ServiceException Invalid(string message) => new("InvalidInputException", message);

    public static ServiceException TooMany(string member, int most) => Invalid(
        $"1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must have length less than or equal to {most}");

    public static ServiceException OtherCatalog(string catalog) =>
        new("AccessDeniedException", $"Catalog {catalog} is not the catalog of the calling account.");

    public static ServiceException NotBuilt(string member) => new("NotImplemented", $"The parameter {member} is not implemented.", 501);

    private static ServiceException NotFound(string message) => new("EntityNotFoundException", message);

    private static ServiceException Exists(string message) => new("AlreadyExistsException", message);
}
