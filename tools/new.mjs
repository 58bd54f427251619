// ./build new operation SERVICE NAME | ./build new service NAME: the files a newcomer would otherwise copy.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [kind, first, second] = process.argv.slice(2);
const services = "src/Services";
const pascal = (name) => name.replace(/(^|[-_])([a-z])/g, (_, __, letter) => letter.toUpperCase());
const fail = (message) => {
  console.error(`error: ${message}`);
  process.exit(2);
};
const folderOf = (name) =>
  readdirSync(services, { withFileTypes: true }).find((entry) => entry.isDirectory() && entry.name.toLowerCase() === name.toLowerCase())?.name;

function write(path, text) {
  if (existsSync(path)) fail(`${path} is there already`);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  console.log(`made ${path}`);
}

function operation(service, name) {
  const folder = folderOf(service ?? "") ?? fail(`there is no service ${service}; see src/Services`);
  if (!/^[A-Z][A-Za-z0-9]+$/.test(name ?? "")) fail("name the operation as the API does: SplitShard");
  const list = join(services, folder, "operations.txt");
  const lines = readFileSync(list, "utf8").trimEnd().split("\n");
  if (lines.includes(name)) fail(`${name} is in ${list} already`);
  writeFileSync(list, `${[...lines, name].join("\n")}\n`);
  console.log(`listed ${name} in ${list} (the last section; move it where it belongs)`);

  write(
    join(services, folder, "Operations", `${name}.cs`),
    `using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.${folder}.Model;

namespace Weir.Services.${folder}.Operations;

/// <summary>One sentence: what it does to which resource.</summary>
internal sealed class ${name} : IOperation<${name}Request, ${name}Response>
{
    public string Resource(CallContext call, ${name}Request request) => throw new NotImplementedException();

    public ValueTask<${name}Response> HandleAsync(CallContext call, ${name}Request request, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
`,
  );
  write(
    `tests/Unit/Services.${folder}.Tests/${name}Tests.cs`,
    `namespace Weir.Services.${folder}.Tests;

public sealed class ${name}Tests
{
    [Fact]
    public void Says_what_is_true_of_it() => Assert.Fail("write the first rule of ${name} here");
}
`,
  );
  write(
    `tests/Protocol/${folder}/${name}Tests.cs`,
    `namespace Weir.Protocol.Tests.${folder};

public sealed class ${name}Tests(WeirFixture weir)
{
    [Fact]
    public async Task A_real_client_sees_it_work()
    {
        var answer = await weir.Clients.AwsAsync("${folder.toLowerCase()}", "${name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase()}");

        Assert.Fail(answer.Ok());
    }
}
`,
  );
}

function service(name) {
  if (!/^[a-z][a-z0-9]+$/.test(name ?? "")) fail("name the service in lower case: sns");
  if (folderOf(name)) fail(`${name} is there already`);
  const folder = pascal(name);
  const apis = "models/node_modules/aws-sdk/apis";
  const model = existsSync(apis)
    ? readdirSync(apis).filter((file) => file.startsWith(`${name}-2`) && file.endsWith(".min.json")).sort().at(-1)?.replace(".min.json", "")
    : undefined;
  const reference = (path) => `    <ProjectReference Include="${path}" />\n`;
  write(
    join(services, folder, `Services.${folder}.csproj`),
    `<Project Sdk="Microsoft.NET.Sdk">\n  <ItemGroup>\n${["Kernel/State/Kernel.State", "Kernel/Wire/Kernel.Wire", "Contracts/Contracts"]
      .map((path) => reference(`../../${path}.csproj`))
      .join("")}  </ItemGroup>\n</Project>\n`,
  );
  write(join(services, folder, "operations.txt"), `# The operations this service implements: the generator's input.\n[${model ?? `${name}-API-DATE`}]\n`);
  write(join(services, folder, "README.md"), `# ${folder}\n\nWhat works, what differs, what is missing; where state lives; the invariants.\n`);
  write(
    join(services, folder, `${folder}Module.cs`),
    `using Microsoft.Extensions.DependencyInjection;
using Weir.Kernel.Wire;
using Weir.Services.${folder}.Model;

namespace Weir.Services.${folder};

/// <summary>${folder}: one sentence.</summary>
public sealed class ${folder}Module : IServiceModule
{
    public string Name => "${name}";

    public IReadOnlyList<ServiceApi> Apis => [${folder}Api.Instance];

    public void Register(IServiceCollection services) => ${folder}Api.AddOperations(services);
}
`,
  );
  write(
    `tests/Unit/Services.${folder}.Tests/Services.${folder}.Tests.csproj`,
    `<Project Sdk="Microsoft.NET.Sdk">\n  <ItemGroup>\n${reference(`../../../src/Services/${folder}/Services.${folder}.csproj`)}${reference("../../Support/Support.csproj")}  </ItemGroup>\n</Project>\n`,
  );

  const solution = readFileSync("Weir.slnx", "utf8");
  const projects = [`src/Services/${folder}/Services.${folder}.csproj`, `tests/Unit/Services.${folder}.Tests/Services.${folder}.Tests.csproj`];
  writeFileSync("Weir.slnx", solution.replace("</Solution>", `${projects.map((path) => `  <Project Path="${path}" />\n`).join("")}</Solution>`));
  const modules = readFileSync("src/Server/Modules.cs", "utf8");
  writeFileSync("src/Server/Modules.cs", modules.replace(/(\n    \];)/, `\n        new ${folder}Module(),$1`).replace(/^using Weir.Kernel.Wire;/m, `using Weir.Kernel.Wire;\nusing Weir.Services.${folder};`));
  console.log("added to Weir.slnx and src/Server/Modules.cs");
}

if (kind === "operation") operation(first, second);
else if (kind === "service") service(first);
else fail("./build new operation SERVICE NAME | ./build new service NAME");
