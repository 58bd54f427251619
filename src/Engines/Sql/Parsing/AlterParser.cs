using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>ALTER TABLE in all its forms.</summary>
internal sealed class AlterParser
{
    private readonly TokenReader _reader;
    private readonly RelationParser _names;
    private readonly HiveClauses _clauses;

    public AlterParser(TokenReader reader, QueryParser queries)
    {
        _reader = reader;
        _names = new(reader, queries);
        _clauses = new(reader, queries);
    }

    public Statement Alter()
    {
        var at = _reader.Take().At;
        if (_reader.Is("DATABASE") || _reader.Is("SCHEMA"))
        {
            var schema = _reader.Take().Value == "SCHEMA";
            var name = _reader.ExpectIdentifier();
            _reader.Expect("SET");
            _reader.Expect("DBPROPERTIES");
            return new AlterDatabase(name, schema, _clauses.Pairs()) { At = at };
        }

        if (_reader.Is("VIEW"))
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"ALTER {_reader.Current.Value} is not supported", at);
        }

        _reader.Expect("TABLE");
        var table = _names.Name();
        var partition = _clauses.PartitionIfAny();
        if (_reader.Accept("ADD"))
        {
            return Add(at, table, partition);
        }

        if (_reader.Accept("REPLACE"))
        {
            _reader.Expect("COLUMNS");
            return new ReplaceColumns(partition, _clauses.Columns()) { At = at, Table = table };
        }

        if (_reader.Accept("SET"))
        {
            return Set(at, table, partition);
        }

        if (_reader.Accept("RENAME"))
        {
            _reader.Expect("TO");
            return partition.IsEmpty
                ? new RenameTable(_names.Name()) { At = at, Table = table }
                : new RenamePartition(partition, _clauses.Partition()) { At = at, Table = table };
        }

        if (!partition.IsEmpty)
        {
            throw _reader.Mismatch();
        }

        if (_reader.Accept("DROP"))
        {
            return Drop(at, table);
        }

        if (_reader.Accept("UNSET"))
        {
            return Unset(at, table);
        }

        _reader.Expect("CHANGE");
        return Change(at, table);
    }

    private AlterTable Add(SourcePosition at, QualifiedName table, ImmutableArray<PartitionValue> partition)
    {
        if (_reader.Accept("COLUMNS"))
        {
            return new AddColumns(partition, _clauses.Columns()) { At = at, Table = table };
        }

        var ifNotExists = false;
        if (_reader.Accept("IF"))
        {
            _reader.Expect("NOT", "EXISTS");
            ifNotExists = true;
        }

        var partitions = ImmutableArray.CreateBuilder<PartitionSpec>();
        do
        {
            var specAt = _reader.At;
            var values = _clauses.Partition();
            var location = _reader.Accept("LOCATION") ? _clauses.Text() : null;
            partitions.Add(new(values, location) { At = specAt });
            _reader.AcceptSymbol(",");
        }
        while (_reader.Is("PARTITION"));
        return new AddPartitions(ifNotExists, partitions.ToImmutable()) { At = at, Table = table };
    }

    private AlterTable Drop(SourcePosition at, QualifiedName table)
    {
        if (_reader.Accept("COLUMN"))
        {
            return new DropColumn(_reader.ExpectIdentifier()) { At = at, Table = table };
        }

        var ifExists = _reader.Accept("IF", "EXISTS");
        var partitions = ImmutableArray.CreateBuilder<ImmutableArray<PartitionValue>>();
        do
        {
            partitions.Add(_clauses.Partition());
        }
        while (_reader.AcceptSymbol(","));
        _reader.Accept("PURGE");
        return new DropPartitions(ifExists, partitions.ToImmutable()) { At = at, Table = table };
    }

    private AlterTable Set(SourcePosition at, QualifiedName table, ImmutableArray<PartitionValue> partition)
    {
        if (_reader.Accept("LOCATION"))
        {
            return new SetLocation(partition, _clauses.Text()) { At = at, Table = table };
        }

        if (!partition.IsEmpty)
        {
            throw _reader.Mismatch();
        }

        _reader.Expect("TBLPROPERTIES");
        return new SetTableProperties(_clauses.Pairs()) { At = at, Table = table };
    }

    private UnsetTableProperties Unset(SourcePosition at, QualifiedName table)
    {
        _reader.Expect("TBLPROPERTIES");
        var ifExists = _reader.Accept("IF", "EXISTS");
        _reader.ExpectSymbol("(");
        var keys = ImmutableArray.CreateBuilder<string>();
        do
        {
            keys.Add(_clauses.Text());
        }
        while (_reader.AcceptSymbol(","));
        _reader.ExpectSymbol(")");
        return new(keys.ToImmutable(), ifExists) { At = at, Table = table };
    }

    private ChangeColumn Change(SourcePosition at, QualifiedName table)
    {
        _reader.Accept("COLUMN");
        var old = _reader.ExpectIdentifier();
        var change = new ChangeColumn(old, _clauses.Column()) { At = at, Table = table };
        if (_reader.Accept("FIRST"))
        {
            return change with { First = true };
        }

        return _reader.Accept("AFTER") ? change with { After = _reader.ExpectIdentifier() } : change;
    }
}
