using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Contracts;
using Weir.Engines.Sql.Binding;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans.Projection;

/// <summary>Partitions that the table's properties describe, instead of the catalog. What conditions rule out is not made at all.</summary>
internal sealed partial class ProjectedPartitions(CatalogTable table, TimeProvider clock)
{
    /// <summary>Partitions one query may look at.</summary>
    private const long PartitionsMax = 1_000_000;

    /// <summary>Values an injected column may be compared with.</summary>
    private const int InjectedMax = 1000;

    public static bool AreEnabled(CatalogTable table) =>
        string.Equals(Property(table, "projection.enabled"), "true", StringComparison.OrdinalIgnoreCase) && table.PartitionKeys.Count > 0;

    /// <param name="filter">What the query says of single columns.</param>
    /// <param name="keep">The whole condition, for values that <paramref name="filter"/> could not rule out.</param>
    public IEnumerable<CatalogPartition> List(ColumnFilter filter, Func<IReadOnlyList<string>, bool>? keep)
    {
        var missing = table.PartitionKeys.Where(key => Of(key, "type") is null).Select(key => key.Name).ToArray();
        if (missing.Length > 0)
        {
            throw Invalid($"Table {table.Database}.{table.Name} is configured for partition projection, but the following partition columns are "
                + $"missing projection configuration: [{string.Join(", ", missing)}]");
        }

        var template = Property(table, "storage.location.template");
        CheckTemplate(template);
        var keys = table.PartitionKeys.Select(key => Key(key, filter)).ToArray();
        var sets = keys.Select(key => key.Select(filter)).ToArray();
        var product = sets.Aggregate(1.0, (count, set) => count * set.Count);
        if (product > PartitionsMax)
        {
            throw QueryFailure.User(string.Create(CultureInfo.InvariantCulture,
                $"HIVE_EXCEEDED_PARTITION_LIMIT: Query over table '{table.Database}.{table.Name}' can potentially read more than {PartitionsMax} partitions"));
        }

        return Walk(keys, sets, 0, new string[keys.Length])
            .Where(values => keep is null || keep(values))
            .Select(values => new CatalogPartition { Values = values, Storage = table.Storage with { Location = Location(template, values) } });
    }

    private static IEnumerable<string[]> Walk(ProjectedKey[] keys, IndexSet[] sets, int at, string[] values)
    {
        foreach (var index in sets[at].All())
        {
            values[at] = keys[at].Text(index);
            if (at + 1 == keys.Length)
            {
                yield return (string[])values.Clone();
                continue;
            }

            foreach (var whole in Walk(keys, sets, at + 1, values))
            {
                yield return whole;
            }
        }
    }

    private ProjectedKey Key(CatalogColumn column, ColumnFilter filter)
    {
        var name = column.Name.ToLowerInvariant();
        var type = column.Type.Trim().ToLowerInvariant();
        var isText = type is "string" || type.StartsWith("varchar", StringComparison.Ordinal) || type.StartsWith("char", StringComparison.Ordinal);
        switch (Of(column, "type")!.Trim().ToLowerInvariant())
        {
            case "enum":
                return new EnumKey(name, isText, [.. Required(column, "values").Split(',').Select(value => value.Trim())]);
            case "integer":
                return Integer(column, name, isText);
            case "date":
                return Date(column, name, isText);
            case "injected":
                return Injected(name, isText, filter);
            case var other:
                throw Invalid($"Column projection for column '{column.Name}' failed. Unknown projection type: {other}");
        }
    }

