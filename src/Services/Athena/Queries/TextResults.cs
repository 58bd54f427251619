using System.Text;
using Weir.Contracts;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Results;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>Stores the text answers of statements: a <c>.txt</c> object and its metadata.</summary>
internal sealed class TextResults(IObjectStore objects)
{
    public async ValueTask<ExecutionResult> WriteAsync(StatementContext context, TextAnswer answer)
    {
        var address = S3Address.TryParse(context.Execution.OutputLocation)!.Value;
        var text = Encoding.UTF8.GetBytes(string.Concat(answer.Lines.Select(line => line + "\n")));
        var metadata = ResultMetadata.Write(context.Execution.Id, answer.Columns);
        await Task.WhenAll(
            PutAsync(context, address, text, "text/plain"),
            PutAsync(context, address with { Key = address.Key + ".metadata" }, metadata, "binary/octet-stream"));
        context.Statistics = context.Statistics with { OutputRows = answer.Lines.Count, OutputBytes = text.Length };
        return new() { Kind = ResultKind.Text, Columns = answer.Columns };
    }

    public Task PutAsync(StatementContext context, S3Address address, byte[] content, string contentType) => objects.PutAsync(
        context.Call, address.Bucket, address.Key, new MemoryStream(content),
        new() { ContentType = contentType, IsEncrypted = context.IsEncrypted }, context.CancellationToken).AsTask();
}
