using Weir.Contracts;
using Weir.Kernel.Core;

namespace Weir.Services.Athena.Queries;

/// <summary>Errors of the catalog and the store in the words Athena's executions use.</summary>
internal static class CatalogErrors
{
    public static QueryFailure Of(ServiceException error) => error.Code switch
    {
        "AccessDenied" => QueryFailure.User($"PERMISSION_DENIED: {error.Message} (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied)"),
        "AccessDeniedException" => QueryFailure.User($"PERMISSION_DENIED: {error.Message}"),
        "NoSuchBucket" => QueryFailure.User($"HIVE_FILESYSTEM_ERROR: {error.Message} (Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket)"),
        "NoSuchKey" => QueryFailure.User($"HIVE_CANNOT_OPEN_SPLIT: {error.Message} (Service: Amazon S3; Status Code: 404; Error Code: NoSuchKey)"),
        "AlreadyExistsException" or "EntityNotFoundException" or "InvalidInputException" =>
            Task($"{error.Code}(message:{error.Message})"),
        _ => error.IsSenderFault
            ? QueryFailure.User($"{error.Code}: {error.Message}")
            : new QueryFailure(QueryFailure.SystemError($"{error.Code}: {error.Message}", retryable: true)),
    };

    /// <summary>As Hive's tasks say it.</summary>
    public static QueryFailure Task(string message) =>
        QueryFailure.User($"FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. {message}");

    /// <exception cref="QueryFailure">A resource link that leads nowhere, or where the caller may not go.</exception>
    public static void RequireLed(CatalogTable table)
    {
        if (table.LinkProblem is { } problem)
        {
            throw QueryFailure.User($"HIVE_METASTORE_ERROR: {problem}");
        }
    }

    public static QueryFailure TableNotFound(string table) =>
        QueryFailure.User($"FAILED: SemanticException [Error 10001]: Table not found {table}");

    public static QueryFailure DatabaseNotFound(string database) =>
        QueryFailure.User($"FAILED: SemanticException [Error 10072]: Database does not exist: {database}");
}
