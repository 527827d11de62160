namespace Wallstreet.Web.Hosting;

/// <summary>The options of the web part do not hold together; nothing was started.</summary>
public sealed class WebOptionsException(string message) : InvalidOperationException(message);
