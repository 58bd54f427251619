using Weir.Contracts;
using Weir.Engines.Iceberg.Manifests;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Services.Athena.Iceberg;

/// <summary>A file a statement has written: where it lies on the disk, and what manifests will say of it.</summary>
internal sealed record NewFile(string LocalPath, DataFile File);

/// <summary>Moves a statement's files into the store; when it fails, none stays.</summary>
internal sealed class NewFiles(IObjectStore objects, CallContext call)
{
    private readonly List<string> _published = [];

    public async ValueTask PublishAsync(IEnumerable<NewFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            var address = StoreFiles.AddressOf(file.File.Path);
            await objects.PutFileAsync(call, address.Bucket, address.Key, file.LocalPath, ObjectAttributes.None, cancellationToken);
            _published.Add(file.File.Path);
            FaultPoints.Hit("iceberg.after-data-file");
        }
    }

    public async ValueTask DiscardAsync()
    {
        foreach (var path in _published)
        {
            var address = StoreFiles.AddressOf(path);
            await objects.DeleteAsync(call, address.Bucket, address.Key, CancellationToken.None);
        }
    }
}
