using System.Text.Json;
using Weir.Kernel.Core;
using Weir.Server;
using Weir.Tests.Support;

namespace Weir.EndToEnd.Tests;

/// <summary>The console in a real browser (Debian's Chromium, driven by Playwright).</summary>
public sealed class ConsoleTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-console-");
    private WeirServer? _server;

    private WeirClients Clients => new(_server!.Endpoint, _server.Ports);

    public async ValueTask InitializeAsync() => _server = await WeirServer.StartAsync(new WeirSettings
    {
        DataDirectory = _directory.FullName,
        Port = 0,
        MqttPort = 0,
        MqttsPort = 0,
        KafkaPort = 0,
        RedshiftPort = 0,
        OpenSearchPort = 0,
    });

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task The_map_shows_what_flows_and_the_dashboard_draws_the_newest_report()
    {
        RequireChromium();
        (await Clients.AwsAsync("s3", "mb", "s3://reports")).Ok();
        await PutReportAsync("reports/1.json", "4");
        using var http = new HttpClient { BaseAddress = new Uri(_server!.Endpoint) };
        using var definition = new StringContent("""
            {"name":"x","title":"Weather","report":"s3://reports/reports/","visuals":[
              {"title":"Rain","kind":"line","x":"day","y":"rain","series":"place"},
              {"title":"Rain by place","kind":"bar","x":"place","y":"rain"},
              {"title":"Total","kind":"number","y":"rain","unit":"mm"},
              {"title":"Rows","kind":"table"}]}
            """, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        (await http.PutAsync(new Uri("/_weir/api/dashboards/weather", UriKind.Relative), definition)).EnsureSuccessStatusCode();

        var result = await Clients.NodeAsync(Script, _server.Endpoint, Screenshots());

        var seen = JsonDocument.Parse(result.Ok()).RootElement;
        Assert.Contains("reports", seen.GetProperty("resources").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(2, seen.GetProperty("canvases").GetInt32());
        Assert.True(seen.GetProperty("painted").GetInt32() > 100, result.Output);
        Assert.Equal("7 mm", seen.GetProperty("first").GetString());
        Assert.Equal("103 mm", seen.GetProperty("second").GetString());
        Assert.Equal("파이프라인", seen.GetProperty("korean").GetString());
        Assert.Empty(seen.GetProperty("errors").EnumerateArray());
    }

    /// <summary>Drives the page: reads the map, the dashboard, the dashboard after a newer report, and the Korean console.</summary>
    private const string Script = """
        import { chromium } from "playwright-core";
        import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3";
        const [endpoint, shots] = process.argv.slice(2);
        const browser = await chromium.launch({
          executablePath: "/usr/bin/chromium",
          args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
        const errors = [];
        page.on("pageerror", (error) => errors.push(error.message));
        await page.goto(`${endpoint}/_weir/console/`);
        await page.waitForSelector(".hop h3");
        await page.waitForTimeout(2500);
        const resources = await page.$$eval(".hop h3", (list) => list.map((one) => one.textContent));
        await page.screenshot({ path: `${shots}/map.png` });
        await page.click('a[href="#/dashboards"]');
        await page.waitForSelector(".visual.number .number");
        await page.waitForFunction(() => document.querySelectorAll(".chart canvas").length === 2);
        await page.waitForTimeout(1000);
        const text = () => page.textContent(".visual.number .number").then((value) => value.trim());
        const first = await text();
        const painted = await page.$eval(".chart canvas", (canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let count = 0;
          for (let at = 3; at < data.length; at += 4) if (data[at] > 0) count++;
          return count;
        });
        const canvases = (await page.$$(".chart canvas")).length;
        await page.screenshot({ path: `${shots}/dashboard.png` });
        const s3 = new S3Client({ forcePathStyle: true });
        await s3.send(new PutObjectCommand({ Bucket: "reports", Key: "reports/2.json",
          Body: JSON.stringify({ columns: ["day", "place", "rain"], rows: [["2026-01-01", "Seoul", "100"], ["2026-01-02", "Busan", "3"]] }) }));
        await page.waitForFunction(() => document.querySelector(".visual.number .number").textContent.startsWith("103"), null, { timeout: 10000 });
        const second = await text();
        await page.selectOption("header select", "ko");
        const korean = await page.textContent("header nav a");
        await page.screenshot({ path: `${shots}/korean.png` });
        await browser.close();
        console.log(JSON.stringify({ resources, canvases, painted, first, second, korean, errors }));
        """;

    private static void RequireChromium()
    {
        if (!File.Exists("/usr/bin/chromium"))
        {
            Assert.Skip("chromium is not installed (Debian package chromium)");
        }
    }

    private static string Screenshots() =>
        Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "screenshots")).FullName;

    private async Task PutReportAsync(string key, string rain)
    {
        var file = Path.Combine(_directory.FullName, "report.json");
        await File.WriteAllTextAsync(
            file, $$"""{"columns":["day","place","rain"],"rows":[["2026-01-01","Seoul","{{rain}}"],["2026-01-02","Busan","3"]]}""");
        (await Clients.AwsAsync("s3", "cp", file, $"s3://reports/{key}")).Ok();
    }
}
