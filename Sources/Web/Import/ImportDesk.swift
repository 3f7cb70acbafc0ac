import Casework
import Exchange
import Foundation
import Handbook
import Logging
import Prevention
import Store

/// Imports started from the pages: one at a time, the others wait. Each runs on a thread of its own, since it blocks.
actor ImportDesk {
    struct Job: Sendable {
        let folder: String
        /// What the pages call the folder.
        let name: String
        /// Made for this import alone, and removed after it.
        let isUpload: Bool
        let source: String
        let actor: Authorized<Acts.ExchangeData>
        let language: Language
    }

    enum Answer: Sendable {
        case started(Int64)
        /// Another one is running.
        case waiting
        case refused(Refusal)
    }

    struct Running: Sendable {
        let name: String
        fileprivate(set) var id: Int64?
        fileprivate(set) var progress: ImportProgress?
    }

    /// What the pages show of it.
    struct State: Sendable {
        let running: Running?
        let waiting: [String]
        /// Those that waited and then could not start, newest first.
        let refused: [(name: String, refusal: Refusal)]
    }

    /// So many wait at most: each upload takes room on the disk.
    static let mostWaiting = 10

    let folders: ImportFolders
    private let office: Office
    private let logger: Logger
    private var running: Running?
    private var waiting: [Job] = []
    private var refused: [(name: String, refusal: Refusal)] = []
    /// Why runs stopped, for those where not even that could be stored.
    private var failures: [Int64: Refusal] = [:]
    private var answering: CheckedContinuation<Answer, Never>?
    private var passedOver: [PassedOver: [String: Int]] = [:]

    private struct PassedOver: Hashable {
        let run: Int64
        let hidden: [String]
    }

    init(office: Office, dataFolder: String, logger: Logger) {
        self.office = office
        self.logger = logger
        folders = ImportFolders(dataFolder: dataFolder)
        folders.removeForgottenUploads()
    }

    var state: State { State(running: running, waiting: waiting.map(\.name), refused: refused) }

    /// The run `id`, while it is running here.
    func running(_ id: Int64) -> Running? {
        running?.id == id ? running : nil
    }

    /// How many rejected rows of a run somebody does not learn of, by file. Read once: a finished run does not change.
    func rejects(of run: StoredImport, _ summary: ImportSummary, hiding hidden: [String]) async -> [String: Int] {
        guard !hidden.isEmpty, !run.rejectsPath.isEmpty, summary.files["cases.jsonl"]?.rejected ?? 0 > 0 else {
            return [:]
        }
        let key = PassedOver(run: run.id, hidden: hidden)
        if let known = passedOver[key] { return known }
        let path = run.rejectsPath
        do {
            let counted = try await Task.detached { try RejectedRow.count(hiding: hidden, in: path) }.value
            passedOver[key] = counted
            return counted
        } catch {
            // Better no rejected case than one too many; asked again the next time.
            logger.warning("A rejects file cannot be read.", metadata: ["file": "\(path)"])
            return ["cases.jsonl": summary.files["cases.jsonl"]?.rejected ?? 0]
        }
    }

    func failure(of id: Int64) -> Refusal? { failures[id] }

    /// Starts an import, or lets it wait. Returns when its files have been found good, or not.
    func submit(_ job: Job) async -> Answer {
        guard running == nil else {
            guard waiting.count < ImportDesk.mostWaiting else {
                if job.isUpload { folders.remove(upload: job.folder) }
                return .refused(Refusal("import.queue-full", ["most": String(ImportDesk.mostWaiting)]))
            }
            waiting.append(job)
            return .waiting
        }
        return await withCheckedContinuation { begin(job, answering: $0) }
    }

    private enum Event: Sendable {
        case started(Int64)
        case progress(ImportProgress)
        case ended(Refusal?)
    }

    private func begin(_ job: Job, answering: CheckedContinuation<Answer, Never>?) {
        running = Running(name: job.name)
        self.answering = answering
        let (events, post) = AsyncStream.makeStream(of: Event.self)
        let office = office
        let logger = logger
        let rejects = folders.rejects
        let thread = Thread {
            let importer = Importer(
                database: office.database, handbook: office.handbook, keys: office.keys, ledger: office.ledger,
                rejectsFolder: rejects)
            do {
                _ = try importer.run(
                    folder: job.folder, source: job.source, actor: job.actor, at: office.now, language: job.language,
                    started: { post.yield(.started($0)) }, progress: { post.yield(.progress($0)) })
                // Families in the file may have moved away from where a notice waits for them.
                for error in try RouteNotices().blocking(by: job.actor.actor, in: office).failures {
                    logger.failure("notice not sent on", error)
                }
                post.yield(.ended(nil))
            } catch {
                logger.failure("import stopped", error)
                post.yield(.ended(ImportSummary.Failure(error).refusal))
            }
            post.finish()
        }
        thread.stackSize = 8 << 20
        thread.start()
        Task {
            for await event in events { take(event, job) }
        }
    }

    private func take(_ event: Event, _ job: Job) {
        switch event {
        case .started(let id):
            running?.id = id
            answer(.started(id))
        case .progress(let progress):
            running?.progress = progress
        case .ended(let failure):
            if let failure { note(failure, job) }
            if job.isUpload { folders.remove(upload: job.folder) }
            running = nil
            if !waiting.isEmpty { begin(waiting.removeFirst(), answering: nil) }
        }
    }

    private func note(_ failure: Refusal, _ job: Job) {
        if let id = running?.id {
            failures[id] = failure
        } else if answering != nil {
            answer(.refused(failure))
        } else {
            refused = Array(([(job.name, failure)] + refused).prefix(5))
        }
    }

    private func answer(_ answer: Answer) {
        answering?.resume(returning: answer)
        answering = nil
    }
}
