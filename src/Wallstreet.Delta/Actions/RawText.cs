using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Wallstreet.Delta.Actions;

/// <summary>A text that may still be the escaped bytes of the log: most statistics are never looked at, so they are
/// decoded when asked for.</summary>
internal readonly struct RawText : IEquatable<RawText>
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string? _text;
    private readonly bool _escaped;

    public RawText(string? text) => _text = text;

    public RawText(ReadOnlyMemory<byte> bytes, bool escaped)
    {
        _bytes = bytes;
        _escaped = escaped;
    }

    public bool IsEmpty => _text is null && _bytes.IsEmpty;

    public string? ToText() => _text ?? (_bytes.IsEmpty ? null : Encoding.UTF8.GetString(ToBytes().Span));

    /// <summary>The bytes as the log has them.</summary>
    /// <param name="raw">The bytes.</param>
    /// <param name="escaped">Whether some letters have backslashes.</param>
    /// <returns>Whether there are bytes, and no text.</returns>
    public bool TryGetRaw(out ReadOnlySpan<byte> raw, out bool escaped)
    {
        raw = _bytes.Span;
        escaped = _escaped;
        return _text is null && !_bytes.IsEmpty;
    }

    /// <summary>The text in UTF-8; nothing if the log's bytes are no text, as malformed statistics count as not there.
    /// </summary>
    public ReadOnlyMemory<byte> ToBytes()
    {
        if (_text is not null)
        {
            return Encoding.UTF8.GetBytes(_text);
        }

        if (!_escaped)
        {
            return _bytes;
        }

        byte[] quoted = ArrayPool<byte>.Shared.Rent(_bytes.Length + 2);
        try
        {
            quoted[0] = (byte)'"';
            _bytes.Span.CopyTo(quoted.AsSpan(1));
            quoted[_bytes.Length + 1] = (byte)'"';
            Utf8JsonReader reader = new(quoted.AsSpan(0, _bytes.Length + 2));
            reader.Read();
            byte[] plain = new byte[_bytes.Length];
            int length = reader.CopyString(plain);
            return plain.AsMemory(0, length);
        }
        catch (InvalidOperationException)
        {
            return default;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(quoted);
        }
    }

    public bool Equals(RawText other) => string.Equals(ToText(), other.ToText(), StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is RawText other && Equals(other);

    public override int GetHashCode() => IsEmpty ? 0 : 1;
}
