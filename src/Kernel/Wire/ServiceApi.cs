namespace Weir.Kernel.Wire;

/// <summary>One AWS API as its official model describes it: names, protocol, shapes and every operation, built or not.</summary>
public abstract class ServiceApi
{
}
