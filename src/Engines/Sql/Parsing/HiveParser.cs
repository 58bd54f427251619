using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>Hive's definition statements.</summary>
internal sealed class HiveParser
{
    private readonly TokenReader _reader;
    private readonly QueryParser _queries;
    private readonly RelationParser _names;
    private readonly HiveClauses _clauses;
    private readonly AlterParser _alter;

    public HiveParser(TokenReader reader, QueryParser queries)
    {
        _reader = reader;
        _queries = queries;
        _names = new(reader, queries);
        _clauses = new(reader, queries);
        _alter = new(reader, queries);
    }

    public Statement Alter() => _alter.Alter();

    public MsckRepair Msck()
    {
        var at = _reader.Take().At;
        _reader.Expect("REPAIR", "TABLE");
        return new(_names.Name()) { At = at };
    }

    public CreateDatabase CreateDatabase(SourcePosition at)
    {
        var schema = _reader.Take().Value == "SCHEMA";
        var ifNotExists = IfNotExists();
        var create = new CreateDatabase(_reader.ExpectIdentifier()) { At = at, SaidSchema = schema, IfNotExists = ifNotExists };
        if (_reader.Accept("COMMENT"))
        {
            create = create with { Comment = _clauses.Text() };
        }

        if (_reader.Accept("LOCATION"))
        {
            create = create with { Location = _clauses.Text() };
        }

        if (_reader.Accept("WITH"))
        {
            _reader.Expect("DBPROPERTIES");
            create = create with { Properties = _clauses.Pairs() };
        }

        return create;
    }

    public Statement Drop(SourcePosition at)
    {
        if (_reader.Is("DATABASE") || _reader.Is("SCHEMA"))
        {
            var schema = _reader.Take().Value == "SCHEMA";
            var exists = _reader.Accept("IF", "EXISTS");
            var name = _reader.ExpectIdentifier();
            var cascade = _reader.Accept("CASCADE");
            if (!cascade)
            {
                _reader.Accept("RESTRICT");
            }

            return new DropDatabase(name, schema, exists, cascade) { At = at };
        }

        _reader.Expect("TABLE");
        var ifExists = _reader.Accept("IF", "EXISTS");
        var table = _names.Name();
        _reader.Accept("PURGE");
        return new DropTable(table, ifExists) { At = at };
    }

    public CreateTable CreateTable(SourcePosition at, bool external) => TableTail(at, external, TableHead());

    public (QualifiedName Name, bool IfNotExists) TableHead()
    {
        var ifNotExists = IfNotExists();
        return (_names.Name(), ifNotExists);
    }

    public CreateTable TableTail(SourcePosition at, bool external, (QualifiedName Name, bool IfNotExists) head)
    {
        var table = new CreateTable(head.Name) { At = at, IsExternal = external, IfNotExists = head.IfNotExists };
        if (_reader.IsSymbol("("))
        {
            table = table with { Columns = _clauses.Columns() };
        }

        while (Clause(table) is { } next)
        {
            table = next;
        }

        return table;
    }

    private bool IfNotExists()
    {
        if (!_reader.Accept("IF"))
        {
            return false;
        }

        _reader.Expect("NOT", "EXISTS");
        return true;
    }

    /// <summary>Takes one clause in any order; each may stand once. Null when none follows.</summary>
    private CreateTable? Clause(CreateTable table)
    {
        if (table.Comment is null && _reader.Accept("COMMENT"))
        {
            return table with { Comment = _clauses.Text() };
        }

        if (table.PartitionedBy.IsEmpty && _reader.Accept("PARTITIONED", "BY"))
        {
            return table with { PartitionedBy = _clauses.PartitionFields() };
        }

        if (table.ClusteredBy is null && _reader.Is("CLUSTERED"))
        {
            return table with { ClusteredBy = Clustering() };
        }

        if (table.RowFormat is null && _reader.Is("ROW"))
        {
            return table with { RowFormat = RowFormat() };
        }

        if (table.RowFormat is SerdeFormat { Properties.IsEmpty: true } bare && _reader.Accept("WITH"))
        {
            _reader.Expect("SERDEPROPERTIES");
            return table with { RowFormat = bare with { Properties = _clauses.Pairs() } };
        }

        if (table.StoredAs is null && _reader.Is("STORED"))
        {
            return table with { StoredAs = StoredAs() };
        }

        if (table.Location is null && _reader.Accept("LOCATION"))
        {
            return table with { Location = _clauses.Text() };
        }

        return table.Properties.IsEmpty && _reader.Accept("TBLPROPERTIES")
            ? table with { Properties = _clauses.Pairs() }
            : null;
    }

