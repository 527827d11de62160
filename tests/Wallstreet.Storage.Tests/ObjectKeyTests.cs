using System.Text;

namespace Wallstreet.Storage.Tests;

public sealed class ObjectKeyTests
{
    [Fact]
    public void The_order_is_that_of_utf8_bytes()
    {
        Random random = new(1);
        string[] alphabet = ["a", "b", "-", "/", "0", "é", "\uE000", "\uFFFD", "\U00010000", "\U0001F600", "\U0010FFFF"];
        for (int i = 0; i < 20_000; i++)
        {
            string a = string.Concat(random.GetItems(alphabet, random.Next(5)));
            string b = string.Concat(random.GetItems(alphabet, random.Next(5)));
            int expected = Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

            Assert.Equal(Math.Sign(expected), Math.Sign(ObjectKey.Compare(a, b)));
        }
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused()
    {
        InvalidObjectKeyException error = Assert.Throws<InvalidObjectKeyException>(() => ObjectKey.Validate("a\uD800b"));

        Assert.Contains("surrogate", error.Message, StringComparison.Ordinal);
    }
}
