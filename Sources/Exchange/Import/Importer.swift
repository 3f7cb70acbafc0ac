public import Handbook
public import Prevention
public import SQL
public import Store

/// Takes a folder of the exchange format into the store.
///
/// Rows are stored in transactions of some thousands, so the import may be stopped at any point: run again, it finds what
/// is stored unchanged and goes on. A bad row goes to the rejects file and stops nothing.
public struct Importer: Sendable {
    private let database: any Database
    private let handbook: Handbook
    private let keys: KeyRing
    private let ledger: Ledger
    private let rejectsFolder: String
    private let rowsPerTransaction: Int

    /// - Parameter rejectsFolder: where rejects files go; made when the first is needed.
    public init(
        database: any Database, handbook: Handbook, keys: KeyRing, ledger: Ledger, rejectsFolder: String
    ) {
        self.init(
            database: database, handbook: handbook, keys: keys, ledger: ledger, rejectsFolder: rejectsFolder,
            rowsPerTransaction: 20_000)
    }

    init(
        database: any Database, handbook: Handbook, keys: KeyRing, ledger: Ledger, rejectsFolder: String,
        rowsPerTransaction: Int
    ) {
        self.database = database
        self.handbook = handbook
        self.keys = keys
        self.ledger = ledger
        self.rejectsFolder = rejectsFolder
        self.rowsPerTransaction = rowsPerTransaction
    }

    /// The files of the format, in the order in which they are read.
    public static var fileNames: [String] { ImportFiles.csv.map(\.name) + [ImportFiles.cases] }

    /// The columns of each file, for CSV, or the keys of each line, in the order of the format; required ones marked.
    public static var columns: [(file: String, columns: [(name: String, isRequired: Bool)])] {
        let keys = [
            ("id", true), ("programme", true), ("municipality", false), ("parties", false), ("fields", false),
            ("events", true),
        ]
        return ImportFiles.csv.map { ($0.name, $0.target.columns) } + [(ImportFiles.cases, keys)]
    }

    /// Imports `folder`, blocking the calling thread.
    ///
    /// - Parameters:
    ///   - source: the name under which the ids of the rows are known.
    ///   - language: of the reasons in the rejects file.
    ///   - started: called with the id of the run when every header has been found good.
    ///   - progress: called after every transaction; what it throws stops the run there.
    /// - Throws: `ImportFailure` before anything is stored; `DatabaseFailure`, `ExchangeWriteError` or `ImportFailure`
    ///   later, with what was stored until then kept, as a rerun expects. Rows rejected until then are in the rejects file.
    public func run(
        folder: String, source: String, actor: Authorized<Acts.ExchangeData>, at now: Instant, language: Language,
        started: (Int64) -> Void = { _ in }, progress: (ImportProgress) throws -> Void
    ) throws -> ImportSummary {
        let clock = ContinuousClock()
        let begin = clock.now
        let files = try ImportFiles(folder)
        let (sourceID, importID, tombstones) = try database.blockingWrite { db in
            let sourceID = try ImportStore.source(named: source, in: db)
            let id = try ImportStore.begin(source: sourceID, folder: folder, by: actor.actor, at: now, in: db)
            try ledger.record(.collect, .importRun, id: id, reason: source, by: actor.actor, at: now, in: db)
            return (sourceID, id, try Tombstones(of: sourceID, keys: keys, in: db))
        }
        started(importID)
        let rejects = Rejects(path: rejectsFolder + "/import-\(importID)-rejects.csv", words: handbook[language])
        let rules = try database.blockingRead { db in
            try RuleDraftStore.versions(shipped: handbook.screeningRules, in: db).inForce(on: now.day)
        }
        let context = ImportContext(
            source: sourceID, sourceName: source, importID: importID, actor: actor.actor, startedAt: now,
            handbook: handbook, tombstones: tombstones, ledger: ledger, keys: keys,
            rescreening: Rescreening(
                rules: rules, typeCodes: handbook.incidentTypes.map(\.code), on: now.day)
        )
        let run = ImportRun(
            database: database, files: files, context: context, rejects: rejects, rowsPerTransaction: rowsPerTransaction
        )
        func finish(_ state: StoredImport.State) throws {
            let at = now.adding(seconds: Int((clock.now - begin).components.seconds))
            try database.blockingWrite { db in
                try ImportStore.finish(
                    importID, state: state, summary: try JSONText.encode(run.summary),
                    rejectsPath: run.summary.rejects, at: at, in: db)
            }
        }
        do {
            try run.readAll(progress)
            run.summary.rejects = try rejects.finish()
            try finish(.done)
        } catch {
            run.summary.failure = ImportSummary.Failure(error)
            run.summary.rejects = (try? rejects.finish()) ?? ""
            // Where the database is what failed, the run stays marked as running: pages show it as interrupted.
            try? finish(.failed)
            throw error
        }
        return run.summary
    }
}
