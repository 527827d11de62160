using Microsoft.AspNetCore.Http;
using Wallstreet.Web.Json;

namespace Wallstreet.Web.Problems;

internal static class ProblemWriter
{
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            problem, WebJsonContext.Default.Problem, "application/problem+json", context.RequestAborted);
    }
}
