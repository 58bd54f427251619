namespace Weir.Engines.Sql;

/// <summary>A place in a statement; lines and columns count from 1, columns in code points.</summary>
public readonly record struct SourcePosition(int Line, int Column);
