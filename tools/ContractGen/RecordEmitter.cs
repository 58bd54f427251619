namespace Weir.ContractGen;

/// <summary>Writes one record: its properties, its schema, its reader and its writer.</summary>
internal sealed class RecordEmitter(CodeText code, string space)
{
    public void Emit(RecordShape record)
    {
        EmitSchema(record);
        code.Line();
        code.Open($"internal sealed record {record.Name} : IShape<{record.Name}>");
        foreach (var member in record.Members)
        {
            var modifier = member.IsRequired ? "required " : "";
            var optional = member.IsRequired ? "" : "?";
            code.Line($"public {modifier}{member.Type.CSharp}{optional} {member.Property} {{ get; init; }}");
        }

        code.Line();
        code.Line($"static ShapeSchema IShape<{record.Name}>.Schema => Schema_{record.Name}.Shape;");
        code.Line($"ShapeSchema IShape.Shape => Schema_{record.Name}.Shape;");
        code.Line($"static {record.Name} IShape<{record.Name}>.Read(ShapeReader reader) => ReadShape(reader);");
        code.Line();
        EmitRead(record);
        code.Line();
        EmitWrite(record);
        code.Close();
    }

    private void EmitSchema(RecordShape record)
    {
        code.Open($"file static class Schema_{record.Name}");
        for (var index = 0; index < record.Members.Count; index++)
        {
            var member = record.Members[index];
            code.Line($"internal static readonly MemberSchema M{index} = {Member(member.Name, member.Type, member.IsRequired)};");
        }

        var members = string.Join(", ", Enumerable.Range(0, record.Members.Count).Select(index => $"M{index}"));
        var traits = new Traits();
        if (record.Payload is { } payload)
        {
            traits.Add("Payload", $"M{record.Members.IndexOf(payload)}");
        }

        traits.AddText("XmlName", record.OutputRoot ?? (string?)record.Json["locationName"]);
        traits.AddText("XmlNamespace", (string?)record.Json["xmlNamespace"]?["uri"] ?? record.XmlNamespace);
        traits.AddText("ResultWrapper", (string?)record.Json["resultWrapper"]);
        traits.AddFlag("IsUnwrapped", record.IsUnwrapped);
        code.Line($"internal static readonly ShapeSchema Shape = new({CodeText.Literal(record.ModelName)}, [{members}]){traits};");
        code.Close();
    }

    private static string Member(string name, MemberType type, bool isRequired)
    {
        var json = type.Traits;
        var traits = new Traits();
        var wire = (string?)json["locationName"];
        if (wire is not null)
        {
            traits.AddText("WireName", wire);
        }

        var query = type.QueryName?.Split(':') ?? [];
        traits.AddText("QueryName", query.ElementAtOrDefault(0));
        traits.AddText("QueryKey", query.ElementAtOrDefault(1));
        traits.Add("Location", (string?)json["location"] switch
        {
            null => null,
            "header" => "MemberLocation.Header",
            "headers" => "MemberLocation.Headers",
            "uri" => "MemberLocation.Uri",
            "querystring" => "MemberLocation.QueryString",
            "statusCode" => "MemberLocation.StatusCode",
            var other => throw new GeneratorException($"{name} has an unknown location {other}"),
        });
        traits.AddFlag("IsRequired", isRequired);
        traits.AddFlag("IsFlattened", (bool?)json["flattened"] ?? false);
        traits.AddFlag("IsXmlAttribute", (bool?)json["xmlAttribute"] ?? false);
        traits.AddText("XmlNamespace", (string?)json["xmlNamespace"]?["uri"]);
        traits.AddText("XmlPrefix", (string?)json["xmlNamespace"]?["prefix"]);
        traits.Add("Timestamp", (string?)json["timestampFormat"] switch
        {
            null => null,
            "unixTimestamp" => "TimestampFormat.UnixSeconds",
            "iso8601" => "TimestampFormat.Iso8601",
            "rfc822" => "TimestampFormat.Rfc822",
            var other => throw new GeneratorException($"{name} has an unknown timestamp format {other}"),
        });
        traits.AddFlag("IsJsonValue", (bool?)json["jsonvalue"] ?? false);
        traits.AddFlag("IsStreaming", type.IsStream);
        traits.AddFlag("IsEventStream", type.IsEvents);
        traits.AddFlag("IsEventPayload", (bool?)json["eventpayload"] ?? false);
        if (type.Element is { } element)
        {
            traits.Add("Element", Member(type.Kind == "List" ? "member" : "value", element, isRequired: false));
        }

        if (type.Key is { } key)
        {
            traits.Add("Key", Member("key", key, isRequired: false));
        }

        return $"new({CodeText.Literal(name)}, ShapeKind.{type.Kind}){traits}";
    }

