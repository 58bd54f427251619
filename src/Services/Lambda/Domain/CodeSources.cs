using Weir.Contracts;
using Weir.Engines.Functions;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Services.Lambda.Domain;

/// <summary>Takes code from where a request says it is.</summary>
internal sealed class CodeSources(CodeStore store, IObjectStore objects)
{
    public async Task<CodeResult.Stored> StoreAsync(
        CallContext call, ReadOnlyMemory<byte>? zip, string? bucket, string? key, CancellationToken cancellationToken)
    {
        if (zip is { } inline)
        {
            if (bucket is not null || key is not null)
            {
                throw LambdaErrors.InvalidParameter("Please do not provide other FunctionCode parameters when providing a ZipFile.");
            }

            using var content = new MemoryStream(inline.ToArray(), writable: false);
            return Accepted(await store.PutAsync(content, LambdaLimits.ZipBytesMax, cancellationToken));
        }

        if (string.IsNullOrEmpty(bucket) || string.IsNullOrEmpty(key))
        {
            throw LambdaErrors.InvalidParameter("Please provide a source for function code.");
        }

        try
        {
            await using var content = await objects.OpenAsync(call, bucket, key, 0, cancellationToken);
            return Accepted(await store.PutAsync(content, LambdaLimits.StoredZipBytesMax, cancellationToken));
        }
        catch (ServiceException error) when (error.Code is "NoSuchKey" or "NoSuchBucket" or "AccessDenied")
        {
            throw LambdaErrors.InvalidParameter(
                $"Error occurred while GetObject. S3 Error Code: {error.Code}. S3 Error Message: {error.Message}");
        }
    }

    private static CodeResult.Stored Accepted(CodeResult result) => result switch
    {
        CodeResult.Stored stored => stored,
        CodeResult.TooLarge(var bytesMax) => throw LambdaErrors.InvalidParameter(
            bytesMax == FunctionLimits.UnpackedBytesMax
                ? $"Unzipped size must be smaller than {bytesMax} bytes"
                : $"Zip file must be smaller than {bytesMax} bytes"),
        CodeResult.Refused(var reason) => throw LambdaErrors.InvalidParameter($"Could not unzip uploaded file. Please check your file, then try to upload again. ({reason})"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
