using Weir.Kernel.Core;

namespace Weir.Services.Glue;

/// <summary>Every error a caller of Glue can see.</summary>
internal static class GlueErrors
{
    public static ServiceException NoDatabase(string name) => NotFound($"Database {name} not found.");

    public static ServiceException NoTable(string name) => NotFound($"Table {name} not found.");

    public static ServiceException BrokenLink(string link, string target, State.CatalogPlace place) => NotFound(
        $"The resource link {link} leads to {target} of catalog {place.Account} in {place.Region}, which does not exist.");

    public static ServiceException LinkToLink(string link, Domain.TableAt target) => Invalid(
        $"The resource link {link} leads to table {target.Database}.{target.Name}, which is or lies in a resource link itself.");

    public static ServiceException NoPartition() => NotFound("Cannot find partition.");

    public static ServiceException NoVersion() => NotFound("Version not found.");

    public static ServiceException NoResource(string arn) => NotFound($"Resource {arn} not found.");

    public static ServiceException DatabaseExists() => Exists("Database already exists.");

    public static ServiceException TableExists() => Exists("Table already exists.");

    public static ServiceException PartitionExists() => Exists("Partition already exists.");

    public static ServiceException ValuesMismatch(int keys, int values) => Invalid(
        $"The number of partition keys do not match the number of partition values: the table has {keys}, the request {values}.");

    public static ServiceException NoIndex(string name) => NotFound($"Partition index {name} not found.");

    public static ServiceException NoConnection(string name) => NotFound($"Connection {name} not found.");

    public static ServiceException NoFunction(string name) => NotFound($"Function {name} not found.");

    public static ServiceException NoClassifier(string name) => NotFound($"Classifier {name} not found.");

    public static ServiceException NoCrawler(string name) => NotFound($"Crawler entry with name {name} does not exist");

    public static ServiceException NoCrawlerToStart(string name) => NotFound($"Crawler with name {name} does not exist");

    public static ServiceException CrawlerExists(string name) => Exists($"Crawler {name} already exists.");

    public static ServiceException CrawlerRunning(string name) =>
        new("CrawlerRunningException", $"Crawler with name {name} has already started.");

    public static ServiceException CrawlerBusy(string name, string change) =>
        new("CrawlerRunningException", $"Cannot {change} crawler {name} while it's running. Stop it or wait until it completes.");

    public static ServiceException CrawlerNotRunning(string name) => new("CrawlerNotRunningException", $"Crawler with name {name} isn't running.");

    public static ServiceException CrawlerStopping(string name) => new("CrawlerStoppingException", $"Crawler with name {name} is already stopping.");

    public static ServiceException SchedulerRunning(string name) =>
        new("SchedulerRunningException", $"The schedule of crawler {name} is already running.");

    public static ServiceException SchedulerNotRunning(string name) =>
        new("SchedulerNotRunningException", $"The schedule of crawler {name} is not running.");

    public static ServiceException NoSchedule(string name) => new("NoScheduleException", $"Crawler {name} has no schedule.");

    public static ServiceException RoleNotAssumable() =>
        Invalid("Service is unable to assume provided role. Please verify role's TrustPolicy");

    public static ServiceException NoTask() => NotFound("Column statistics task run not found.");

    public static ServiceException TaskRunning() => new(
        "ColumnStatisticsTaskRunningException", "A column statistics task is already running for this table.");

    public static ServiceException TaskNotRunning() => new(
        "ColumnStatisticsTaskNotRunningException", "No column statistics task is running for this table.");

    public static ServiceException NoPolicy() => NotFound("Policy not found.");

    public static ServiceException NoStatistics() => NotFound("Statistics do not exist for this column");

    public static ServiceException NoColumn(string column) => NotFound($"Column {column} not found.");

    public static ServiceException IndexExists(string name) => Exists($"Partition index {name} already exists.");

    public static ServiceException ConnectionExists(string name) => Exists($"Connection {name} already exists.");

    public static ServiceException FunctionExists(string name) => Exists($"Function {name} already exists.");

    public static ServiceException ClassifierExists(string name) => Exists($"Classifier {name} already exists.");

    public static ServiceException TooManyIndexes() => new(
        "ResourceNumberLimitExceededException", $"A table has at most {GlueLimits.PartitionIndexesMax} partition indexes.");

    public static ServiceException ConditionFailed(string message) => new("ConditionCheckFailureException", message);

    public static ServiceException Concurrent() =>
        new("ConcurrentModificationException", "Update table failed due to concurrent modifications.");

    public static ServiceException UnsupportedExpression(string expression, string why) =>
        Invalid($"Unsupported expression '{expression}': {why}");

    public static ServiceException ForeignExpression() => Invalid("Invalid partition expression!");

    /// <summary>A partition there is whose value its key's type cannot read, met by a filter on that key.</summary>
    public static ServiceException UnreadablePartition(string message) => new("InvalidStateException", message);

    public static ServiceException DatabaseRenamed() => Invalid("Database cannot be renamed");

    public static ServiceException Invalid(string message) => new("InvalidInputException", message);

    /// <summary>What the API's own model forbids: the service never sees such a request.</summary>
    public static ServiceException Forbidden(string what, string constraint) => new(
        "ValidationException", $"1 validation error detected: {what} failed to satisfy constraint: {constraint}");

    public static ServiceException TooMany(string member, int most) =>
        Forbidden($"Value at '{member}'", $"Member must have length less than or equal to {most}");

    public static ServiceException OtherCatalog(string catalog) =>
        new("AccessDeniedException", $"Catalog {catalog} is not the catalog of the calling account.");

    public static ServiceException NotBuilt(string member) => new("NotImplemented", $"The parameter {member} is not implemented.", 501);

    private static ServiceException NotFound(string message) => new("EntityNotFoundException", message);

    private static ServiceException Exists(string message) => new("AlreadyExistsException", message);
}
