using System.Diagnostics;
using System.Text;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Printing;

namespace Weir.Engines.Sql;

/// <summary>The fuzz target of the parser: any bytes give a statement or an <see cref="SqlException"/>, and printing is a fixed point.</summary>
public static class SqlFuzz
{
    /// <returns>Whether the bytes were a statement.</returns>
    public static bool Parse(ReadOnlySpan<byte> bytes)
    {
        string printed;
        try
        {
            printed = SqlPrinter.Print(SqlParser.ParseStatement(Encoding.UTF8.GetString(bytes)));
        }
        catch (SqlException)
        {
            return false;
        }

        string again;
        try
        {
            again = SqlPrinter.Print(SqlParser.ParseStatement(printed));
        }
        catch (SqlException problem) when (problem.Code == SqlErrorCode.StackOverflow)
        {
            // Printing adds parentheses: what was just shallow enough may no longer be.
            return true;
        }

        return printed == again
            ? true
            : throw new UnreachableException($"not a fixed point: {printed} became {again}");
    }
}
