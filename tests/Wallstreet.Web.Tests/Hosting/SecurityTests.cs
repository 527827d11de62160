using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Wallstreet.Web.Hosting;

namespace Wallstreet.Web.Tests.Hosting;

public sealed class SecurityTests
{
    private const string Secret = "0123456789abcdef-secret";

    [Fact]
    public async Task A_request_that_names_another_host_is_refused()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/status");
        request.Headers.Host = "evil.example";

        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await program.Client.SendAsync(request, TestProgram.Token)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_change_asked_for_by_another_site_is_refused(string header, string value)
    {
        await using TestProgram program = await TestProgram.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/runs") { Content = new StringContent("""{"selection":"*"}""") };
        request.Headers.Add(header, value);

        Assert.Equal(HttpStatusCode.Forbidden, (await program.Client.SendAsync(request, TestProgram.Token)).StatusCode);
        Assert.Empty((await program.GetAsync("/api/runs")).GetProperty("runs").EnumerateArray());
    }

    [Fact]
    public async Task A_change_from_the_own_pages_is_let_in()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/schedules/nightly/start");
        request.Headers.Add("Origin", program.Address.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        Assert.Equal(HttpStatusCode.OK, (await program.Client.SendAsync(request, TestProgram.Token)).StatusCode);
    }

    [Fact]
    public async Task With_a_token_only_who_shows_it_is_let_in()
    {
        await using TestProgram program = await TestProgram.StartAsync(options => options.Token = Secret);

        JsonElement status = await program.GetAsync("/api/status");
        (int refused, JsonElement problem) = await program.RefusedAsync("/api/assets");
        program.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret[..^1] + "x");
        HttpResponseMessage wrong = await program.Client.GetAsync("/api/assets", TestProgram.Token);
        program.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        HttpResponseMessage right = await program.Client.GetAsync("/api/assets", TestProgram.Token);

        Assert.Equal((true, false, ""), (status.GetProperty("authRequired").GetBoolean(), status.GetProperty("authenticated").GetBoolean(), status.GetProperty("lake").GetString()));
        Assert.Equal((401, true), (refused, problem.GetProperty("hint").GetString()!.Contains("Bearer", StringComparison.Ordinal)));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (wrong.StatusCode, right.StatusCode));
        Assert.Equal(401, (int)(await new HttpClient { BaseAddress = program.Address }.GetAsync("/openapi/v1.json", TestProgram.Token)).StatusCode);
    }

    [Fact]
    public async Task Logging_in_gives_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        await using TestProgram program = await TestProgram.StartAsync(options => options.Token = Secret);

        HttpResponseMessage wrong = await program.Client.GetAsync("/login?token=guess", TestProgram.Token);
        HttpResponseMessage right = await program.Client.GetAsync($"/login?token={Secret}", TestProgram.Token);
        string cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/assets");
        request.Headers.Add("Cookie", cookie.Split(';')[0]);

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (right.StatusCode, right.Headers.Location?.ToString()));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await program.Client.SendAsync(request, TestProgram.Token)).StatusCode);
    }

    [Fact]
    public async Task Every_answer_carries_a_content_policy_and_no_answer_allows_other_sites()
    {
        await using TestProgram program = await TestProgram.StartAsync();

        HttpResponseMessage response = await program.Client.GetAsync("/api/status", TestProgram.Token);

        Assert.Contains("default-src 'self'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using TestProgram program = await TestProgram.StartAsync(options => options.RequestSizeBytesMax = 1000);

        Assert.Equal(413, (await program.RefusedAsync("/api/sql", $$"""{"sql": "{{new string('x', 2000)}}"}""")).Status);
    }

    [Theory]
    [InlineData("0.0.0.0", null, "a token is needed")]
    [InlineData("192.168.1.10", "", "a token is needed")]
    [InlineData("localhost", "pass-1234", "too short")]
    [InlineData("example.com", "0123456789abcdef", "not an address")]
    public void Unsafe_options_are_refused_at_start(string address, string? token, string expected)
    {
        WebOptionsException error = Assert.Throws<WebOptionsException>(() => WebListening.Validate(new WallstreetWebOptions { Address = address, Token = token }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token is { Length: > 0 } ? token : "\0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_occupied_port_is_a_clear_error_that_proposes_another()
    {
        await using TestProgram first = await TestProgram.StartAsync();

        PortOccupiedException error = await Assert.ThrowsAsync<PortOccupiedException>(() => TestProgram.StartAsync(options => options.Port = first.Address.Port));

        Assert.Contains($"Port {first.Address.Port} on localhost is in use", error.Message, StringComparison.Ordinal);
        Assert.Contains($"--port {first.Address.Port + 1}", error.Message, StringComparison.Ordinal);
    }
}
