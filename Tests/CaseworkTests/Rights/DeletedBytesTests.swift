import Foundation
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Deleted is deleted: no byte of it is left in the files of the database.
@Suite struct DeletedBytesTests {
    @Test func nothingOfADeletedCaseIsLeftInTheFiles() async throws {
        let folder = NSTemporaryDirectory() + "deleted-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/kreds.sqlite"
        let test = try TestOffice(path: path)
        let markers = ["Zebrastribe", "Quagganote", "Okapifelt", "Gnuadresse", "Yaktillæg", "Tapirhold", "Lamarapport"]
        func found() throws -> [String] {
            var all = Data()
            for ending in ["", "-wal", "-shm"] {
                all += (try? Data(contentsOf: URL(fileURLWithPath: path + ending))) ?? Data()
            }
            return markers.filter { all.range(of: Data($0.utf8)) != nil }
        }
        // Enough for pages to be split and moved.
        for number in 1...60 {
            let person = try test.person("P\(number)")
            try test.database.blockingWrite { db in
                _ = try db.execute(
                    """
                    UPDATE person SET family_name = \("Zebrastribe \(number)"), family_key = \("zebrastribe \(number)"),
                        address = \("Gnuadresse \(number)") WHERE id = \(person)
                    """)
            }
            _ = try test.incident("I\(number)", day: "2020-01-01", persons: [person], summary: "Lamarapport \(number)")
            let id = try await test.screenedOut(person, note: "Quagganote \(number)")
            try test.database.blockingWrite { db in
                _ = try db.execute(
                    "UPDATE case_file SET fields = \("{\"category\":\"Okapifelt \(number)\"}") WHERE id = \(id)")
            }
            try await AddAddendum(.caseFile, id, text: "Yaktillæg", requestedBy: "Zebrastribe")(
                test.may(Acts.WorkCases.self, as: .officer), in: test.office)
            try await HoldRecord(.set(.person, person, reason: "Tapirhold"))(test.retention(), in: test.office)
            let hold = try #require(try test.database.blockingRead { try HoldStore.standing(in: $0).first })
            try await HoldRecord(.lift(hold.id, reason: "Tapirhold"))(test.retention(), in: test.office)
            _ = try await FindPersons("Zebrastribe \(number)", purpose: Purpose(.caseWork))(
                test.may(Acts.FindPersons.self, as: .officer), in: test.office)
        }
        try await test.newer()
        #expect(try found() == markers)
        let page = try await test.delete()
        #expect(page.count(.deleted) == 180 && page.count(.skipped) == 0)
        #expect(try found() == [])
    }
}
