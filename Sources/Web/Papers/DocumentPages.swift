import Casework
import Handbook
import Hummingbird
import Logging
import NIOCore
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/{id}/documents | needs work-cases, case in scope |
/// | POST | /cases/{id}/documents/upload | needs work-cases, case in scope, a role of the programme; the token stands first in the body |
/// | GET | /cases/{id}/documents/upload | needs work-cases; leads back to the documents, as the next two |
/// | GET | /cases/{id}/documents/{number}/remove | the same |
/// | GET | /cases/{id}/documents/{number}/send | the same |
/// | GET | /cases/{id}/documents/{number}/file | needs work-cases, case in scope, nobody in it masked; logged before it is sent |
/// | POST | /cases/{id}/documents/{number}/remove | needs work-cases, case in scope, a role of the programme |
/// | POST | /cases/{id}/documents/{number}/send | needs work-cases, case in scope, a role of the programme |
enum DocumentPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/{id}/documents", .needs(.workCases)) { visit in
            try await page(visit, nil)
        }

        for part in ["upload", "{number}/remove", "{number}/send"] {
            routes.get("/cases/{id}/documents/" + part, .needs(.workCases)) { visit in
                .redirect(try address(visit))
            }
        }

        routes.upload("/cases/{id}/documents/upload", .needs(.workCases)) { visit in try await upload(visit) }

        routes.get("/cases/{id}/documents/{number}/file", .needs(.workCases)) { visit in
            let fetch = FetchDocument(
                try visit.parameter("id", as: Int64.self), number: try visit.parameter("number", as: Int.self))
            do {
                let content = try await fetch(visit.authorized(Acts.WorkCases.self), in: visit.office)
                let document = content.document
                return .download(contentType: document.mediaType, fileName: document.fileName, size: document.size) {
                    write in
                    try await content.forEach { try await write(ByteBuffer(bytes: $0)) }
                }
            } catch let refused as Refused {
                if refused.refusals.contains(where: { $0.code == "document-broken" }) {
                    visit.site.logger.error("a document is not what was stored", metadata: ["log": "see kreds audit"])
                }
                return try await page(visit, .init(form: "", typed: Form([:]), refusals: refused.refusals))
            }
        }

        routes.post("/cases/{id}/documents/{number}/remove", .needs(.workCases)) { visit in
            let form = try await visit.form()
            return try await change(visit, form, "remove", done: "document-removed") { who, id, number in
                try await RemoveDocument(id, number: number, reason: form["reason"])(who, in: visit.office)
            }
        }

        routes.post("/cases/{id}/documents/{number}/send", .needs(.workCases)) { visit in
            let form = try await visit.form()
            return try await change(visit, form, "send", done: "letter-sent") { who, id, number in
                let day = LocalDate(TypedValue.normal(form["sent_on"], .date))
                try await SendLetter(id, number: number, on: day, by: LetterChannel(rawValue: form["channel"]))(
                    who, in: visit.office)
            }
        }
    }

    private static func address(_ visit: Visit) throws -> String {
        "/cases/\(try visit.parameter("id", as: Int64.self))/documents"
    }

    /// Asks whether they may before a byte of the file is kept, and after the token has been found right.
    private static func upload(_ visit: Visit) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let who = try visit.authorized(Acts.WorkCases.self)
        let settings = visit.site.settings
        let received = try await DocumentUpload.receive(visit, most: settings.largestDocument) {
            if let refusal = try await ListDocuments(id)(who, in: visit.office).refusal { throw refusal }
            return try DocumentIntake(
                case: id, most: settings.largestDocument, types: visit.office.handbook.documentTypes,
                folder: settings.papersFolder, keys: visit.office.keys)
        }
        let form = received.form
        do {
            if let problem = received.problem { throw Refused([problem]) }
            guard let intake = received.intake else { throw Refused("document-nothing-chosen") }
            _ = try await AddDocument(
                id, kind: DocumentKind(rawValue: form["kind"]) ?? .letter, title: form["title"],
                fileName: received.fileName)(intake, who, in: visit.office)
        } catch let refused as Refused {
            return try await page(visit, .init(form: "upload", typed: form, refusals: refused.refusals))
        }
        return .redirect("/cases/\(id)/documents?done=document-added")
    }

    private static func change(
        _ visit: Visit, _ form: Form, _ name: String, done: String,
        _ change: (Authorized<Acts.WorkCases>, _ id: Int64, _ number: Int) async throws -> Void
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let number = try visit.parameter("number", as: Int.self)
        do {
            try await change(try visit.authorized(Acts.WorkCases.self), id, number)
        } catch let refused as Refused {
            return try await page(visit, .init(form: "\(name)-\(number)", typed: form, refusals: refused.refusals))
        }
        return .redirect("/cases/\(id)/documents?done=" + done)
    }

    private static func page(_ visit: Visit, _ refused: RefusedPaper?) async throws -> Reply {
        let view = try await ListDocuments(try visit.parameter("id", as: Int64.self))(
            visit.authorized(Acts.WorkCases.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = DocumentsModel(view, refused, most: visit.site.settings.largestDocument, texts)
        return .page("case-documents", model, status: refused?.status ?? .ok)
    }
}