    private Clustering Clustering()
    {
        var at = _reader.Take().At;
        _reader.Expect("BY");
        var columns = _queries.ColumnAliases();
        ImmutableArray<SortItem> sorted = [];
        if (_reader.Accept("SORTED", "BY"))
        {
            sorted = Sorted();
        }

        _reader.Expect("INTO");
        var buckets = _reader.ExpectInteger();
        _reader.Expect("BUCKETS");
        return new(columns, sorted, buckets) { At = at };
    }

    private ImmutableArray<SortItem> Sorted()
    {
        _reader.ExpectSymbol("(");
        var items = ImmutableArray.CreateBuilder<SortItem>();
        do
        {
            var at = _reader.At;
            var name = new NameExpression(_reader.ExpectIdentifier()) { At = at };
            var descending = _reader.Accept("DESC");
            if (!descending)
            {
                _reader.Accept("ASC");
            }

            items.Add(new(name, descending, null) { At = at });
        }
        while (_reader.AcceptSymbol(","));
        _reader.ExpectSymbol(")");
        return items.ToImmutable();
    }

    private RowFormat RowFormat()
    {
        var at = _reader.Take().At;
        _reader.Expect("FORMAT");
        if (_reader.Accept("SERDE"))
        {
            var serde = _clauses.Text();
            ImmutableArray<StringPair> properties = [];
            if (_reader.Accept("WITH"))
            {
                _reader.Expect("SERDEPROPERTIES");
                properties = _clauses.Pairs();
            }

            return new SerdeFormat(serde, properties) { At = at };
        }

        _reader.Expect("DELIMITED");
        var format = new DelimitedFormat { At = at };
        if (_reader.Accept("FIELDS"))
        {
            _reader.Expect("TERMINATED", "BY");
            format = format with { FieldsTerminatedBy = _clauses.Text() };
            if (_reader.Accept("ESCAPED", "BY"))
            {
                format = format with { EscapedBy = _clauses.Text() };
            }
        }

        if (_reader.Accept("COLLECTION"))
        {
            _reader.Expect("ITEMS", "TERMINATED", "BY");
            format = format with { CollectionItemsTerminatedBy = _clauses.Text() };
        }

        if (_reader.Accept("MAP"))
        {
            _reader.Expect("KEYS", "TERMINATED", "BY");
            format = format with { MapKeysTerminatedBy = _clauses.Text() };
        }

        if (_reader.Accept("LINES"))
        {
            _reader.Expect("TERMINATED", "BY");
            format = format with { LinesTerminatedBy = _clauses.Text() };
        }

        if (_reader.Current.IsWord("NULL"))
        {
            _reader.Take();
            _reader.Expect("DEFINED", "AS");
            format = format with { NullDefinedAs = _clauses.Text() };
        }

        return format;
    }

    private StoredAs StoredAs()
    {
        var at = _reader.Take().At;
        _reader.Expect("AS");
        if (_reader.Accept("INPUTFORMAT"))
        {
            var input = _clauses.Text();
            _reader.Expect("OUTPUTFORMAT");
            return new(null, input, _clauses.Text()) { At = at };
        }

        return new(_reader.ExpectIdentifier().Value.ToUpperInvariant(), null, null) { At = at };
    }
}
