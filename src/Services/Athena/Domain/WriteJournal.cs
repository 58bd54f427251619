using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>Keeps tables whole: what a statement that did not come to a good end left in the store and the catalog is taken back.</summary>
/// <remarks>The end of a statement that succeeded deletes its intent in the same transaction (<see cref="Executions"/>).</remarks>
internal sealed class WriteJournal(IStateStore store, IObjectStore objects, ITableCatalog catalog, IAuthorizer authorizer, IdSource ids)
{
    /// <summary>Makes the intent durable: from here on its objects and partitions may appear.</summary>
    public ValueTask<bool> BeginAsync(WriteIntent intent, CancellationToken cancellationToken) => store.WriteAsync(
        state =>
        {
            AthenaTables.Writes.Put(state, Key(intent), intent);
            return true;
        },
        cancellationToken);

    /// <summary>Takes back what an earlier run of the program left. Call it before anybody reads tables.</summary>
    /// <returns>How many statements were undone.</returns>
    public async ValueTask<int> UndoAllAsync(CancellationToken cancellationToken)
    {
        var left = store.Read(state => AthenaTables.Writes.Scan(state, default).Select(entry => entry.Value).ToList());
        foreach (var intent in left)
        {
            await UndoAsync(intent, cancellationToken);
        }

        return left.Count;
    }

    /// <summary>Takes back one statement's doings, however far they came. Doing it again does no harm.</summary>
    public async ValueTask UndoAsync(WriteIntent intent, CancellationToken cancellationToken)
    {
        var call = OwnCall(intent);
        if (intent is { Database: { } database, Table: { } table })
        {
            await UndoCatalogAsync(call, intent, database, table, cancellationToken);
        }

        try
        {
            foreach (var key in intent.Keys)
            {
                await objects.DeleteAsync(call, intent.Bucket, key, cancellationToken);
            }
        }
        catch (ServiceException error) when (error.Code == "NoSuchBucket")
        {
            // Then the objects are gone as well.
        }

        await store.WriteAsync(state => AthenaTables.Writes.Delete(state, Key(intent)), cancellationToken);
    }

    public static void Forget(IStateWriter state, ExecutionState execution) => AthenaTables.Writes.Delete(state, AthenaTables.Key(execution));

    private async ValueTask UndoCatalogAsync(
        CallContext call, WriteIntent intent, string database, string table, CancellationToken cancellationToken)
    {
        try
        {
            if (intent.NewTableLocation is { } location)
            {
                // Somebody else may have made a table of that name meanwhile: only one at our place is ours.
                if (catalog.FindTable(call, database, table)?.Storage.Location == location)
                {
                    await catalog.DropTableAsync(call, database, table, cancellationToken);
                }

                return;
            }

            foreach (var values in intent.NewPartitions)
            {
                await catalog.DropPartitionAsync(call, database, table, values, cancellationToken);
            }
        }
        catch (ServiceException error) when (error.Code == "EntityNotFoundException")
        {
            // The table is gone, and its partitions with it.
        }
    }

    /// <summary>The account's own hand: whoever sent the statement may not be allowed to delete, or be there any more.</summary>
    private CallContext OwnCall(WriteIntent intent) => new()
    {
        Caller = Caller.Root(intent.Account),
        Region = intent.Region,
        RequestId = ids.NewId(),
        Authorizer = authorizer,
    };

    private static StateKey Key(WriteIntent intent) => StateKey.Of(intent.Account, intent.Region, intent.Id);
}
