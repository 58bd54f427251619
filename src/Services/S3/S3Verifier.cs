using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Engines.Blobs;
using Weir.Kernel.Core;
using Weir.Kernel.State;
using Weir.Kernel.Storage;
using Weir.Services.S3.State;

namespace Weir.Services.S3;

/// <summary>Holds the rows of objects and parts against the blobs, and says damage in terms of the objects it hits.</summary>
internal static class S3Verifier
{
    public static async IAsyncEnumerable<S3Finding> RunAsync(
        string objects, IStateStore state, bool isRepair, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var store = new BlobStore(objects, Durability.Strict, new IdSource(), DiskThreads.Shared, NullLogger<BlobStore>.Instance);
        var verifier = new BlobVerifier(store, state);
        var owners = state.Read(Owners).ToLookup(owner => owner.BlobId, owner => owner.Name);
        var references = owners.ToDictionary(owner => owner.Key, owner => owner.Count());
        foreach (var damage in verifier.Check(references, readContent: true, cancellationToken))
        {
            var isRepaired = isRepair && await verifier.RepairAsync(damage, cancellationToken);
            var (where, what) = Describe(damage, owners);
            yield return new(where, what, isRepaired);
        }
    }

    private static (string Where, string What) Describe(BlobDamage damage, ILookup<string, string> owners) => damage switch
    {
        BlobDamage.Missing(var id, var size) => (NameOf(id, owners), $"its file of {size} bytes is missing"),
        BlobDamage.WrongSize(var id, var expected, var found) => (NameOf(id, owners), $"its file has {found} bytes instead of {expected}"),
        BlobDamage.WrongContent(var id) => (NameOf(id, owners), "its content has changed: the checksum does not match"),
        BlobDamage.Unknown(var id) => (NameOf(id, owners), "its content is not in the index of stored blobs"),
        BlobDamage.WrongReferences(var id, var expected, var found) => (NameOf(id, owners), $"its content counts {found} references instead of {expected}"),
        BlobDamage.Orphan(var path) => (path, "no object needs this file"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string NameOf(string id, ILookup<string, string> owners) =>
        owners[id].Any() ? string.Join(", ", owners[id].Take(3)) : $"blob {id}";

    private static List<(string BlobId, string Name)> Owners(IStateReader reader)
    {
        var objects = S3Tables.Objects.Scan(reader, default)
            .Select(entry => (entry.Value.BlobId, "s3://" + string.Join('/', entry.Key.Parts(2))));
        var parts = S3Tables.Parts.Scan(reader, default)
            .Select(entry => (entry.Value.BlobId, "part " + string.Join('/', entry.Key.Parts(2))));
        return [.. objects, .. parts];
    }
}
