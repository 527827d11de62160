using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Questions;
using Wallstreet.Insight.Rendering;
using Wallstreet.Orchestration;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Web.Problems;

/// <summary>Turns exceptions into problems: those that speak to users say what they say, all others only that they happened.</summary>
internal sealed partial class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        Problem problem = Describe(exception) ?? QueryProblems.Describe(exception) ?? Unexpected(httpContext, exception);
        await ProblemWriter.WriteAsync(httpContext, problem).ConfigureAwait(false);
        return true;
    }

    private static Problem? Describe(Exception exception) => exception switch
    {
        ApiException error => new Problem(error.Title, error.Message, error.Status) { Hint = error.Hint },
        UnknownAssetException => new Problem("Unknown asset", exception.Message, 404),
        UnknownPartitionException or InvalidPartitionKeyException => new Problem("Unknown partition", exception.Message, 400),
        InvalidAssetKeyException => new Problem("Bad asset key", exception.Message, 400),
        RunNotFoundException => new Problem("Unknown run", exception.Message, 404),
        UnknownScheduleException => new Problem("Unknown schedule", exception.Message, 404),
        AssetSelectionException error => new Problem("Bad selection", error.Message, 400) { Column = error.Position },
        NothingToRunException => new Problem("Nothing to run", exception.Message, 422),
        AssetGraphException => new Problem("Broken asset graph", exception.Message, 422),
        ParameterValueException error => new Problem("Bad parameter", error.Problem, 400) { Hint = error.Hint },
        AnswerShapeException error => new Problem("The answer does not fit the tile", error.Problem, 422) { Hint = error.Hint },
        DashboardFormatException error => Describe(error.Problems[0], error.Problems.Count),
        BadHttpRequestException error => new Problem("Bad request", error.Message, error.StatusCode) { Hint = error.InnerException?.Message },
        OrchestrationStoreException => new Problem("The store cannot be used", exception.Message, 503),
        TimeoutException => new Problem("Took too long", exception.Message, 504) { Hint = "Ask for less: filter on partition columns, or add a LIMIT." },
        _ => null,
    };

    private static Problem Describe(DashboardProblem first, int count) => new("Broken dashboard", $"{first.File}: {first.Message}", 422)
    {
        Hint = count > 1 ? FormattableString.Invariant($"{first.Hint} ({count - 1} more; run 'wallstreet validate')") : first.Hint,
        Line = first.Line,
        Column = first.Column,
    };

    private Problem Unexpected(HttpContext context, Exception exception)
    {
        LogUnexpected(logger, exception, context.Request.Method, context.Request.Path);
        return new Problem("Something went wrong", $"The program could not answer: {exception.GetType().Name}.", 500)
        {
            Hint = "The program's log tells what happened; please report it.",
        };
    }

    [LoggerMessage(6001, LogLevel.Error, "{Method} {Path} failed unexpectedly")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string method, string path);
}
