using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.State;
using Weir.Tests.Support;

namespace Weir.Services.Sqs.Tests;

public sealed class RuleTests
{
    [Theory]
    [InlineData("VisibilityTimeout", "43201", "InvalidAttributeValue")]
    [InlineData("DelaySeconds", "-1", "InvalidAttributeValue")]
    [InlineData("MessageRetentionPeriod", "59", "InvalidAttributeValue")]
    [InlineData("MaximumMessageSize", "1023", "InvalidAttributeValue")]
    [InlineData("MaximumMessageSize", "1048577", "InvalidAttributeValue")]
    [InlineData("ReceiveMessageWaitTimeSeconds", "21", "InvalidAttributeValue")]
    [InlineData("Policy", "{", "InvalidAttributeValue")]
    [InlineData("RedrivePolicy", "[]", "InvalidParameterValueException")]
    [InlineData("RedrivePolicy", """{"maxReceiveCount":3,"maxReceiveCount":4}""", "InvalidParameterValueException")]
    [InlineData("RedrivePolicy", """{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:none","maxReceiveCount":3}""", "InvalidParameterValueException")]
    [InlineData("RedriveAllowPolicy", """{"redrivePermission":"byQueue"}""", "InvalidAttributeValue")]
    [InlineData("KmsMasterKeyId", "alias/x", "InvalidAttributeValue")]
    [InlineData("FifoQueue", "false", "InvalidAttributeName")]
    [InlineData("ContentBasedDeduplication", "true", "InvalidAttributeName")]
    [InlineData("Colour", "red", "InvalidAttributeName")]
    public async Task A_wrong_attribute_is_refused(string name, string value, string code)
    {
        var error = await Assert.ThrowsAsync<ServiceException>(() => new SqsBench().MakeAsync("q", (name, value)));
        Assert.Equal(code, error.Code);
    }

    [Fact]
    public async Task Attributes_read_back_as_they_were_set()
    {
        var bench = new SqsBench();
        var dead = await bench.MakeAsync("dead", ("RedriveAllowPolicy", """{"redrivePermission":"allowAll"}"""));
        var redrive = $$"""{"deadLetterTargetArn":"{{dead.Arn}}","maxReceiveCount":"5"}""";
        var queue = await bench.MakeAsync("q", ("RedrivePolicy", redrive), ("DelaySeconds", "900"), ("MaximumMessageSize", "1024"));

        var attributes = QueueAttributes.Describe(bench.Table.Require(queue));

        Assert.Equal(redrive.Replace("\"5\"", "5"), attributes["RedrivePolicy"]);
        Assert.Equal("900", attributes["DelaySeconds"]);
        Assert.Equal("1024", attributes["MaximumMessageSize"]);
        Assert.Equal("arn:aws:sqs:us-east-1:000000000000:q", attributes["QueueArn"]);
        Assert.Equal("30", attributes["VisibilityTimeout"]);
        Assert.Equal("345600", attributes["MessageRetentionPeriod"]);
    }

