using Microsoft.Extensions.DependencyInjection;

namespace Weir.Kernel.Wire;

/// <summary>One service of the platform: its contracts, its operations, its state, its background work.</summary>
/// <remarks>The composition lists modules explicitly (<c>Server/Modules.cs</c>). Construction does nothing.</remarks>
public interface IServiceModule
{
    /// <summary>Lower case, as in ARNs and health: <c>kinesis</c>.</summary>
    string Name { get; }

    /// <summary>The generated description of each API the module serves (iot serves two).</summary>
    IReadOnlyList<ServiceApi> Apis { get; }

    /// <summary>Registers operations (<c>Api.AddOperations(services)</c>), contracts, state and hosted workers.</summary>
    void Register(IServiceCollection services);
}
