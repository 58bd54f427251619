using Weir.Engines.Iceberg;
using Weir.Kernel.Core;

namespace Weir.Services.Glue.IcebergRest;

/// <summary>Every error a client of the REST catalog can see, in its specification's types and statuses.</summary>
internal static class RestErrors
{
    private const string Bad = "BadRequestException";
    private const string NoTableType = "NoSuchTableException";
    private const string NoNamespaceType = "NoSuchNamespaceException";
    private const string Conflict = "CommitFailedException";
    private const string ExistsType = "AlreadyExistsException";
    private const string Unsupported = "UnsupportedOperationException";
    private const string NotEmptyType = "NamespaceNotEmptyException";
    private const string Unprocessable = "UnprocessableEntityException";
    private const string NotFoundType = "NotFoundException";
    private const string NoCatalogType = "NoSuchCatalogException";

    private static readonly HashSet<string> Own =
        [Bad, NoTableType, NoNamespaceType, Conflict, Unsupported, NotEmptyType, Unprocessable, NotFoundType, NoCatalogType];

    /// <summary>It says what is wrong with a request, or is not built.</summary>
    public static bool IsOfRequest(ServiceException error) => error.Code is Bad or Unsupported;

    public static ServiceException BadRequest(string message) => new(Bad, message);

    public static ServiceException NoTable(string database, string table) => new(NoTableType, $"Table does not exist: {database}.{table}", 404);

    public static ServiceException NotIceberg(string database, string table) =>
        new(NoTableType, $"Table exists but is not an Iceberg table: {database}.{table}", 404);

    public static ServiceException NoNamespace(string name) => new(NoNamespaceType, $"Namespace does not exist: {name}", 404);

    public static ServiceException NoCatalog(string name) => new(NoCatalogType, $"Catalog does not exist: {name}", 404);

    public static ServiceException NoMetadata(string path) => new(NotFoundType, $"Metadata file does not exist: {path}", 404);

    public static ServiceException NotEmpty(string name) => new(NotEmptyType, $"Namespace {name} is not empty.", 409);

    public static ServiceException Exists(string what) => new(ExistsType, $"{what} already exists", 409);

    public static ServiceException CommitFailed(string message) => new(Conflict, message, 409);

    public static ServiceException Overlap(string key) => new(Unprocessable, $"A key is both set and removed: {key}", 422);

    public static ServiceException Of(IcebergException error) => error.Problem switch
    {
        IcebergProblem.Conflict => CommitFailed(error.Message),
        IcebergProblem.NotSupported => new(Unsupported, error.Message, 406),
        IcebergProblem.Invalid or IcebergProblem.BadMetadata => BadRequest(error.Message),
    };

    /// <summary>Errors of the platform, of the catalog's rules and of the object store in the specification's words.</summary>
    public static ServiceException Told(ServiceException error) => error.Code switch
    {
        var own when Own.Contains(own) || (own == ExistsType && error.HttpStatus == 409) => error,
        ExistsType => new(ExistsType, error.Message, 409),
        "EntityNotFoundException" => new(error.Message.StartsWith("Database", StringComparison.Ordinal) ? NoNamespaceType : NoTableType, error.Message, 404),
        "ConcurrentModificationException" => CommitFailed(error.Message),
        "AccessDenied" or "AccessDeniedException" => new("ForbiddenException", error.Message, 403),
        "NotImplemented" => new(Unsupported, error.Message, 406),
        "NoSuchKey" or "NoSuchBucket" => new(NotFoundType, error.Message, 404),
        "RequestEntityTooLargeException" => new(Bad, error.Message, 413),
        _ when error.HttpStatus == 503 => new("ServiceUnavailableException", error.Message, 503),
        _ when error.HttpStatus >= 500 => new("ServiceFailureException", error.Message, error.HttpStatus),
        // What is left of these is about the signature: nobody knows who asks.
        _ when error.HttpStatus is 401 or 403 || error.Code.Contains("Authorization", StringComparison.Ordinal) || error.Code.Contains("Token", StringComparison.Ordinal) =>
            new("NotAuthorizedException", error.Message, 401),
        _ => new(Bad, error.Message),
    };
}