    private IntegerKey Integer(CatalogColumn column, string name, bool isText)
    {
        var range = Range(column);
        var interval = Count(column, "interval") ?? 1;
        return long.TryParse(range[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(range[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var last) && first <= last
            ? new(name, isText, first, last, interval, Count(column, "digits") ?? 0)
            : throw Invalid($"Column projection for column '{column.Name}' failed. Invalid range: {string.Join(',', range)}");
    }

    private DateKey Date(CatalogColumn column, string name, bool isText)
    {
        var pattern = Required(column, "format");
        var format = JavaDateFormat.TryParse(pattern)
            ?? throw Invalid($"Column projection for column '{column.Name}' failed. Property: 'projection.{column.Name}.format' has an invalid value: {pattern}");
        var range = Range(column);
        var given = Of(column, "interval.unit")?.Trim().ToUpperInvariant();
        if (given is null && format.Finest is 'H' or 'm' or 's')
        {
            throw Invalid($"Column projection for column '{column.Name}' failed. Property: 'projection.{column.Name}.interval.unit' needs to be set when "
                + "provided 'projection." + column.Name + ".format' is less than single-day precision. Interval defaults to 1 day or 1 month, respectively. "
                + "Otherwise, interval is required");
        }

        var unit = given is null ? format.Finest switch { 'y' => "YEARS", 'M' => "MONTHS", _ => "DAYS" } : given.EndsWith('S') ? given : given + "S";
        if (unit is not ("YEARS" or "MONTHS" or "WEEKS" or "DAYS" or "HOURS" or "MINUTES" or "SECONDS"))
        {
            throw Invalid($"Column projection for column '{column.Name}' failed. Unknown interval unit: {given}");
        }

        var (first, last) = (Bound(column, format, range[0]), Bound(column, format, range[1]));
        return first <= last
            ? new(name, isText, format, first, last, Count(column, "interval") ?? 1, unit)
            : throw Invalid($"Column projection for column '{column.Name}' failed. Invalid range: {string.Join(',', range)}");
    }

    /// <summary>A time in the column's format, or one counted from now, cut to what the format can say.</summary>
    private DateTime Bound(CatalogColumn column, JavaDateFormat format, string text)
    {
        var relative = RelativeTime().Match(text);
        if (!relative.Success)
        {
            return format.TryParseTime(text, out var time)
                ? time
                : throw Invalid($"Column projection for column '{column.Name}' failed. Property: 'projection.{column.Name}.range' contains an invalid value: {text}");
        }

        var now = clock.GetUtcNow().UtcDateTime;
        if (relative.Groups["unit"].Success)
        {
            var unit = relative.Groups["unit"].Value.ToUpperInvariant();
            var count = long.Parse(relative.Groups["count"].Value, CultureInfo.InvariantCulture) * (relative.Groups["sign"].Value == "-" ? -1 : 1);
            now = DateKey.Add(now, count, unit.EndsWith('S') ? unit : unit + "S");
        }

        return format.TryParseTime(format.Format(now), out var cut) ? cut : now;
    }

    private static InjectedKey Injected(string name, bool isText, ColumnFilter filter)
    {
        var values = new SortedSet<string>(StringComparer.Ordinal);
        return Collect(filter, name, values) && values.Count is > 0 and <= InjectedMax
            ? new(name, isText, [.. values])
            : throw QueryFailure.User($"CONSTRAINT_VIOLATION: For the injected projected partition column {name}, the WHERE clause must contain only static "
                + "equality conditions, and at least one such condition must be present.");
    }

    /// <summary>Whether the condition holds only for values it names; those.</summary>
    private static bool Collect(ColumnFilter filter, string name, SortedSet<string> values)
    {
        switch (filter)
        {
            case AllOfFilter all:
                return all.Terms.Any(term => Collect(term, name, values));
            case AnyOfFilter any:
                return any.Terms.Length > 0 && any.Terms.All(term => Collect(term, name, values));
            case ColumnTest { Kind: ColumnTestKind.Equal or ColumnTestKind.In } test when test.Column.Name == name:
                foreach (var value in test.Values)
                {
                    values.Add(value switch
                    {
                        DateTime time => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
                    });
                }

                return true;
            default:
                return false;
        }
    }

    private void CheckTemplate(string? template)
    {
        if (template is null)
        {
            return;
        }

        var unknown = Placeholder().Matches(template).Select(match => match.Groups[1].Value)
            .FirstOrDefault(name => !table.PartitionKeys.Any(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
        var absent = table.PartitionKeys.FirstOrDefault(key => !template.Contains($"${{{key.Name}}}", StringComparison.OrdinalIgnoreCase));
        if (unknown is not null || absent is not null)
        {
            throw Invalid($"Partition projection of table {table.Database}.{table.Name} failed. Property: 'storage.location.template' "
                + (unknown is not null ? $"refers to the unknown column {unknown}" : $"is missing the column {absent!.Name}") + $": {template}");
        }
    }

    private string Location(string? template, string[] values)
    {
        if (template is null)
        {
            var folder = (table.Storage.Location ?? "").TrimEnd('/');
            return $"{folder}/{string.Join('/', table.PartitionKeys.Zip(values, (key, value) => $"{key.Name}={value}"))}/";
        }

        var location = Placeholder().Replace(template, match =>
        {
            var at = table.PartitionKeys.Index().First(key => key.Item.Name.Equals(match.Groups[1].Value, StringComparison.OrdinalIgnoreCase)).Index;
            return values[at];
        });
        return location.EndsWith('/') ? location : location + "/";
    }

    private string[] Range(CatalogColumn column)
    {
        var range = Required(column, "range").Split(',').Select(bound => bound.Trim()).ToArray();
        return range.Length == 2
            ? range
            : throw Invalid($"Column projection for column '{column.Name}' failed. Property: 'projection.{column.Name}.range' needs to be a list of 2 values");
    }

    private int? Count(CatalogColumn column, string key)
    {
        var text = Of(column, key);
        return text is null ? null
            : int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 1_000_000_000 ? count
            : throw Invalid($"Column projection for column '{column.Name}' failed. Property: 'projection.{column.Name}.{key}' has an invalid value: {text}");
    }

    private string Required(CatalogColumn column, string key) => Of(column, key)
        ?? throw Invalid($"Column projection for column '{column.Name}' failed. Missing required property: projection.{column.Name}.{key}");

    private string? Of(CatalogColumn column, string key) => Property(table, $"projection.{column.Name}.{key}");

    private static string? Property(CatalogTable table, string name) => table.Parameters.GetValueOrDefault(name)
        ?? table.Parameters.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static QueryFailure Invalid(string message) => QueryFailure.User($"HIVE_INVALID_METADATA: {message}");

    [GeneratedRegex(@"^\s*NOW\s*((?<sign>[+-])\s*(?<count>[0-9]{1,9})\s*(?<unit>YEARS?|MONTHS?|WEEKS?|DAYS?|HOURS?|MINUTES?|SECONDS?)\s*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex RelativeTime();

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Placeholder();
}
