import Casework
import Exchange
import Foundation
import Handbook
import Hummingbird
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /import | exchange-data |
/// | POST | /import/upload | exchange-data; the token stands first in the body |
/// | GET | /import/upload | exchange-data; back to the form |
/// | POST | /import/folder | exchange-data |
/// | GET | /import/folder | exchange-data; back to the form |
/// | GET | /import/{id} | exchange-data |
/// | GET | /import/{id}/progress | exchange-data; a part of the page |
/// | GET | /import/{id}/rejects.csv | exchange-data; whole rows for those who may find persons only; logged |
enum ImportPages {
    static func add(to routes: RouteTable) {
        routes.get("/import", .needs(.exchangeData)) { visit in try await overview(visit) }

        // The addresses of refused forms, opened anew or in the other language.
        for form in ["upload", "folder"] {
            routes.get("/import/" + form, .needs(.exchangeData)) { _ in .redirect("/import") }
        }

        routes.upload("/import/upload", .needs(.exchangeData)) { visit in
            let actor = try visit.authorized(Acts.ExchangeData.self)
            let folders = visit.site.imports.folders
            let folder: String
            do {
                folder = try folders.makeUpload()
            } catch {
                return try await overview(visit, problem: Refusal("import.upload-not-stored"))
            }
            do {
                let source = try await ImportUpload.receive(visit, into: folder)
                let job = ImportDesk.Job(
                    folder: folder, name: visit.words("import.run.uploaded"), isUpload: true, source: source,
                    actor: actor, language: visit.language)
                return try await submit(job, visit)
            } catch let refusal as Refusal where refusal.code != "form-token" {
                folders.remove(upload: folder)
                return try await overview(visit, problem: refusal)
            } catch {
                folders.remove(upload: folder)
                throw error
            }
        }

        routes.post("/import/folder", .needs(.exchangeData)) { visit in
            let actor = try visit.authorized(Acts.ExchangeData.self)
            let form = try await visit.form()
            let name = form["folder"]
            do {
                let source = try ImportUpload.source(form["source"])
                guard let folder = visit.site.imports.folders.path(of: name) else {
                    throw Refusal("import.folder-missing")
                }
                let job = ImportDesk.Job(
                    folder: folder, name: name, isUpload: false, source: source, actor: actor,
                    language: visit.language)
                return try await submit(job, visit)
            } catch let refusal as Refusal {
                return try await overview(visit, problem: refusal, chosen: name, source: form["source"])
            }
        }

        routes.get("/import/{id}", .needs(.exchangeData)) { visit in
            .page("import-run", try await run(visit))
        }

        routes.get("/import/{id}/progress", .needs(.exchangeData)) { visit in
            .page("import-result", try await run(visit))
        }

        routes.get("/import/{id}/rejects.csv", .needs(.exchangeData)) { visit in
            let stored = try await stored(visit)
            guard !stored.rejectsPath.isEmpty, FileManager.default.fileExists(atPath: stored.rejectsPath) else {
                throw NotFound()
            }
            let actor = try visit.actor
            // Rejected rows are rows about people.
            guard actor.may(.findPersons) else { throw Refusal("forbidden") }
            let hidden = RejectsReader.hidden(from: actor)
            // Where nothing is left of it, it is not there.
            guard try !RejectedRow.first(1, of: stored.rejectsPath, hiding: hidden).isEmpty else {
                throw NotFound()
            }
            try await LogRejectedRows(.file, of: stored.id)(visit.authorized(Acts.ExchangeData.self), in: visit.office)
            let (type, name) = ("text/csv; charset=utf-8", "import-\(stored.id)-rejects.csv")
            let path = stored.rejectsPath
            return .stream(contentType: type, fileName: name) { write in
                let reader = try RejectsReader(path: path, hiding: hidden)
                while let line = try reader.nextLine() { try await write(line) }
            }
        }
    }

    private static func submit(_ job: ImportDesk.Job, _ visit: Visit) async throws -> Reply {
        switch await visit.site.imports.submit(job) {
        case .started(let id): return .redirect("/import/\(id)")
        case .waiting: return .redirect("/import")
        case .refused(let refusal):
            return try await overview(
                visit, problem: refusal, chosen: job.isUpload ? "" : job.name, source: job.source)
        }
    }

    private static func overview(
        _ visit: Visit, problem: Refusal? = nil, chosen: String = "", source: String = ""
    ) async throws -> Reply {
        let runs = try await ListImports()(visit.authorized(Acts.ExchangeData.self), in: visit.office)
        var summaries: [Int64: ImportSummary] = [:]
        for run in runs { summaries[run.id] = try await summary(run, visit) }
        let model = ImportOverview(
            runs: runs, summaries: summaries, desk: await visit.site.imports.state, folders: visit.site.imports.folders,
            problem: problem,
            chosen: chosen, source: source, words: visit.words)
        return .page("import", model, status: problem == nil ? .ok : .unprocessableContent)
    }

    private static func stored(_ visit: Visit) async throws -> StoredImport {
        try await ReadImport(visit.parameter("id", as: Int64.self))(
            visit.authorized(Acts.ExchangeData.self), in: visit.office)
    }

    /// What a run did, as far as the actor may know of it.
    private static func summary(_ run: StoredImport, _ visit: Visit) async throws -> ImportSummary? {
        guard let summary = ImportSummary(stored: run.summary) else { return nil }
        let hidden = RejectsReader.hidden(from: try visit.actor)
        return summary.without(await visit.site.imports.rejects(of: run, summary, hiding: hidden))
    }

    /// The model of a run; rejected rows name people, so showing them is logged.
    private static func run(_ visit: Visit) async throws -> ImportRunModel {
        let desk = visit.site.imports
        // Asked first: a run that ends in between is then shown as running once more, and not as interrupted.
        let running = await desk.running(try visit.parameter("id", as: Int64.self))
        let stored = try await stored(visit)
        var rows: [RejectedRow] = []
        if running == nil, !stored.rejectsPath.isEmpty {
            let actor = try visit.actor
            let first = try? RejectedRow.first(
                ImportRunModel.mostRows, of: stored.rejectsPath, hiding: RejectsReader.hidden(from: actor))
            rows = (first ?? []).map { actor.may(.findPersons) ? $0 : $0.withoutContent }
            if !rows.isEmpty {
                try await LogRejectedRows(.rows, of: stored.id)(
                    visit.authorized(Acts.ExchangeData.self), in: visit.office)
            }
        }
        return ImportRunModel(
            stored, summary: try await summary(stored, visit), running: running,
            failure: await desk.failure(of: stored.id), rows: rows,
            isUpload: desk.folders.isUpload(stored.folder), words: visit.words)
    }
}
