#include "SQLiteSettings.h"
#include <sqlite3.h>

// Swift cannot call a function with a variable number of arguments.
int sqlite_settings_count_no_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