    [Fact]
    public async Task A_queue_that_denies_redrive_is_no_dead_letter_queue()
    {
        var bench = new SqsBench();
        var dead = await bench.MakeAsync("dead", ("RedriveAllowPolicy", """{"redrivePermission":"denyAll"}"""));

        await Assert.ThrowsAsync<ServiceException>(() => bench.MakeAsync(
            "q", ("RedrivePolicy", $$"""{"deadLetterTargetArn":"{{dead.Arn}}","maxReceiveCount":1}""")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("bell \a")]
    [InlineData("\0")]
    [InlineData("￾")]
    public async Task A_body_that_is_empty_or_no_text_is_refused(string body)
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("q");
        await Assert.ThrowsAsync<ServiceException>(() => bench.SendAsync(queue, body));
        Assert.Equal(0, bench.Tally(queue).Visible);
    }

    [Fact]
    public async Task The_size_limit_counts_bytes_and_attributes()
    {
        var bench = new SqsBench();
        var queue = bench.Table.Require(await bench.MakeAsync("q", ("MaximumMessageSize", "1024")));
        var fits = new Draft { Body = new('é', 512) };

        Assert.Equal(1024, DraftRules.Check(queue, fits).Size);
        var attributes = new Dictionary<string, MessageValue> { ["a"] = new("String", "b", null) };
        var error = Assert.Throws<ServiceException>(() => DraftRules.Check(queue, fits with { Attributes = attributes }));
        Assert.Equal("InvalidParameterValue", error.QueryCode);
        Assert.Equal("One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.", error.Message);
    }

    [Theory]
    [InlineData("AWS.x", "String", "v")]
    [InlineData(".x", "String", "v")]
    [InlineData("a..b", "String", "v")]
    [InlineData("a b", "String", "v")]
    [InlineData("a", "Text", "v")]
    [InlineData("a", "String", "")]
    [InlineData("a", "Number", "twelve")]
    [InlineData("a", "Binary", "v")]
    public async Task A_wrong_message_attribute_is_refused(string name, string type, string value)
    {
        var bench = new SqsBench();
        var queue = bench.Table.Require(await bench.MakeAsync("q"));
        var attributes = new Dictionary<string, MessageValue> { [name] = new(type, value, null) };
        Assert.Throws<ServiceException>(() => DraftRules.Check(queue, new() { Body = "x", Attributes = attributes }));
    }

    [Fact]
    public void A_batch_has_distinct_well_formed_ids_and_at_most_ten()
    {
        Assert.Equal("EmptyBatchRequest", Assert.Throws<ServiceException>(() => Batch.Check([], "X")).Code);
        Assert.Equal("BatchEntryIdsNotDistinct", Assert.Throws<ServiceException>(() => Batch.Check(["a", "a"], "X")).Code);
        Assert.Equal("InvalidBatchEntryId", Assert.Throws<ServiceException>(() => Batch.Check(["a b"], "X")).Code);
        var eleven = Enumerable.Range(0, 11).Select(index => $"{index}").ToList();
        Assert.Equal("TooManyEntriesInBatchRequest", Assert.Throws<ServiceException>(() => Batch.Check(eleven, "X")).Code);
        Batch.Check([.. eleven.Take(10)], "X");
    }

    [Fact]
    public async Task A_handle_of_another_queue_or_of_nothing_is_invalid()
    {
        var bench = new SqsBench();
        var one = await bench.MakeAsync("one");
        var other = await bench.MakeAsync("other");
        await bench.SendAsync(one, "x");
        var handle = (await bench.ReceiveAsync(one))[0].Handle.ToString();

        var outcomes = await bench.Keeper.DeleteAsync(other, [handle, "nonsense", ""], TestContext.Current.CancellationToken);

        Assert.All(outcomes, error => Assert.Equal("ReceiptHandleIsInvalid", error?.Code));
        Assert.Equal(1, bench.Tally(one).InFlight);
    }

    [Fact]
    public async Task A_purge_empties_at_once_and_the_sweeper_collects_the_rest()
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("q");
        await bench.SendAsync(queue, "old");
        var store = bench.Table.Require(queue).Store;
        await bench.Table.Store.WriteAsync(
            state =>
            {
                bench.Table.Purge(state, bench.Table.Require(state, queue));
                return true;
            },
            TestContext.Current.CancellationToken);
        Assert.Empty(await bench.ReceiveAsync(queue));
        await bench.SendAsync(queue, "new");

        await bench.Sweeper.SweepAsync(TestContext.Current.CancellationToken);

        Assert.Equal("new", (await bench.ReceiveAsync(queue))[0].Content.Body);
        Assert.Empty(bench.Table.GarbageStores());
        Assert.Empty(bench.Table.Store.Read(state => bench.Messages.InOrder(state, store).ToList()));
    }

    [Fact]
    public void Permissions_add_and_remove_statements_by_label()
    {
        var queue = new QueueState
        {
            Account = TestCalls.Account,
            Region = TestCalls.Region,
            Name = "q",
            Id = "i",
            CreatedSeconds = 1,
            ModifiedSeconds = 1,
        };
        var one = queue with { Policy = QueuePermissions.Add(queue, "one", ["111111111111"], ["SendMessage"]) };
        var two = one with { Policy = QueuePermissions.Add(one, "two", ["111111111111", "222222222222"], ["*"]) };

        Assert.Contains("\"SQS:SendMessage\"", two.Policy);
        Assert.Throws<ServiceException>(() => QueuePermissions.Add(two, "two", ["1"], ["*"]));
        Assert.Equal(one.Policy, QueuePermissions.Remove(two, "two"));
        Assert.Null(QueuePermissions.Remove(one, "one"));
        Assert.Throws<ServiceException>(() => QueuePermissions.Remove(one, "two"));
    }

    [Fact]
    public async Task A_service_is_authorized_with_the_queues_policy()
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("q", ("Policy", """{"Statement":[]}"""));
        var call = TestCalls.By(Caller.ForService(TestCalls.Account, "s3.amazonaws.com"), bench.Authorizer) with
        {
            SourceArn = "arn:aws:s3:::bucket",
        };

        await bench.Queues.SendAsync(call, queue.Arn, "x", TestContext.Current.CancellationToken);

        var asked = Assert.Single(bench.Authorizer.Asked);
        Assert.Equal(("sqs:SendMessage", queue.Arn, """{"Statement":[]}"""), (asked.Action, asked.Resource, asked.ResourcePolicy));
        bench.Authorizer.Allows = static _ => false;
        Assert.Throws<ServiceException>(() => bench.Queues.RequireSendable(call, queue.Arn));
    }
}
