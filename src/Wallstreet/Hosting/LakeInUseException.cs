namespace Wallstreet.Hosting;

/// <summary>A lake cannot be served, because another program serves it or its runs cannot be written.</summary>
/// <param name="message">Why not, and how to mend it.</param>
/// <param name="inner">The cause.</param>
internal sealed class LakeInUseException(string message, Exception inner) : IOException(message, inner);
