#pragma once

/// Has SQLite keep no count of its memory, in the whole process: the count is one number behind one lock, which all connections
/// take for each allocation.
///
/// Returns 0, or an error code where SQLite has been used before; it then counts on.
int sqlite_settings_count_no_memory(void);

/// What SQLite has counted, in bytes: 0 where it does not count.
long long sqlite_settings_counted_memory(void);
