using Microsoft.Playwright;

namespace EndToEnd.Tests;

/// <summary>The pages in a real browser, on a finished demo lake. Each leaves a screenshot under artifacts/screenshots.</summary>
[Collection(DemoLakeCollection.Name)]
public sealed class BrowserTests(DemoLake demo) : IAsyncLifetime
{
    private const string ChromiumPath = "/usr/bin/chromium";

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly List<string> _complaints = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(ChromiumPath), $"{ChromiumPath} is absent: install the package chromium (eng/install-test-parts.sh does)");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumPath, Args = Flags });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    [Theory]
    [InlineData("/assets", "daily_bars_checked")]
    [InlineData("/assets/gold/daily_prices", "daily_prices")]
    [InlineData("/runs", "succeeded")]
    [InlineData("/schedules", "Schedules")]
    [InlineData("/catalog", "gold.daily_prices")]
    [InlineData("/catalog/gold.daily_prices", "adj_close")]
    [InlineData("/sql", "SQL")]
    [InlineData("/dashboards", "Market overview")]
    [InlineData("/dashboards/market-overview", "Market overview")]
    [InlineData("/dashboards/data-quality", "quality")]
    public async Task A_page_shows_what_it_is_for_in_dark_and_light(string path, string expected)
    {
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            IPage page = await OpenAsync(path, scheme);
            await Assertions.Expect(page.GetByText(expected, new() { Exact = false }).Locator("visible=true").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
            await page.WaitForLoadStateAsync(LoadState.Load);
            await ShootAsync(page, $"{path.Trim('/').Replace('/', '-')}-{scheme.ToString().ToLowerInvariant()}");
            Assert.Empty(_complaints);
            await page.CloseAsync();
        }
    }

    [Fact]
    public async Task A_dashboard_draws_its_charts_and_moves_to_another_symbol()
    {
        IPage page = await OpenAsync("/dashboards/market-overview", ColorScheme.Dark);

        await Assertions.Expect(page.Locator("canvas").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        Assert.Equal(0, await page.GetByText("went wrong", new() { Exact = false }).CountAsync());
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_statement_typed_into_the_sql_page_shows_its_rows()
    {
        IPage page = await OpenAsync("/sql", ColorScheme.Dark);

        ILocator editor = page.Locator(".cm-content").First;
        await editor.ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("SELECT symbol, close FROM silver.daily_bars WHERE symbol = 'SPX' ORDER BY session_date LIMIT 3");
        await page.Keyboard.PressAsync("Control+Enter");

        await Assertions.Expect(page.GetByText("1455.219971").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await ShootAsync(page, "sql-result");
    }

    [Fact]
    public async Task A_statement_that_fails_shows_its_error_alone_and_nothing_of_the_one_before_it()
    {
        IPage page = await OpenAsync("/sql", ColorScheme.Light);
        ILocator export = page.GetByRole(AriaRole.Button, new() { Name = "Export" });
        await page.Locator(".cm-content").First.ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("SELECT 41 + 1 AS answer");
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(export).ToBeVisibleAsync(Patient);

        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("SELECT nope FROM silver.daily_b");
        ILocator words = page.Locator(".cm-tooltip-autocomplete");
        await Assertions.Expect(words).ToBeVisibleAsync(Patient);
        await page.Keyboard.PressAsync("Control+Enter");

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync(Patient);
        await Assertions.Expect(words).ToHaveCountAsync(0);
        await Assertions.Expect(export).ToHaveCountAsync(0);
        await ShootAsync(page, "sql-error-light");
    }

    [Fact]
    public async Task By_keyboard_alone_a_run_is_launched_and_its_page_shows_steps_and_log()
    {
        IPage page = await OpenAsync("/assets/gold/error_detection", ColorScheme.Light);
        await page.GetByRole(AriaRole.Button, new() { Name = "Materialize" }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByText("1 asset", new() { Exact = false }).First).ToBeVisibleAsync(Patient);
        await ShootAsync(page, "launch-dialog-light");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Launch" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/runs/[0-9a-z]+$"), new() { Timeout = 20_000 });
        await Assertions.Expect(page.GetByRole(AriaRole.Group, new() { Name = "Steps over time" })).ToBeVisibleAsync(Patient);
        await Assertions.Expect(page.GetByText("succeeded").Locator("visible=true").First).ToBeVisibleAsync(Patient);
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("gold/error_detection", new() { Timeout = 20_000 });
        await ShootAsync(page, "run-light");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task The_time_bar_moves_a_dashboard_to_an_earlier_version_and_back()
    {
        IPage page = await OpenAsync("/dashboards/data-quality", ColorScheme.Dark);
        ILocator bar = page.GetByRole(AriaRole.Slider);
        await Assertions.Expect(bar).ToHaveAttributeAsync("aria-valuetext", "Now", new() { Timeout = 20_000 });

        await bar.FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");

        await Assertions.Expect(bar).Not.ToHaveAttributeAsync("aria-valuetext", "Now", new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator(".time-bar.past")).ToBeVisibleAsync(Patient);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Rows delivered" })).ToBeVisibleAsync(Patient);
        await Assertions.Expect(page.Locator("canvas").First).ToBeVisibleAsync(Patient);
        await ShootAsync(page, "dashboards-data-quality-earlier");
        await page.GetByRole(AriaRole.Button, new() { Name = "Now", Exact = true }).ClickAsync();
        await Assertions.Expect(bar).ToHaveAttributeAsync("aria-valuetext", "Now", new() { Timeout = 20_000 });
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task Ctrl_k_goes_anywhere_by_some_letters()
    {
        IPage page = await OpenAsync("/runs", ColorScheme.Dark);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Runs" })).ToBeVisibleAsync(Patient);

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("gold/daily_pri");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Option).First).ToContainTextAsync("gold/daily_prices", new() { Timeout = 20_000 });
        await ShootAsync(page, "palette-dark");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/assets/gold/daily_prices$"), new() { Timeout = 20_000 });
    }

    private static LocatorAssertionsToBeVisibleOptions Patient => new() { Timeout = 20_000 };

    private async Task<IPage> OpenAsync(string path, ColorScheme scheme)
    {
        IPage page = await _browser!.NewPageAsync(new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = 1440, Height = 900 },
        });
        page.PageError += (_, error) => _complaints.Add($"{path}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Add($"{path}: {message.Text}");
            }
        };
        await page.GotoAsync(new Uri(demo.Program.Address, path).ToString());
        return page;
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screenshots");
        Directory.CreateDirectory(folder);
        await page.WaitForTimeoutAsync(700);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
    }
}
