using Wallstreet.Storage;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>Folders of Parquet files that are to become tables.</summary>
public static class ParquetFolder
{
    /// <summary>Makes a Delta table of the files in a folder, in place: a log is written beside them. Files and folders whose
    /// names begin with an underscore or a point are left out; folders named <c>column=value</c> are partitions.</summary>
    /// <param name="store">The folder.</param>
    /// <param name="request">How it is converted.</param>
    /// <param name="options">How the table is opened; null for the defaults.</param>
    /// <param name="progress">Told how many files were looked at; null for nobody.</param>
    /// <param name="cancellationToken">Gives up; the table may still have been made.</param>
    /// <returns>The table.</returns>
    /// <exception cref="TableAlreadyExistsException">The folder is a Delta table.</exception>
    /// <exception cref="DataFileException">A file is no Parquet file or damaged, or there is none.</exception>
    /// <exception cref="SchemaMismatchException">The files disagree on a column, or on the partitions.</exception>
    public static ValueTask<ConvertResult> ConvertAsync(IObjectStore store, ConvertRequest request,
        DeltaOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(request);
        return new Converter(store, request, options ?? new DeltaOptions()).RunAsync(progress, cancellationToken);
    }
}
