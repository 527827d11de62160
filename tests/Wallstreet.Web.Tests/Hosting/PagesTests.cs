using System.IO.Compression;
using System.Net;

namespace Wallstreet.Web.Tests.Hosting;

public sealed class PagesTests
{
    [Fact]
    public async Task Addresses_of_the_router_get_the_index_and_missing_files_do_not()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        await File.WriteAllTextAsync(program.Path("pages/index.html"), "<title>Wallstreet</title>", TestProgram.Token);

        HttpResponseMessage root = await program.Client.GetAsync("/", TestProgram.Token);
        HttpResponseMessage route = await program.Client.GetAsync("/assets/silver/bars", TestProgram.Token);
        HttpResponseMessage table = await program.Client.GetAsync("/catalog/silver.bars", TestProgram.Token);
        HttpResponseMessage missing = await program.Client.GetAsync("/assets/app-123.js", TestProgram.Token);

        Assert.Equal("<title>Wallstreet</title>", await root.Content.ReadAsStringAsync(TestProgram.Token));
        Assert.Equal("<title>Wallstreet</title>", await route.Content.ReadAsStringAsync(TestProgram.Token));
        Assert.Equal("<title>Wallstreet</title>", await table.Content.ReadAsStringAsync(TestProgram.Token));
        Assert.Equal("no-cache", root.Headers.CacheControl?.ToString());
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Hashed_files_are_kept_for_good_compressed_and_not_sent_twice()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        string script = string.Concat(Enumerable.Repeat("console.log('wallstreet');\n", 200));
        await File.WriteAllTextAsync(program.Path("pages/assets/app-123.js"), script, TestProgram.Token);
        using HttpRequestMessage compressed = new(HttpMethod.Get, "/assets/app-123.js");
        compressed.Headers.Add("Accept-Encoding", "gzip, br");

        HttpResponseMessage first = await program.Client.SendAsync(compressed, TestProgram.Token);
        using HttpRequestMessage again = new(HttpMethod.Get, "/assets/app-123.js");
        again.Headers.Add("If-None-Match", first.Headers.ETag!.ToString());

        Assert.Equal(["br"], first.Content.Headers.ContentEncoding);
        await using BrotliStream plain = new(await first.Content.ReadAsStreamAsync(TestProgram.Token), CompressionMode.Decompress);
        Assert.Equal(script, await new StreamReader(plain).ReadToEndAsync(TestProgram.Token));
        Assert.Contains("immutable", first.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, (await program.Client.SendAsync(again, TestProgram.Token)).StatusCode);
    }

    [Theory]
    [InlineData("/..%2f..%2fstore/wallstreet.db")]
    [InlineData("/%2e%2e/store/wallstreet.db")]
    [InlineData("/..%5cstore.db")]
    public async Task Nothing_outside_of_the_pages_is_sent(string path)
    {
        await using TestProgram program = await TestProgram.StartAsync();
        await program.GetAsync("/api/runs");

        Assert.Equal(HttpStatusCode.NotFound, (await program.Client.GetAsync(path, TestProgram.Token)).StatusCode);
    }

    [Fact]
    public async Task Without_built_pages_the_program_says_how_to_build_them()
    {
        await using TestProgram program = await TestProgram.StartAsync();

        HttpResponseMessage response = await program.Client.GetAsync("/", TestProgram.Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("npm", await response.Content.ReadAsStringAsync(TestProgram.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_answers_before_any_store_is_opened_and_the_description_lists_the_addresses()
    {
        await using TestProgram program = await TestProgram.StartAsync();

        Assert.False((await program.GetAsync("/api/status")).GetProperty("ready").GetBoolean());
        Assert.False(File.Exists(program.Path("store/wallstreet.db")));
        System.Text.Json.JsonElement paths = (await program.GetAsync("/openapi/v1.json")).GetProperty("paths");
        Assert.True(paths.TryGetProperty("/api/sql", out _));
        Assert.True(paths.TryGetProperty("/api/runs/{id}/events", out _));
        Assert.True(paths.EnumerateObject().Count() >= 20);
    }
}
