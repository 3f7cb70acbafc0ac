import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What tests of notices of concern do again and again.
extension TestOffice {
    func socialWorker(in municipality: String = "259") throws -> Authorized<Acts.WorkCases> {
        let actor = Actor(
            name: "worker-" + municipality, displayName: "Worker", authority: municipality, roles: [.socialWorker])
        return try Policy.authorize(office.handbook.placed(actor), Acts.WorkCases.self)
    }

    func notice(about child: Int64) async throws -> Int64 {
        try await open(
            "concern-notice",
            fields: [
                "concerns": "child", "concern": "Alene ude om natten.", "notifier_kind": "professional",
                "notifier_name": "Anna Holm",
            ], subject: child)
    }

    func moves(_ person: Int64, to municipality: String) throws {
        _ = try database.blockingWrite {
            try $0.execute("UPDATE person SET municipality = \(municipality) WHERE id = \(person)")
        }
    }

    func revision(_ id: Int64) throws -> Int {
        try count("SELECT revision FROM case_file WHERE id = \(id)")
    }

    func step(_ id: Int64, _ stage: Stage, _ fields: [String: String] = [:]) async throws {
        try await ChangeCase(
            id, revision: try revision(id), .move(to: stage, at: nil, fields: fields, note: ""))(
                try socialWorker(), in: office)
    }
}
