namespace Wallstreet.Insight.Rendering;

/// <summary>A value given for a dashboard's parameter does not fit it.</summary>
public sealed class ParameterValueException : ArgumentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="hint">How to mend it.</param>
    public ParameterValueException(string parameter, string problem, string hint)
        : base(problem + " " + hint)
    {
        Parameter = parameter;
        Problem = problem;
        Hint = hint;
    }

    /// <summary>The parameter's name.</summary>
    public string Parameter { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>How to mend it.</summary>
    public string Hint { get; }
}
