using Weir.Engines.Databases.MySql;
using Weir.Engines.Databases.PostgreSql;

namespace Weir.Engines.Databases;

/// <summary>Opens databases of the kinds there are drivers for. Safe from any thread.</summary>
/// <remarks>A driver's code is loaded with the first address of its kind.</remarks>
public sealed class Databases(TimeProvider clock) : IDatabases
{
    public ValueTask<DatabaseOpening> OpenAsync(DatabaseAddress address, CancellationToken cancellationToken) => address.Kind switch
    {
        DatabaseKind.PostgreSql => PostgresDatabase.OpenAsync(address, cancellationToken),
        DatabaseKind.MySql => MySqlDatabase.OpenAsync(address, clock, cancellationToken),
    };
}
