namespace Wallstreet.Lakehouse.Catalog;

/// <summary>Where the lake is. Bound from the section <c>Lake</c>.</summary>
public sealed class LakeOptions
{
    /// <summary>The lake's location: a folder, <c>file:///…</c> or <c>s3://bucket/prefix</c>.</summary>
    /// <value>Required; the program sets a folder <c>lake</c> beside the project where nothing else is configured.</value>
    public string Uri { get; set; } = "";
}
