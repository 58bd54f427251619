namespace Weir.Services.Athena.Queries;

#pragma warning disable CA1032, CA1064 // nobody outside sees it
/// <summary>A query does not run in steps: it is run again as a whole, and the nodes of its plan go without numbers.</summary>
internal sealed class StepsRefused : Exception;
#pragma warning restore CA1032, CA1064
