namespace Weir.ContractGen.Tests;

/// <summary>What we add to the models by hand must meet something in them.</summary>
public sealed class AdditionsTests
{
    public static TheoryData<string> Apis() => [.. Models.Library.ApisWithAdditions];

    [Theory]
    [MemberData(nameof(Apis))]
    public void Every_name_in_the_additions_exists_in_the_model(string api)
    {
        var model = Models.Library.Load(api);
        var records = All(model);

        foreach (var (structure, members) in model.Additions.Named)
        {
            var record = records.FirstOrDefault(each => each.Name == structure || each.ModelName == structure);
            Assert.True(record is not null, $"{api} has no structure {structure}");
            Assert.All(members, member => Assert.Contains(record.Members, each => each.Name == member));
        }

        Assert.All(model.Additions.NamedOperations, operation => Assert.NotNull(model.Operation(operation)));
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public void An_added_member_is_not_one_that_the_model_has(string api) =>
        Assert.All(All(Models.Library.Load(api)), record =>
            Assert.Equal(record.Members.Count, record.Members.Select(member => member.Name).Distinct().Count()));

    private static List<RecordShape> All(ApiModel model)
    {
        var collector = new RecordCollector();
        var operations = model.Operations.ToList();
        collector.Reserve(operations.Select(operation => operation.Key));
        foreach (var (name, operation) in operations)
        {
            collector.AddOperation(model, name, operation!.AsObject());
        }

        return [.. collector.Records];
    }
}
