using System.Text.Json.Serialization;

namespace Weir.Services.Glue.State;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DatabaseState)), JsonSerializable(typeof(TableState)), JsonSerializable(typeof(PartitionState))]
[JsonSerializable(typeof(TagSet)), JsonSerializable(typeof(PartitionIndexState)), JsonSerializable(typeof(Model.ColumnStatistics))]
[JsonSerializable(typeof(ConnectionState)), JsonSerializable(typeof(FunctionState)), JsonSerializable(typeof(Model.Classifier))]
[JsonSerializable(typeof(PolicyState)), JsonSerializable(typeof(CrawlerState)), JsonSerializable(typeof(CrawlState)), JsonSerializable(typeof(StatisticsTaskState))]
internal sealed partial class GlueJson : JsonSerializerContext;
