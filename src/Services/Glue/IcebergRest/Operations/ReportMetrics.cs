using Microsoft.Extensions.Logging;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>Takes an engine's report of a scan or a commit into the log.</summary>
internal sealed class ReportMetrics(RestTables tables, ILogger<ReportMetrics> logger) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        var (database, table) = (RestNames.Database(call, request), RestNames.Table(request));
        tables.Require(call, database, table);
        var document = request.Document();
        var type = RestNames.Required(document, "report-type");
        logger.MetricsReported(database, table, type, document.ToJsonString());
        return ValueTask.FromResult(CatalogAnswer.Nothing);
    }
}
