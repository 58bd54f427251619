namespace Weir.Services.Athena.Queries;

/// <summary>A decimal did not fit 18 digits: nothing was answered or written yet, and the statement is to run again with all digits.</summary>
internal sealed class DecimalsTooNarrow() : Exception("a decimal needs more than 18 digits");
