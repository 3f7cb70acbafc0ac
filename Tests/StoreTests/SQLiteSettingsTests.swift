import SQL
import SQLiteEngine
import SQLiteSettings
import Testing

@Suite struct SQLiteSettingsTests {
    @Test("no lock that all connections share counts SQLite's memory") func countsNoMemory() throws {
        let database = try SQLiteDatabase(path: ":memory:")
        #expect(try database.blockingRead { try $0.count("SELECT 1") } == 1)
        #expect(sqlite_settings_counted_memory() == 0)
    }
}
