namespace Weir.Protocol.Tests.Athena;

/// <summary>Capacity that is reserved, through the JavaScript SDK.</summary>
public sealed class AthenaCapacityTests(WeirFixture weir)
{
    [Fact, Trait("feature", "athena.capacity"), Trait("feature", "athena.workgroups")]
    public async Task Reserved_slots_serve_their_workgroups_alone_in_the_order_of_arrival()
    {
        const string Script = """
            import * as athena from "@aws-sdk/client-athena";
            import { S3Client, CreateBucketCommand } from "@aws-sdk/client-s3";
            import assert from "node:assert";
            const config = { endpoint: process.env.WEIR_ENDPOINT, region: "us-east-1", credentials: { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY } };
            const client = new athena.AthenaClient(config);
            const call = (name, request = {}) => client.send(new athena[name + "Command"](request));
            const refused = (name, request, message) => assert.rejects(call(name, request), (error) => error.name === "InvalidRequestException" && error.message.includes(message) || assert.fail(`${name}: ${error}`));
            await new S3Client({ ...config, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: "capacity" }));
            for (const Name of ["dear", "other", "plain"]) await call("CreateWorkGroup", { Name, Configuration: { ResultConfiguration: { OutputLocation: "s3://capacity/out/" } } });
            const start = async (WorkGroup, QueryString) => (await call("StartQueryExecution", { QueryString, WorkGroup })).QueryExecutionId;
            const state = async (QueryExecutionId) => (await call("GetQueryExecution", { QueryExecutionId })).QueryExecution.Status.State;
            const until = async (id, ...states) => { for (;;) { const now = await state(id); if (states.includes(now)) return now; assert.ok(["QUEUED", "RUNNING"].includes(now), now); } };
            const long = "SELECT count(*) FROM unnest(sequence(1, 10000)) AS a(x), unnest(sequence(1, 10000)) AS b(y), unnest(sequence(1, 10000)) AS c(z) WHERE (x * y) % 7919 = z % 31";

            // Made, described, listed, resized; what the machine does not have is not given.
            await call("CreateCapacityReservation", { Name: "reports", TargetDpus: 4, Tags: [{ Key: "team", Value: "a" }] });
            const made = (await call("GetCapacityReservation", { Name: "reports" })).CapacityReservation;
            assert.deepEqual([made.Status, made.TargetDpus, made.AllocatedDpus, made.LastAllocation.Status], ["ACTIVE", 4, 4, "SUCCEEDED"]);
            await refused("CreateCapacityReservation", { Name: "reports", TargetDpus: 4 }, "already exists");
            await refused("CreateCapacityReservation", { Name: "odd", TargetDpus: 6 }, "multiple of 4");
            await refused("CreateCapacityReservation", { Name: "not a name", TargetDpus: 4 }, "is invalid");
            await call("UpdateCapacityReservation", { Name: "reports", TargetDpus: 4000 });
            const tooLarge = (await call("GetCapacityReservation", { Name: "reports" })).CapacityReservation;
            assert.deepEqual([tooLarge.Status, tooLarge.AllocatedDpus, tooLarge.LastAllocation.Status], ["ACTIVE", 4, "FAILED"]);
            assert.ok(tooLarge.LastAllocation.StatusMessage.startsWith("Insufficient capacity: 4000 DPUs were requested"), tooLarge.LastAllocation.StatusMessage);
            await call("CreateCapacityReservation", { Name: "spare", TargetDpus: 8 });
            await call("CreateCapacityReservation", { Name: "vast", TargetDpus: 4000 });
            assert.equal((await call("GetCapacityReservation", { Name: "vast" })).CapacityReservation.Status, "FAILED");
            const first = await call("ListCapacityReservations", { MaxResults: 2 });
            const second = await call("ListCapacityReservations", { MaxResults: 2, NextToken: first.NextToken });
            assert.deepEqual([...first.CapacityReservations, ...second.CapacityReservations].map((r) => r.Name), ["reports", "spare", "vast"]);

            // Assigned: a workgroup has one reservation, and must be there.
            const assign = (CapacityReservationName, ...WorkGroupNames) => call("PutCapacityAssignmentConfiguration", { CapacityReservationName, CapacityAssignments: [{ WorkGroupNames }] });
            await assign("reports", "dear", "other");
            await refused("PutCapacityAssignmentConfiguration", { CapacityReservationName: "spare", CapacityAssignments: [{ WorkGroupNames: ["dear"] }] }, "already assigned to the capacity reservation reports");
            await refused("PutCapacityAssignmentConfiguration", { CapacityReservationName: "spare", CapacityAssignments: [{ WorkGroupNames: ["nobody"] }] }, "WorkGroup nobody is not found.");
            const assigned = (await call("GetCapacityAssignmentConfiguration", { CapacityReservationName: "reports" })).CapacityAssignmentConfiguration;
            assert.deepEqual(assigned, { CapacityReservationName: "reports", CapacityAssignments: [{ WorkGroupNames: ["dear", "other"] }] });

            // Four DPUs are one slot: the workgroups' queries run one after another, definitions too, and nobody else waits for them.
            const running = await start("dear", long);
            assert.equal(await until(running, "RUNNING"), "RUNNING");
            const waiting = [await start("dear", "SELECT 1"), await start("other", "SHOW DATABASES"), await start("other", "SELECT 2")];
            assert.equal(await until(await start("plain", "SELECT 3"), "SUCCEEDED"), "SUCCEEDED");
            for (const id of waiting) assert.equal(await state(id), "QUEUED");
            await call("StopQueryExecution", { QueryExecutionId: waiting[2] });
            assert.equal(await state(waiting[2]), "CANCELLED");
            await call("StopQueryExecution", { QueryExecutionId: running });
            for (const id of waiting.slice(0, 2)) assert.equal(await until(id, "SUCCEEDED"), "SUCCEEDED");
            const ends = await Promise.all(waiting.slice(0, 2).map(async (QueryExecutionId) => (await call("GetQueryExecution", { QueryExecutionId })).QueryExecution));
            assert.ok(ends[0].Status.CompletionDateTime <= ends[1].Status.CompletionDateTime);
            assert.ok(ends[0].Statistics.QueryQueueTimeInMillis >= 0);

            // A larger reservation starts those who wait; a workgroup taken out of it waits with all others.
            const blocker = await start("dear", long);
            await until(blocker, "RUNNING");
            const next = await start("other", "SELECT 4");
            assert.equal(await state(next), "QUEUED");
            await call("UpdateCapacityReservation", { Name: "reports", TargetDpus: 8 });
            assert.equal(await until(next, "SUCCEEDED"), "SUCCEEDED");
            await call("UpdateCapacityReservation", { Name: "reports", TargetDpus: 4 });
            const moved = await start("other", "SELECT 5");
            assert.equal(await state(moved), "QUEUED");
            await assign("reports", "dear");
            assert.equal(await until(moved, "SUCCEEDED"), "SUCCEEDED");

            // Cancelled: what waits goes on with all others; it can be read until it is deleted.
            const last = await start("dear", "SELECT 6");
            assert.equal(await state(last), "QUEUED");
            await refused("DeleteCapacityReservation", { Name: "reports" }, "must be cancelled before it can be deleted");
            await call("CancelCapacityReservation", { Name: "reports" });
            assert.equal(await until(last, "SUCCEEDED"), "SUCCEEDED");
            assert.equal(await state(blocker), "RUNNING");
            await call("StopQueryExecution", { QueryExecutionId: blocker });
            const cancelled = (await call("GetCapacityReservation", { Name: "reports" })).CapacityReservation;
            assert.deepEqual([cancelled.Status, cancelled.AllocatedDpus], ["CANCELLED", 0]);
            await refused("UpdateCapacityReservation", { Name: "reports", TargetDpus: 8 }, "is cancelled");
            const ResourceARN = `arn:aws:athena:us-east-1:${process.env.AWS_ACCESS_KEY_ID}:capacity-reservation/reports`;
            assert.deepEqual((await call("ListTagsForResource", { ResourceARN })).Tags, [{ Key: "team", Value: "a" }]);
            for (const Name of ["spare", "vast"]) await call("CancelCapacityReservation", { Name });
            await call("DeleteCapacityReservation", { Name: "reports" });
            await refused("GetCapacityReservation", { Name: "reports" }, "was not found");

            // A least encryption holds where a workgroup does not enforce its settings.
            await call("CreateWorkGroup", { Name: "least", Configuration: { EnforceWorkGroupConfiguration: false, EnableMinimumEncryptionConfiguration: true } });
            const QueryExecutionId = (await call("StartQueryExecution", { QueryString: "SELECT 1", WorkGroup: "least", ResultConfiguration: { OutputLocation: "s3://capacity/least/" } })).QueryExecutionId;
            assert.deepEqual((await call("GetQueryExecution", { QueryExecutionId })).QueryExecution.ResultConfiguration.EncryptionConfiguration, { EncryptionOption: "SSE_S3" });
            console.log("done");
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000005").NodeAsync(Script)).Ok().Trim());
    }
}