    private void EmitRead(RecordShape record)
    {
        var schema = $"Schema_{record.Name}";
        code.Open($"internal static {record.Name} ReadShape(ShapeReader reader)");
        for (var index = 0; index < record.Members.Count; index++)
        {
            code.Line($"{record.Members[index].Type.CSharp}? v{index} = null;");
        }

        code.Line($"reader.BeginStructure({schema}.Shape);");
        code.Line("int at;");
        code.Open($"while ((at = reader.NextMember({schema}.Shape)) >= 0)");
        code.Open("switch (at)");
        for (var index = 0; index < record.Members.Count; index++)
        {
            code.Open($"case {index}:");
            ReadValue(record.Members[index].Type, $"{schema}.M{index}", value => $"v{index} = {value};", 0);
            code.Line("break;");
            code.Close();
        }

        code.Close();
        code.Close();
        for (var index = 0; index < record.Members.Count; index++)
        {
            if (record.Members[index].IsRequired)
            {
                code.Line($"if (v{index} is null) {{ reader.Missing({schema}.M{index}); }}");
            }
        }

        code.Line();
        code.Open($"return new {record.Name}");
        for (var index = 0; index < record.Members.Count; index++)
        {
            var member = record.Members[index];
            var value = !member.IsRequired ? $"v{index}" : member.Type.IsValue ? $"v{index}.GetValueOrDefault()" : $"v{index}!";
            code.Line($"{member.Property} = {value},");
        }

        code.Close("};");
        code.Close();
    }

    private void ReadValue(MemberType type, string schema, Func<string, string> assign, int depth)
    {
        switch (type.Kind)
        {
            case "List":
                code.Line($"var list{depth} = new List<{type.Element!.CSharp}>();");
                code.Line($"reader.BeginList({schema});");
                code.Open($"while (reader.NextElement({schema}))");
                ReadValue(type.Element, $"{schema}.Element!", value => $"list{depth}.Add({value});", depth + 1);
                code.Close();
                code.Line(assign($"list{depth}"));
                break;

            case "Map":
                code.Line($"var map{depth} = new Dictionary<string, {type.Element!.CSharp}>(StringComparer.Ordinal);");
                code.Line($"reader.BeginMap({schema});");
                code.Open($"while (reader.NextEntry({schema}, out var key{depth}))");
                ReadValue(type.Element, $"{schema}.Element!", value => $"map{depth}[key{depth}] = {value};", depth + 1);
                code.Close();
                code.Line(assign($"map{depth}"));
                break;

            case "Structure" when type.IsEvents:
                code.Line("throw new NotSupportedException(\"event streams are only written\");");
                break;

            case "Structure":
                // Qualified: a property of the record may bear the type's name.
                code.Line(assign($"global::{space}.{type.CSharp}.ReadShape(reader)"));
                break;

            case "Blob" when type.IsStream:
                code.Line(assign($"reader.ReadStream({schema})"));
                break;

            default:
                code.Line(assign($"reader.Read{type.Kind}({schema})"));
                break;
        }
    }

    private void EmitWrite(RecordShape record)
    {
        code.Open("void IShape.Write(ShapeWriter writer)");
        var members = record.Members.Select((member, index) => (member, index)).ToList();

        // Attributes stand in the start tag, so they come before any element.
        foreach (var (member, index) in members.OrderByDescending(each => (bool?)each.member.Type.Traits["xmlAttribute"] ?? false))
        {
            WriteMember(member, $"Schema_{record.Name}.M{index}", index);
        }

        code.Close();
    }

    private void WriteMember(RecordMember member, string schema, int index)
    {
        if (member.Type.Kind is not ("List" or "Map"))
        {
            code.Line($"writer.Write({schema}, {member.Property});");
            return;
        }

        code.Open($"if ({member.Property} is {{ }} value{index})");
        WriteValue(member.Type, schema, $"value{index}", 0);
        code.Close();
    }

    private void WriteValue(MemberType type, string schema, string value, int depth)
    {
        switch (type.Kind)
        {
            case "List":
                code.Line($"writer.BeginList({schema}, {value}.Count);");
                code.Open($"for (var at{depth} = 0; at{depth} < {value}.Count; at{depth}++)");
                WriteValue(type.Element!, $"{schema}.Element!", $"{value}[at{depth}]", depth + 1);
                code.Close();
                code.Line($"writer.EndList({schema});");
                break;

            case "Map":
                code.Line($"writer.BeginMap({schema}, {value}.Count);");
                code.Open($"foreach (var (key{depth}, each{depth}) in {value})");
                code.Line($"writer.BeginEntry({schema}, key{depth});");
                WriteValue(type.Element!, $"{schema}.Element!", $"each{depth}", depth + 1);
                code.Line($"writer.EndEntry({schema});");
                code.Close();
                code.Line($"writer.EndMap({schema});");
                break;

            default:
                code.Line($"writer.Write({schema}, {value});");
                break;
        }
    }

    private sealed class Traits
    {
        private readonly List<string> _all = [];

        public void Add(string name, string? code)
        {
            if (code is not null)
            {
                _all.Add($"{name} = {code}");
            }
        }

        public void AddText(string name, string? text) => Add(name, text is null ? null : CodeText.Literal(text));

        public void AddFlag(string name, bool value) => Add(name, value ? "true" : null);

        public override string ToString() => _all.Count == 0 ? "" : $" {{ {string.Join(", ", _all)} }}";
    }
}
