using Weir.Services.Athena.Queries;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>What an execution's objects are called, below the output folder.</summary>
internal static class ResultNames
{
    public static string Of(StatementKind kind, string id) => kind.Result switch
    {
        ResultKind.Csv => $"{id}.csv",
        ResultKind.Text => $"{id}.txt",
        ResultKind.None => kind.Substatement == "CREATE_TABLE_AS_SELECT" ? $"tables/{id}" : id,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Manifest(string id) => $"{id}-manifest.csv";
}
