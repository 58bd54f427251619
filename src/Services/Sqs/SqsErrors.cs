using Weir.Kernel.Core;

namespace Weir.Services.Sqs;

/// <summary>Every error a caller of SQS can see: the JSON protocol's code, and the Query protocol's older one where it differs.</summary>
internal static class SqsErrors
{
    public static ServiceException QueueDoesNotExist() =>
        Of("QueueDoesNotExist", "The specified queue does not exist.", "AWS.SimpleQueueService.NonExistentQueue");

    public static ServiceException QueueNameExists(string attribute) => Of(
        "QueueNameExists", $"A queue already exists with the same name and a different value for attribute {attribute}",
        "QueueAlreadyExists");

    public static ServiceException ReceiptHandleIsInvalid(string handle) =>
        new("ReceiptHandleIsInvalid", $"The input receipt handle \"{handle}\" is not a valid receipt handle.");

    public static ServiceException EmptyBatch(string entryType) => Of(
        "EmptyBatchRequest", $"There should be at least one {entryType} in the request.",
        "AWS.SimpleQueueService.EmptyBatchRequest");

    public static ServiceException TooManyEntries(int count) => Of(
        "TooManyEntriesInBatchRequest",
        $"Maximum number of entries per request are {SqsLimits.BatchEntriesMax}. You have sent {count}.",
        "AWS.SimpleQueueService.TooManyEntriesInBatchRequest");

    public static ServiceException EntryIdsNotDistinct(string id) =>
        Of("BatchEntryIdsNotDistinct", $"Id {id} repeated.", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct");

    public static ServiceException InvalidEntryId() => Of(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
        "AWS.SimpleQueueService.InvalidBatchEntryId");

    public static ServiceException BatchTooLong(long bytes) => Of(
        "BatchRequestTooLong",
        $"Batch requests cannot be longer than {SqsLimits.BatchBytesMax} bytes. You have sent {bytes} bytes.",
        "AWS.SimpleQueueService.BatchRequestTooLong");

    public static ServiceException InvalidMessageContents() => new(
        "InvalidMessageContents",
        "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");

    public static ServiceException UnknownAttribute(string name) => new("InvalidAttributeName", $"Unknown Attribute {name}.");

    public static ServiceException InvalidAttribute(string name) =>
        new("InvalidAttributeValue", $"Invalid value for the parameter {name}.");

    public static ServiceException InvalidAttribute(string name, string value, string reason) =>
        new("InvalidAttributeValue", $"Value {value} for parameter {name} is invalid. Reason: {reason}");

    public static ServiceException InvalidParameter(string message) =>
        Of("InvalidParameterValueException", message, "InvalidParameterValue");

    public static ServiceException InvalidParameter(string name, object value, string reason) =>
        InvalidParameter($"Value {value} for parameter {name} is invalid. Reason: {reason}");

    public static ServiceException MessageTooLong(long bytesMax) =>
        InvalidParameter($"One or more parameters are invalid. Reason: Message must be shorter than {bytesMax} bytes.");

    public static ServiceException MissingParameter(string name) => Of(
        "MissingRequiredParameterException", $"The request must contain the parameter {name}.", "MissingParameter");

    public static ServiceException MessageNotInflight() => Of(
        "MessageNotInflight", "The specified message isn't in flight.", "AWS.SimpleQueueService.MessageNotInflight");

    public static ServiceException InvalidAddress(string address) =>
        new("InvalidAddress", $"The address {address} is not valid for this endpoint.");

    public static ServiceException OverLimit(int limit) =>
        new("OverLimit", $"{limit} Actions were found, maximum allowed is {SqsLimits.PermissionActionsMax}.", 403);

    private static ServiceException Of(string code, string message, string queryCode) =>
        new(code, message) { QueryCode = queryCode };
}
