using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding.Patterns;

/// <summary>A relation that is bound already, with columns of other names.</summary>
internal sealed record BoundInput(BoundRelation Bound, ImmutableArray<ScopeField> Fields) : Relation;
