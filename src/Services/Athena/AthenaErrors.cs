using Weir.Kernel.Core;

namespace Weir.Services.Athena;

/// <summary>Every error a caller of Athena can see.</summary>
internal static class AthenaErrors
{
    public static ServiceException InvalidInput(string message) => Invalid("INVALID_INPUT", message);

    public static ServiceException MalformedQuery(string message) => Invalid("MALFORMED_QUERY", message);

    public static ServiceException ExecutionNotFound(string id) => InvalidInput($"QueryExecution {id} was not found");

    public static ServiceException NotFinished(string state) =>
        Invalid("INVALID_QUERY_EXECUTION_STATE", $"Query has not yet finished. Current state: {state}");

    public static ServiceException NotSuccessful(string state) =>
        Invalid("INVALID_QUERY_EXECUTION_STATE", $"Query did not finish successfully. Final query state: {state}");

    public static ServiceException NoOutputLocation() => InvalidInput(
        "No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.");

    public static ServiceException OutputBucket(string bucket) => InvalidInput($"Unable to verify/create output bucket {bucket}");

    public static ServiceException WorkGroupNotFound(string name) => InvalidInput($"WorkGroup {name} is not found.");

    public static ServiceException WorkGroupExists() => InvalidInput("WorkGroup is already created");

    public static ServiceException TooManyWorkGroups() =>
        InvalidInput($"The number of workgroups in this account and region exceeds the limit of {AthenaLimits.WorkGroupsMax}");

    public static ServiceException WorkGroupDisabled(string name) => InvalidInput($"WorkGroup {name} is disabled.");

    public static ServiceException WorkGroupNotEmpty(string name) => InvalidInput($"WorkGroup {name} is not empty");

    public static ServiceException PrimaryStays() => InvalidInput("Cannot delete the primary WorkGroup");

    public static ServiceException NamedQueryNotFound(string id) => InvalidInput($"NamedQuery {id} was not found");

    public static ServiceException PreparedNotFound(string name, string workGroup) =>
        NotFound($"PreparedStatement {name} was not found in workGroup {workGroup}", name);

    public static ServiceException PreparedExists(string name) => InvalidInput($"Prepared statement {name} already exists in the workgroup");

    public static ServiceException TooManyPrepared(string name) => InvalidInput(TooManyPreparedMessage(name));

    public static string TooManyPreparedMessage(string name) =>
        $"Cannot create prepared statement {name}. The number of prepared statements in this workgroup exceeds the limit of {AthenaLimits.PreparedMax}.";

    public static ServiceException TokenReused() =>
        Invalid("IDEMPOTENT_PARAMETER_MISMATCH", "Idempotent parameters do not match");

    public static ServiceException BadToken() => InvalidInput("Invalid NextToken");

    public static ServiceException CatalogNotFound(string name) => InvalidInput($"DataCatalog {name} was not found");

    public static ServiceException CatalogExists(string name) => InvalidInput($"DataCatalog {name} already exists");

    public static ServiceException EncryptionNotBuilt(string option) =>
        InvalidInput($"NOT_SUPPORTED: EncryptionOption {option} is not supported: there are no keys of KMS; SSE_S3 is");

    public static ServiceException CapacityNotFound(string name) => InvalidInput($"Capacity reservation {name} was not found");

    public static ServiceException CapacityExists(string name) => InvalidInput($"Capacity reservation {name} already exists");

    public static ServiceException BelowMinimumEncryption(string option, string least) =>
        InvalidInput($"EncryptionOption {option} is below the workgroup's minimum {least}");

    public static ServiceException SettingNotBuilt(string setting) => InvalidInput($"NOT_SUPPORTED: {setting} is not supported");

    public static ServiceException Metadata(string message) => new("MetadataException", message);

    public static ServiceException NotFound(string message, string resource) =>
        new("ResourceNotFoundException", message) { Members = new Dictionary<string, string> { ["ResourceName"] = resource } };

    public static ServiceException TooManyQueries() =>
        new("TooManyRequestsException", "You have exceeded the limit for the number of queries you can run concurrently. Please reduce the number of concurrent queries submitted by this account.")
        {
            Members = new Dictionary<string, string> { ["Reason"] = "CONCURRENT_QUERY_LIMIT_EXCEEDED" },
        };

    private static ServiceException Invalid(string athenaCode, string message) =>
        new("InvalidRequestException", message) { Members = new Dictionary<string, string> { ["AthenaErrorCode"] = athenaCode } };
}
