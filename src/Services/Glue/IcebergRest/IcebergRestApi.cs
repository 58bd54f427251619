using Microsoft.Extensions.DependencyInjection;
using Weir.Kernel.Core;
using Weir.Kernel.Wire;
using Weir.Services.Glue.IcebergRest.Operations;

namespace Weir.Services.Glue.IcebergRest;

/// <summary>The catalog as Apache Iceberg's REST catalog, at <c>/iceberg</c>, signed for <c>glue</c>.</summary>
/// <remarks>Sources: Apache Iceberg's REST catalog specification; AWS Glue Developer Guide, "AWS Glue REST APIs for Apache Iceberg specifications".</remarks>
internal sealed class IcebergRestApi : ServiceApi
{
    private const string Root = "/iceberg/v1";
    private const string Namespaces = Root + "/catalogs/{catalog}/namespaces";
    private const string Namespace = Namespaces + "/{namespace}";
    private const string Tables = Namespace + "/tables";
    private const string Table = Tables + "/{table}";
    private const string Views = Namespace + "/views";

    private IcebergRestApi()
    {
    }

    public static IcebergRestApi Instance { get; } = new();

    public override string ModelId => "iceberg-rest-v1";

    public override string FullName => "AWS Glue Iceberg REST endpoint";

    public override string ServiceId => "Glue Iceberg REST";

    public override string SigningName => "glue";

    public override string EndpointPrefix => "glue";

    public override string ApiVersion => "v1";

    public override ApiProtocol Protocol => ApiProtocol.RestJson;

    public override string PathPrefix => "/iceberg/";

    public override bool HasErrorObject => true;

    /// <summary>What the configuration tells clients: method and path of each operation that is built.</summary>
    public IEnumerable<string> Endpoints => Operations.Where(operation => operation.Binding is not null && operation.Name != nameof(GetConfig))
        .Select(operation => $"{operation.HttpMethod} {operation.RequestUri.Replace("/iceberg/v1/catalogs/{catalog}", "/v1/{prefix}", StringComparison.Ordinal)}");

    public static void AddOperations(IServiceCollection services)
    {
        services.AddSingleton<GetConfig>();
        services.AddSingleton<ListNamespaces>();
        services.AddSingleton<CreateNamespace>();
        services.AddSingleton<LoadNamespaceMetadata>();
        services.AddSingleton<NamespaceExists>();
        services.AddSingleton<DropNamespace>();
        services.AddSingleton<UpdateProperties>();
        services.AddSingleton<ListTables>();
        services.AddSingleton<CreateTable>();
        services.AddSingleton<RegisterTable>();
        services.AddSingleton<LoadTable>();
        services.AddSingleton<TableExists>();
        services.AddSingleton<UpdateTable>();
        services.AddSingleton<DropTable>();
        services.AddSingleton<RenameTable>();
        services.AddSingleton<ReportMetrics>();
        services.AddSingleton<CommitTransaction>();
    }

    public override ServiceException Told(ServiceException error) => RestErrors.Told(error);

    protected override OperationSchema[] CreateOperations() =>
    [
        Built<GetConfig>("GET", Root + "/config"),
        Built<ListNamespaces>("GET", Namespaces),
        Built<CreateNamespace>("POST", Namespaces),
        Built<LoadNamespaceMetadata>("GET", Namespace),
        Built<NamespaceExists>("HEAD", Namespace, 204),
        Built<DropNamespace>("DELETE", Namespace, 204),
        Built<UpdateProperties>("POST", Namespace + "/properties"),
        Built<ListTables>("GET", Tables),
        Built<CreateTable>("POST", Tables),
        Built<RegisterTable>("POST", Namespace + "/register"),
        Built<LoadTable>("GET", Table),
        Built<TableExists>("HEAD", Table, 204),
        Built<UpdateTable>("POST", Table),
        Built<DropTable>("DELETE", Table, 204),
        Built<ReportMetrics>("POST", Table + "/metrics", 204),
        Built<RenameTable>("POST", Root + "/catalogs/{catalog}/tables/rename", 204),
        Built<CommitTransaction>("POST", Root + "/catalogs/{catalog}/transactions/commit", 204),
        Missing("planTableScan", "POST", Table + "/plan"),
        Missing("fetchScanTasks", "POST", Table + "/tasks"),
        Missing("loadCredentials", "GET", Table + "/credentials"),
        Missing("listViews", "GET", Views),
        Missing("createView", "POST", Views),
        Missing("loadView", "GET", Views + "/{view}"),
        Missing("replaceView", "POST", Views + "/{view}"),
        Missing("dropView", "DELETE", Views + "/{view}"),
        Missing("viewExists", "HEAD", Views + "/{view}"),
        Missing("renameView", "POST", Root + "/catalogs/{catalog}/views/rename"),
        Missing("getToken", "POST", Root + "/oauth/tokens"),
    ];

    private static OperationSchema Built<TOperation>(string method, string path, int status = 200)
        where TOperation : class, IOperation<CatalogRequest, CatalogAnswer> => new(typeof(TOperation).Name)
        {
            HttpMethod = method,
            RequestUri = path,
            ResponseStatus = status,
            Binding = new OperationBinding<TOperation, CatalogRequest, CatalogAnswer>(),
        };

    private static OperationSchema Missing(string name, string method, string path) => new(name) { HttpMethod = method, RequestUri = path };
}
