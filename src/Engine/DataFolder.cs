namespace NeptuneAlt.Engine;

/// <summary>The folder of one engine. Held for as long as the process lives: two engines would ruin it.</summary>
sealed class DataFolder(string path) : IDisposable
{
    FileStream? _lock;

    /// <exception cref="EngineStartException">Another engine has it, or it cannot be written.</exception>
    public void Hold()
    {
        try
        {
            Directory.CreateDirectory(path);
            // FileShare.None is an exclusive flock, which the kernel gives back however the process ends.
            _lock = new FileStream(Path.Combine(path, "engine.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineStartException(
                Directory.Exists(path) && File.Exists(Path.Combine(path, "engine.lock")) && exception is IOException
                    ? $"Another engine is running on {path}: stop it, or choose another data folder."
                    : $"The data folder {path} cannot be used: {exception.Message}");
        }
    }

    public void Dispose() => _lock?.Dispose();

    /// <summary>Writes chDB's server settings, which can only be given as a file.</summary>
    /// <returns>The file's path.</returns>
    public string WriteConfiguration(long memoryBytes)
    {
        const string free = "number_of_free_entries_in_pool_to";
        var file = Path.Combine(path, "engine.xml");
        File.WriteAllText(file, $"""
            <clickhouse>
                <max_server_memory_usage>{memoryBytes}</max_server_memory_usage>
                <mark_cache_size>134217728</mark_cache_size>
                <primary_index_cache_size>67108864</primary_index_cache_size>
                <index_mark_cache_size>67108864</index_mark_cache_size>
                <background_pool_size>2</background_pool_size>
                <storage_configuration>
                    <disks>
                        <default>
                            <keep_free_space_bytes>{DiskGuard.FreeBytesLow}</keep_free_space_bytes>
                        </default>
                    </disks>
                </storage_configuration>
                <merge_tree>
                    <!-- An answered insert survives a loss of power. -->
                    <fsync_after_insert>1</fsync_after_insert>
                    <fsync_part_directory>1</fsync_part_directory>
                    <min_rows_to_fsync_after_merge>1</min_rows_to_fsync_after_merge>
                    <!-- In seconds: what parts were merged from is there again should the merged one be broken. -->
                    <old_parts_lifetime>60</old_parts_lifetime>
                    <!-- Tokens of this many inserts are remembered, so that a repeated insert is not stored twice. -->
                    <non_replicated_deduplication_window>1000</non_replicated_deduplication_window>
                    <!-- The defaults expect a pool of 16: with 2 there would be neither large merges nor mutations. -->
                    <{free}_lower_max_size_of_merge>1</{free}_lower_max_size_of_merge>
                    <{free}_execute_mutation>1</{free}_execute_mutation>
                    <{free}_execute_optimize_entire_partition>1</{free}_execute_optimize_entire_partition>
                </merge_tree>
            </clickhouse>
            """);
        return file;
    }
}
