using System.Runtime.InteropServices;

namespace NeptuneAlt.Engine.Chdb;

/// <summary>
/// The part of chDB's C interface (programs/local/chdb.h, 26.7) that the engine uses. All handles are opaque:
/// <c>chdb_connect</c> returns a pointer to the connection that every other call takes.
/// </summary>
static unsafe partial class ChdbApi
{
    public const string Library = "chdb";

    [LibraryImport(Library)]
    public static partial void chdb_set_signal_handlers_enabled(int enabled);

    [LibraryImport(Library)]
    public static partial byte* chdb_version();

    [LibraryImport(Library)]
    public static partial void** chdb_connect(int argc, byte** argv);

    [LibraryImport(Library)]
    public static partial void* chdb_query_with_params_n(
        void* connection, byte* sql, nuint sqlLength, byte* format, nuint formatLength,
        byte** names, nuint* nameLengths, byte** values, nuint* valueLengths, nuint count);

    [LibraryImport(Library)]
    public static partial void* chdb_stream_query_with_params_n(
        void* connection, byte* sql, nuint sqlLength, byte* format, nuint formatLength,
        byte** names, nuint* nameLengths, byte** values, nuint* valueLengths, nuint count);

    [LibraryImport(Library)]
    public static partial void* chdb_stream_fetch_result(void* connection, void* stream);

    [LibraryImport(Library)]
    public static partial void chdb_stream_cancel_query(void* connection, void* stream);

    [LibraryImport(Library)]
    public static partial byte* chdb_result_buffer(void* result);

    [LibraryImport(Library)]
    public static partial nuint chdb_result_length(void* result);

    [LibraryImport(Library)]
    public static partial byte* chdb_result_error(void* result);

    [LibraryImport(Library)]
    public static partial ulong chdb_result_storage_rows_read(void* result);

    [LibraryImport(Library)]
    public static partial ulong chdb_result_rows_written(void* result);

    [LibraryImport(Library)]
    public static partial void chdb_destroy_query_result(void* result);

    [LibraryImport(Library)]
    public static partial void* chdb_stream_insert_with_params_n(
        void* connection, byte* sql, nuint sqlLength, byte* format, nuint formatLength,
        byte** names, nuint* nameLengths, byte** values, nuint* valueLengths, nuint count);

    [LibraryImport(Library)]
    public static partial byte* chdb_stream_insert_error(void* stream);

    [LibraryImport(Library)]
    public static partial int chdb_stream_append(void* stream, void* data, nuint length);

    [LibraryImport(Library)]
    public static partial void* chdb_stream_done(void* stream);

    [LibraryImport(Library)]
    public static partial void chdb_stream_cancel_insert(void* stream);

    [LibraryImport(Library)]
    public static partial void chdb_destroy_insert_stream(void* stream);
}
