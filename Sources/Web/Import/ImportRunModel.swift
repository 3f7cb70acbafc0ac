import Exchange
import Foundation
import Handbook
import Prevention
import Store

/// The page of one import: how far it is, then what it did.
struct ImportRunModel: Sendable {
    static let mostRows = 200

    struct Live: Sendable {
        let percent: Int
        let percentText: String
        let readingText: String
    }

    struct Notice: Sendable {
        let noticeClass: String
        let noticeText: String
    }

    struct File: Sendable {
        let fileName: String
        let read: String
        let inserted: String
        let updated: String
        let unchanged: String
        let rejected: String
    }

    struct Unknown: Sendable {
        let unknownFile: String
        let unknownColumns: String
    }

    struct Row: Sendable {
        let rowFile: String
        let rowLine: String
        let rowColumn: String
        let rowValue: String
        let rowReason: String
    }

    struct Rejected: Sendable {
        let rejectedFirst: String
        let rows: [Row]
        let download: String
    }

    let runTitle: String
    let runSource: String
    let runFrom: String
    let runBy: String
    let startedAt: String
    let startedISO: String
    let finishedAt: String?
    let state: ImportState
    /// Set while it runs here: the region of the page is fetched anew.
    let poll: String?
    let refreshPath: String
    /// What a screen reader says: the state, and while it runs each quarter; nothing else of what is fetched anew.
    let said: String
    let live: Live?
    let notice: Notice?
    let failure: String?
    let fileRows: [File]
    let hasFiles: Bool
    let warnings: [String]
    let hasWarnings: Bool
    let unknown: [Unknown]
    let hasUnknown: Bool
    let rejected: Rejected?

    init(
        _ run: StoredImport, summary: ImportSummary?, running: ImportDesk.Running?, failure: Refusal?,
        rows: [RejectedRow], isUpload: Bool, words: Words
    ) {
        runTitle = words("import.run.title", ["id": String(run.id)])
        runSource = run.source
        runFrom = isUpload ? words("import.run.uploaded") : (run.folder as NSString).lastPathComponent
        runBy = words.actor(run.actor)
        startedAt = run.startedAt.danish
        startedISO = run.startedAt.local
        finishedAt = run.finishedAt?.danish
        state = ImportState(run, summary: summary, isRunningHere: running != nil, words: words)
        poll = running == nil ? nil : "/import/\(run.id)/progress"
        refreshPath = "/import/\(run.id)"
        live = running.map { ImportRunModel.live($0.progress, words) }
        notice = running == nil ? ImportRunModel.notice(run.state, summary?.rejected ?? 0, words) : nil
        let quarter = Int((running?.progress?.fraction ?? 0) * 4) * 25
        said = notice?.noticeText ?? words("import.run.progress", ["percent": String(quarter)])
        let stopped = summary?.failure?.refusal ?? failure
        self.failure = stopped.map { words.refusal($0, programme: nil) }
        let files = summary?.files ?? [:]
        fileRows = Importer.fileNames.compactMap { name in
            files[name].map {
                File(
                    fileName: name, read: words.number($0.read), inserted: words.number($0.inserted),
                    updated: words.number($0.updated), unchanged: words.number($0.unchanged),
                    rejected: words.number($0.rejected))
            }
        }
        hasFiles = !fileRows.isEmpty
        let warned = (summary?.warnings ?? [:]).sorted { $0.key < $1.key }
        warnings = warned.map { words("import.warning." + $0.key, ["count": words.number($0.value)]) }
        hasWarnings = !warnings.isEmpty
        unknown = (summary?.unknownColumns ?? [:]).sorted { $0.key < $1.key }.map {
            Unknown(unknownFile: $0.key, unknownColumns: $0.value.joined(separator: ", "))
        }
        hasUnknown = !unknown.isEmpty
        let count = max(summary?.rejected ?? 0, rows.count)
        rejected = rows.isEmpty ? nil : ImportRunModel.rejected(rows, of: count, run.id, words)
    }

    private static func live(_ progress: ImportProgress?, _ words: Words) -> Live {
        let percent = Int((progress?.fraction ?? 0) * 100)
        let reading = progress.map {
            words(
                "import.run.reading",
                ["file": $0.file, "rows": words.number($0.rows), "rejected": words.number($0.rejected)])
        }
        return Live(
            percent: percent, percentText: words("import.run.progress", ["percent": String(percent)]),
            readingText: reading ?? words("import.run.starting"))
    }

    private static func notice(_ state: StoredImport.State, _ rejected: Int, _ words: Words) -> Notice {
        switch state {
        case .running: return Notice(noticeClass: "is-warn", noticeText: words("import.run.interrupted"))
        case .failed: return Notice(noticeClass: "is-bad", noticeText: words("import.run.failed"))
        case .done where rejected > 0:
            let text = words("import.run.done-rejects", ["count": words.number(rejected)])
            return Notice(noticeClass: "is-warn", noticeText: text)
        case .done: return Notice(noticeClass: "is-good", noticeText: words("import.run.done"))
        }
    }

    private static func rejected(_ rows: [RejectedRow], of count: Int, _ id: Int64, _ words: Words) -> Rejected {
        let shown = words(
            "import.run.rejected-first", ["shown": words.number(rows.count), "count": words.number(count)])
        return Rejected(
            rejectedFirst: shown,
            rows: rows.map {
                Row(
                    rowFile: $0.file, rowLine: words("import.run.line", ["line": $0.line]), rowColumn: $0.column,
                    rowValue: $0.value, rowReason: $0.reason)
            }, download: "/import/\(id)/rejects.csv")
    }
}
