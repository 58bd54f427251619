using Weir.Kernel.Core;

namespace Weir.Kernel.Wire;

/// <summary>One AWS API as its official model describes it: names, protocol, shapes and every operation, built or not.</summary>
/// <remarks>Generated, one singleton an API. Immutable; the tables are made when first asked for.</remarks>
public abstract class ServiceApi
{
    private readonly Lazy<IReadOnlyList<OperationSchema>> _operations;
    private readonly Lazy<Dictionary<string, OperationSchema>> _byName;

    protected ServiceApi()
    {
        _operations = new(() => CreateOperations());
        _byName = new(() => Operations.ToDictionary(operation => operation.Name, StringComparer.Ordinal));
    }

    /// <summary>The model's id: <c>kinesis-2013-12-02</c>.</summary>
    public abstract string ModelId { get; }

    /// <summary>For people: <c>Amazon Kinesis</c>.</summary>
    public abstract string FullName { get; }

    /// <summary>For people: <c>Kinesis</c>, <c>IoT Data Plane</c>.</summary>
    public abstract string ServiceId { get; }

    /// <summary>The service in signatures: <c>kinesis</c>, <c>iotdata</c>.</summary>
    public abstract string SigningName { get; }

    /// <summary>Further names that older clients sign for: boto3 long signed IoT as <c>execute-api</c>.</summary>
    public virtual IReadOnlyList<string> SigningAliases => [];

    /// <summary>The first label of the service's host: <c>data-ats.iot</c>.</summary>
    public abstract string EndpointPrefix { get; }

    public abstract ApiProtocol Protocol { get; }

    public abstract string ApiVersion { get; }

    /// <summary>What precedes the dot in <c>X-Amz-Target</c>; null outside the JSON protocols.</summary>
    public virtual string? TargetPrefix => null;

    /// <summary><c>1.0</c> or <c>1.1</c> in the JSON protocols.</summary>
    public virtual string JsonVersion => "1.1";

    public virtual string? XmlNamespace => null;

    /// <summary>The service also speaks the Query protocol, which its model no longer tells (SQS).</summary>
    public virtual bool IsQueryCompatible => false;

    /// <summary>The service's own code for a request that its model does not allow.</summary>
    public virtual string ValidationErrorCode => "ValidationException";

    /// <summary>The service in IAM actions: <c>kinesis</c> in <c>kinesis:PutRecord</c>.</summary>
    public virtual string ActionPrefix => SigningName;

    /// <summary>Errors are one object with message, type and code, as open REST specifications have them.</summary>
    public virtual bool HasErrorObject => false;

    /// <summary>What all its addresses start with, where one signing name has several APIs: <c>/iceberg/</c>.</summary>
    public virtual string PathPrefix => "/";

    /// <summary>The largest body that is read into memory; streaming bodies have no limit here.</summary>
    public virtual int BodyBytesMax => 10 * 1024 * 1024;

    /// <summary>Every operation of the model, in the model's order.</summary>
    public IReadOnlyList<OperationSchema> Operations => _operations.Value;

    public OperationSchema? Find(string operation) => _byName.Value.GetValueOrDefault(operation);

    /// <summary>Whether a request signed for this service is meant for this API.</summary>
    internal bool IsSignedFor(string service) => service == SigningName || SigningAliases.Contains(service);

    /// <summary>An error of the platform as this API's clients know it; only asked of an API that <see cref="HasErrorObject"/>.</summary>
    public virtual ServiceException Told(ServiceException error) => error;

    protected abstract OperationSchema[] CreateOperations();
}
